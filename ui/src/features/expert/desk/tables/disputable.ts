// Facts that a line of the fact sheet reads, as they are named in proposals. Owns that naming:
// `F16` is the review year, `F16_1` the year before.
import type { FactLineView, NamedView } from '$api';
import { pick } from '$i18n';

/** A fact that can be disputed. */
export interface FactChoice {
  /** As written in proposals. */
  fact: string;
  name: string;
  declared: string | null;
  /** Options, where it is chosen and not typed. */
  options?: readonly NamedView[];
  unit?: string;
}

/** Every declared value behind a line. */
export function factsOf(line: FactLineView): FactChoice[] {
  return line.claims.flatMap((claim) =>
    claim.values.map((declared, back) => ({
      fact: back === 0 ? claim.field : `${claim.field}_${back}`,
      name: claim.values.length > 1 ? `${pick(claim.name)} ${claim.year - back}` : pick(claim.name),
      declared,
      unit: claim.unit,
    })),
  );
}
