// How far the evidence was read for search, which the program does beside the work. Owns asking for
// it while it goes on; what is done with it is the program's.
import { call, type ReadingView } from '$api';

/** Milliseconds between two questions. */
const EVERY = 1_500;

/** The reading as a window follows it. */
export class Reading {
  view = $state.raw<ReadingView | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether there is something to say. */
  get isWorthSaying(): boolean {
    const { view } = this;
    return view !== null && (view.running || view.fault !== null || view.unreadable.length > 0);
  }

  /** Follows it until it has come to its end. */
  watch(): void {
    clearTimeout(this.#timer);
    void this.#ask();
  }

  /** The program was locked: nothing is read any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.view = null;
  }

  async #ask(): Promise<void> {
    const view = await call('reading').catch(() => null);
    this.view = view;
    clearTimeout(this.#timer);
    if (view?.running) this.#timer = setTimeout(() => void this.#ask(), EVERY);
  }
}
