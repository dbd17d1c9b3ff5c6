// The one way by which changes reach the store. Owns their order, what is said when one is refused,
// when the last one was saved, and what can be taken back. Trap: changes run one after another,
// since the way back is a line and answers arrive in any order.
import { toFault, type Fault, type Saved } from '$api';
import { notices } from '$shared/state/notices.svelte';

/** Saving of one desk. */
export class Saving {
  /** When something was last saved. */
  at = $state<string | null>(null);
  /** Message keys of what can be taken back and brought back next. */
  undo = $state<string | null>(null);
  redo = $state<string | null>(null);
  /** Changes on their way. */
  pending = $state(0);
  /** The last refusal, until something is saved again. */
  fault = $state.raw<Fault | null>(null);
  #line: Promise<unknown> = Promise.resolve();

  /** Runs a change after those before it. `null` says it was refused, and the person has been told. */
  run<T>(command: string, change: () => Promise<T>, saved?: (answer: T) => Saved): Promise<T | null> {
    this.pending += 1;
    const turn = this.#line.then(() => this.#one(command, change, saved));
    this.#line = turn;
    return turn;
  }

  /** Resolves when everything asked for so far was saved or refused. */
  async settled(): Promise<void> {
    await this.#line;
  }

  async #one<T>(command: string, change: () => Promise<T>, saved?: (answer: T) => Saved): Promise<T | null> {
    try {
      const answer = await change();
      this.fault = null;
      if (saved) this.#note(saved(answer));
      return answer;
    } catch (said) {
      this.fault = toFault(said, command);
      notices.refuse(this.fault);
      return null;
    } finally {
      this.pending -= 1;
    }
  }

  #note(saved: Saved): void {
    this.at = saved.at;
    this.undo = saved.undo;
    this.redo = saved.redo;
  }
}
