// Names of what a line says. Owns the order in which verdicts and treatments stand everywhere.
import type { VisitFaultView, VisitLineView, VisitTreatment, VisitVerdict } from '$api';
import { has, pick, say } from '$i18n';

/** Verdicts in their order. */
export const VERDICTS: readonly VisitVerdict[] = ['consistent', 'mostly_consistent', 'inconsistent', 'unverifiable'];
/** Treatments in their order. */
export const TREATMENTS: readonly VisitTreatment[] = ['keep', 'use_verified', 'count_zero', 'deduct', 'refer_to_veto'];

/** A verdict in words. */
export const verdictName = (verdict: VisitVerdict): string =>
  ({
    consistent: say('visit-verdict-consistent'),
    mostly_consistent: say('visit-verdict-mostly'),
    inconsistent: say('visit-verdict-inconsistent'),
    unverifiable: say('visit-verdict-unverifiable'),
  })[verdict];

/** A treatment in words. */
export const treatmentName = (treatment: VisitTreatment): string =>
  ({
    keep: say('visit-treatment-keep'),
    use_verified: say('visit-treatment-use'),
    count_zero: say('visit-treatment-zero'),
    deduct: say('visit-treatment-deduct'),
    refer_to_veto: say('visit-treatment-veto'),
  })[treatment];

/** A claim with its year. */
export const claimName = ({ name, year }: VisitLineView): string => (year === null ? pick(name) : say('visit-claim-year', { name: pick(name), year: String(year) }));

/** A value with its unit, or the name of its option. */
export function valueText(line: VisitLineView, value: string | null | undefined): string {
  if (value === null || value === undefined) return say('visit-no-value');
  if (line.way.kind === 'options') {
    const named = line.way.value.find(({ code }) => code === value);
    return named ? pick(named.name) : value;
  }
  return line.unit === '' ? value : say('visit-value-unit', { value, unit: line.unit });
}

/** A difference with its sign. */
export const percentText = (percent: string): string => say('visit-percent', { percent: percent.startsWith('-') || percent === '0' ? percent : `+${percent}` });

/** What a record lacks, in words. */
export function faultName({ kind }: VisitFaultView): string {
  return has(kind) ? say(kind as 'visit-fault-note') : say('visit-fault-kind');
}
