// Looking for words in one document. Owns the bar's state and the boxes of hits. Trap: answers come
// while one types on; only the answer to the last words counts.
import { call, toFault, type Fault, type SearchRow, type UnsearchableRow } from '$api';
import { around, type Box } from './geometry';
import { joined, withEntry } from './values';

/** What looking for words needs of the view. */
export interface Findable {
  readonly source: { application: string; document: string } | null;
  readonly page: number;
  readonly first: number;
  readonly last: number;
  goTo: (page: number, area?: Box, options?: { remember?: boolean; point?: boolean }) => void;
}

/** A hit: the page and which one on it. */
export interface Hit {
  page: number;
  index: number;
}

/** Milliseconds without a key before the program is asked. */
const REST = 120;
/** Pages with hits that are listed. */
const MOST = 2000;

/** The hit a number stands for among rows of pages. */
export function hitAt(rows: readonly Pick<SearchRow, 'page' | 'count'>[], number: number): Hit | null {
  let before = 0;
  for (const { page, count } of rows) {
    if (number < before + count) return { page, index: number - before };
    before += count;
  }
  return null;
}

/** The number of the first hit on or after a page; the first of all when there is none. */
export function firstFrom(rows: readonly Pick<SearchRow, 'page' | 'count'>[], page: number): number {
  let before = 0;
  for (const row of rows) {
    if (row.page >= page) return before;
    before += row.count;
  }
  return 0;
}

/** Search within a document. */
export class Find {
  open = $state(false);
  words = $state('');
  /** What the rows are of. */
  asked = $state('');
  rows = $state.raw<readonly SearchRow[]>([]);
  more = $state(false);
  unsearchable = $state.raw<readonly UnsearchableRow[]>([]);
  unsearchablePages = $state(0);
  /** Whether the document was not read for search yet, or cannot be. */
  isUnread = $state(false);
  fault = $state.raw<Fault | null>(null);
  /** Number of the hit one is at, from 0. */
  at = $state(-1);
  /** Boxes of hits of pages. */
  boxes = $state.raw<ReadonlyMap<number, Box[][]>>(withEntry([]));
  readonly #view: Findable;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = 0;
  #near: readonly number[] = [];

  constructor(view: Findable) {
    this.#view = view;
  }

  get count(): number {
    return this.rows.reduce((all, { count }) => all + count, 0);
  }
  /** The hit one is at. */
  get current(): Hit | null {
    return this.at < 0 ? null : hitAt(this.rows, this.at);
  }
  /** Pages of the file that could not be searched. */
  get scans(): number[] {
    return [...joined(this.unsearchable.flatMap(({ pages }) => pages))].sort((a, b) => a - b);
  }
  show(words?: string): void {
    this.open = true;
    if (words !== undefined) this.type(words);
  }
  close(): void {
    this.open = false;
    this.#reset();
    this.words = '';
  }
  /** Words as they are typed. */
  type(words: string): void {
    this.words = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(words.trim()), REST);
  }
  next(): void {
    this.#step(1);
  }
  previous(): void {
    this.#step(-1);
  }
  /** Goes to the first hit of a page. */
  goToPage(page: number): void {
    void this.#go(firstFrom(this.rows, page));
  }
  /** Pages near the eyes, whose hits are to be shown. */
  look(pages: readonly number[]): void {
    this.#near = pages;
    if (this.open && this.asked !== '') void this.#mark(this.asked, this.#asking);
  }

  #reset(): void {
    this.#asking += 1;
    clearTimeout(this.#timer);
    this.asked = '';
    this.rows = [];
    this.more = false;
    this.unsearchable = [];
    this.unsearchablePages = 0;
    this.isUnread = false;
    this.at = -1;
    this.boxes = withEntry([]);
    this.fault = null;
  }

  async #search(words: string): Promise<void> {
    this.#reset();
    const [source, asking] = [this.#view.source, this.#asking];
    if (words === '' || !source) return;
    try {
      const found = await call('search', { words, ...source, most: MOST });
      if (asking !== this.#asking) return;
      this.asked = words;
      this.rows = found.hits;
      this.more = found.more;
      this.unsearchable = found.unsearchable;
      this.unsearchablePages = found.unsearchable_pages;
      this.isUnread = found.unread > 0 || found.unsearchable.some(({ pages }) => pages.length === 0);
      if (found.hits.length > 0) await this.#go(firstFrom(found.hits, this.#view.page), false);
    } catch (said) {
      if (asking === this.#asking) this.fault = toFault(said, 'search');
    }
  }

  #step(by: 1 | -1): void {
    const count = this.count;
    if (count > 0) void this.#go((this.at + by + count) % count, false);
  }

  async #go(number: number, remember = true): Promise<void> {
    const [hit, asking] = [hitAt(this.rows, number), this.#asking];
    if (!hit) return;
    this.at = number;
    const boxes = await this.#boxesOf(hit.page, this.asked, asking);
    if (asking !== this.#asking || this.at !== number) return;
    const area = around(boxes[Math.min(hit.index, boxes.length - 1)] ?? []);
    this.#view.goTo(hit.page, area ?? undefined, { remember, point: false });
  }

  async #mark(words: string, asking: number): Promise<void> {
    const hits = joined(this.rows.map(({ page }) => page));
    for (const page of this.#near) {
      if (asking !== this.#asking) return;
      if (hits.has(page)) await this.#boxesOf(page, words, asking);
    }
  }

  async #boxesOf(page: number, words: string, asking: number): Promise<Box[][]> {
    const known = this.boxes.get(page);
    const source = this.#view.source;
    if (known || !source) return known ?? [];
    const found = await call('find_on_page', { ...source, page, words }).catch(() => ({ hits: [] }));
    if (asking === this.#asking) this.boxes = withEntry(this.boxes, [page, found.hits]);
    return found.hits;
  }
}
