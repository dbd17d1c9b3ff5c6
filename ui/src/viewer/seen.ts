// Which pages count as seen: those that were before the eyes for a moment, not those scrolled past.
// Owns the watch only; who has seen what is kept by the program.

/** Milliseconds a page has to stay. */
export const LONG_ENOUGH = 800;
/** Milliseconds during which pages are gathered before they are told. */
const GATHER = 1000;

/** Tells pages once each after they stayed in sight. */
export class SeenWatch {
  readonly #tell: (pages: number[]) => void;
  readonly #known = new Set<number>();
  readonly #since = new Map<number, ReturnType<typeof setTimeout>>();
  #fresh: number[] = [];
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (pages: number[]) => void) {
    this.#tell = tell;
  }

  /** Pages that are before the eyes now. */
  inSight(pages: readonly number[]): void {
    for (const [page, timer] of this.#since) {
      if (pages.includes(page)) continue;
      clearTimeout(timer);
      this.#since.delete(page);
    }
    for (const page of pages) {
      if (this.#known.has(page) || this.#since.has(page)) continue;
      this.#since.set(page, setTimeout(() => this.#saw(page), LONG_ENOUGH));
    }
  }

  /** Tells what was gathered, at once. */
  flush(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    if (this.#fresh.length === 0) return;
    const pages = this.#fresh;
    this.#fresh = [];
    this.#tell(pages);
  }

  /** Stops watching; what was gathered is told. */
  close(): void {
    this.inSight([]);
    this.flush();
  }

  #saw(page: number): void {
    this.#since.delete(page);
    this.#known.add(page);
    this.#fresh.push(page);
    this.#telling ??= setTimeout(() => this.flush(), GATHER);
  }
}
