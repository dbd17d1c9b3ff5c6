// What stands on pages besides their pictures: text, links, blocks. Owns the layers of one document
// that are in memory, and the order in which they are asked for: one at a time, the page before the
// eyes first, so that a mark never waits behind a dozen pages nobody looks at.
import type { PageLayer } from '$api';

/** Layers kept. */
const KEPT = 48;

/** Asks the program for a layer. */
export type Ask = (page: number) => Promise<PageLayer>;

/** Layers of one document. */
export class Layers {
  readonly #ask: Ask;
  readonly #came: (layer: PageLayer) => void;
  readonly #dropped: (page: number) => void;
  readonly #kept = new Map<number, PageLayer>();
  readonly #failed = new Set<number>();
  #wanted: readonly number[] = [];
  #busy = false;
  #closed = false;

  constructor(ask: Ask, came: (layer: PageLayer) => void, dropped: (page: number) => void = () => undefined) {
    this.#ask = ask;
    this.#came = came;
    this.#dropped = dropped;
  }

  get(page: number): PageLayer | undefined {
    return this.#kept.get(page);
  }

  /** Says which pages are wanted from now on, the most urgent first. */
  want(pages: readonly number[]): void {
    this.#wanted = pages;
    for (const page of pages) {
      const layer = this.#kept.get(page);
      if (layer) {
        this.#kept.delete(page);
        this.#kept.set(page, layer);
      }
    }
    void this.#work();
  }

  /** Waits for nothing any more. */
  close(): void {
    this.#closed = true;
    this.#wanted = [];
    this.#kept.clear();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let page = this.#next(); page !== undefined; page = this.#next()) {
      const layer = await this.#ask(page).catch(() => null);
      if (this.#closed) break;
      if (layer) this.#keep(page, layer);
      else this.#failed.add(page);
    }
    this.#busy = false;
  }

  #next(): number | undefined {
    return this.#wanted.find((page) => !this.#kept.has(page) && !this.#failed.has(page));
  }

  #keep(page: number, layer: PageLayer): void {
    this.#kept.set(page, layer);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      if (this.#wanted.includes(oldest)) continue;
      this.#kept.delete(oldest);
      this.#dropped(oldest);
    }
    this.#came(layer);
  }
}
