// Judgements in words and in comparison. Owns how a mark reads everywhere: rail, card, sheet, strip.
// Trap: not scored, not applicable and 0 are three different things and must read differently.
import type { JudgementView, MarkingWay, OwnMark, RailLeaf } from '$api';
import { pick, say } from '$i18n';
import { compare, isSame, shown } from './scale';

/** A decimal as it is read where its scale is not at hand: `7.50` is `7.5`, `7.00` is `7`. */
export const plain = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value);

/** A judgement in words; a dash where there is none. */
export function judgementText(judgement: JudgementView | null | undefined, way?: MarkingWay | null): string {
  if (!judgement) return say('desk-unmarked-sign');
  if (judgement.kind === 'not_applicable') return say('desk-not-applicable');
  if (judgement.kind === 'pass') return say(judgement.value ? 'desk-pass' : 'desk-fail');
  if (judgement.kind === 'score') return way?.kind === 'scale' ? shown(way, judgement.value) : plain(judgement.value);
  const option = way?.kind === 'choice' ? way.options.find(({ code }) => code === judgement.value) : undefined;
  return option ? pick(option.name) : judgement.value;
}

/** Whether two judgements say the same. */
export function isSameJudgement(a: JudgementView | null, b: JudgementView | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'score' && b.kind === 'score') return isSame(a.value, b.value);
  if (a.kind === 'not_applicable' || b.kind === 'not_applicable') return a.kind === b.kind;
  return a.kind === b.kind && a.value === b.value;
}

/** The score in a judgement, if it is one. */
export const scoreOf = (judgement: JudgementView | null | undefined): string | null =>
  judgement?.kind === 'score' ? judgement.value : null;

/** Own marks next above and next below a value: those of other applications, nearest first found. */
export function neighbours(own: readonly OwnMark[], application: string, value: string | null): { above: OwnMark | null; below: OwnMark | null } {
  const others = own.filter((mark) => mark.application !== application && scoreOf(mark.judgement) !== null);
  const by = (mark: OwnMark): number => (value === null ? 0 : compare(scoreOf(mark.judgement) ?? value, value));
  const nearest = (side: 1 | -1): OwnMark | null =>
    others.filter((mark) => by(mark) * side > 0).sort((a, b) => by(a) * side - by(b) * side)[0] ?? null;
  return { above: nearest(1), below: nearest(-1) };
}

/** The leaf to mark after `from`: the next one without a mark, around the end; `null` when all have one. */
export function nextUnmarked(leaves: readonly RailLeaf[], from: string | null): RailLeaf | null {
  const at = leaves.findIndex(({ indicator }) => indicator === from);
  const onward = [...leaves.slice(at + 1), ...leaves.slice(0, Math.max(0, at))];
  return onward.find(({ mark }) => mark === null) ?? null;
}

/** The legal form at the end of a Chinese company name says nothing among companies. */
const LEGAL_FORM = /(?:(?:集团)?(?:股份)?有限(?:责任)?公司|（集团）股份有限责任公司)$/;

/** A company name short enough for the tool row; the full one stands in its title. */
export const shortName = (enterprise: string): string => enterprise.replace(LEGAL_FORM, '') || enterprise;
