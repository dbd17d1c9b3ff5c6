// Places one came from, as a browser keeps them. Owns nothing outside of its value; every step
// makes another history.
import type { Anchor } from './layout';

const MOST = 60;

/** Places before and after the present one. */
export class History {
  readonly #past: readonly Anchor[];
  readonly #future: readonly Anchor[];

  constructor(past: readonly Anchor[] = [], future: readonly Anchor[] = []) {
    this.#past = past.slice(-MOST);
    this.#future = future;
  }

  get past(): number {
    return this.#past.length;
  }
  get future(): number {
    return this.#future.length;
  }

  /** One left a place for another by a jump. */
  left(here: Anchor | null): History {
    return here ? new History([...this.#past, here], []) : this;
  }

  /** The place before this one. */
  back(here: Anchor | null): readonly [History, Anchor] | null {
    const to = this.#past[this.#past.length - 1];
    if (!to) return null;
    return [new History(this.#past.slice(0, -1), here ? [here, ...this.#future] : this.#future), to];
  }

  /** The place one came back from. */
  forward(here: Anchor | null): readonly [History, Anchor] | null {
    const [to, ...rest] = this.#future;
    if (!to) return null;
    return [new History(here ? [...this.#past, here] : this.#past, rest), to];
  }
}
