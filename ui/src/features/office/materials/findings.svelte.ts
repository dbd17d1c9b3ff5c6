// What the material check found. Owns which findings are shown and where each one is mended. Trap:
// the check opens every document, so it runs when it is asked for and stays until it is asked again.
import type { OfficeCheck, OfficeFinding } from '$api';
import { Work } from '../parts/work.svelte';

/** What the findings are narrowed to. */
export const WEIGHTS = ['all', 'refused', 'ask', 'note'] as const;
/** What the findings are narrowed to. */
export type Weight = (typeof WEIGHTS)[number];

/** The check of one window. */
export class Findings {
  report = $state.raw<OfficeCheck | null>(null);
  weight = $state<Weight>('all');
  words = $state('');
  readonly work = new Work();

  /** Findings that fit. */
  get rows(): OfficeFinding[] {
    const wanted = this.words.trim().toLocaleLowerCase();
    return (this.report?.findings ?? []).filter((one) => {
      const texts = [one.said.zh, one.said.en, ...one.applications, ...one.codes];
      return (this.weight === 'all' || one.severity === this.weight) && texts.some((text) => text.toLocaleLowerCase().includes(wanted));
    });
  }

  /** How many there are of each weight. */
  get counts(): Record<Weight, number> {
    const all = this.report?.findings ?? [];
    const of = (weight: Weight): number => all.filter((one) => one.severity === weight).length;
    return { all: all.length, refused: of('refused'), ask: of('ask'), note: of('note') };
  }

  /** Checks the materials. */
  async check(): Promise<void> {
    const report = await this.work.run('office_check', {});
    if (report) this.report = report;
  }
}
