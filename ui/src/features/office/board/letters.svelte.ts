// One letter per unit: what is to be asked, whether it was, whether it was answered. Owns the list;
// the paper comes from elsewhere.
import type { OfficeLetter, OfficeLetters } from '$api';
import { Work } from '../parts/work.svelte';

/** How far a letter is. */
export type LetterState = 'open' | 'asked' | 'answered';

/** How far a letter is. */
export const stateOf = ({ asked, answered }: OfficeLetter): LetterState => (answered ? 'answered' : asked ? 'asked' : 'open');

/** The letters of one window. */
export class Letters {
  view = $state.raw<OfficeLetters | null>(null);
  open = $state<string | null>(null);
  readonly work = new Work();

  /** Reads them: the check runs for it. */
  async load(): Promise<void> {
    this.view = (await this.work.run('office_letters', {})) ?? this.view;
  }

  /** Records a step. */
  async step(unit: string, step: 'asked' | 'answered'): Promise<void> {
    if (await this.work.run('office_letter', { unit, step })) await this.load();
  }
}
