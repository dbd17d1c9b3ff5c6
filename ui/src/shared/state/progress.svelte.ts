// How far long work has come. Owns asking the program for it while a command runs: the command's
// answer ends it, so a lost report loses nothing.
import { call, type ProgressView } from '$api';

/** Milliseconds between two questions. */
const EVERY = 200;

/** Progress of the work a screen waits for. */
export class Progress {
  view = $state.raw<ProgressView | null>(null);

  /** Runs `work` and watches it. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => void this.#ask(), EVERY);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.view = null;
    }
  }

  async #ask(): Promise<void> {
    const view = await call('progress').catch(() => null);
    if (view?.task) this.view = view;
  }
}
