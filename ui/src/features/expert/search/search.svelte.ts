// Looking for words in all evidence of the round, or of one application. Owns what was typed, what
// was found and which hit is chosen, for as long as the window is open, so that one comes back to
// it. Trap: answers come while one types on; the program is asked for one thing at a time, and for
// what was typed meanwhile once that is answered.
import { call, toFault, type Fault, type SearchRow, type SearchView, type UnsearchableRow } from '$api';

/** Pages with hits that are listed. */
const MOST = 1000;

/** One line of the list: a heading of an application or an item, or a page with hits. */
export type Line =
  | { kind: 'application'; key: string; number: number; enterprise: string; pages: number }
  | { kind: 'item'; key: string; evidence: string | null; title: string }
  | { kind: 'hit'; key: string; at: number; hit: SearchRow };

/** Hits under the headings of their application and item, in the order they came. */
export function linesOf(hits: readonly SearchRow[]): Line[] {
  const lines: Line[] = [];
  let [application, item] = ['', ''];
  hits.forEach((hit, at) => {
    if (hit.application !== application) {
      const pages = hits.filter((other) => other.application === hit.application).length;
      lines.push({ kind: 'application', key: hit.application, number: hit.number, enterprise: hit.enterprise, pages });
      [application, item] = [hit.application, ''];
    }
    const name = `${hit.application}/${hit.evidence ?? ''}/${hit.document}/${hit.title}`;
    if (name !== item) lines.push({ kind: 'item', key: `${name}@${at}`, evidence: hit.evidence, title: hit.title });
    item = name;
    lines.push({ kind: 'hit', key: `${name}/${hit.page}`, at, hit });
  });
  return lines;
}

/** Pages as ranges: `3–5、9`. */
export function ranges(pages: readonly number[], separator: string): string {
  const parts: [number, number][] = [];
  for (const page of [...pages].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && page <= last[1] + 1) last[1] = page;
    else parts.push([page, page]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(separator);
}

/** The search of one window. */
export class Search {
  words = $state('');
  /** Within this application; everywhere when absent. */
  within = $state<string | null>(null);
  /** What the answer is to. */
  asked = $state('');
  view = $state.raw<SearchView | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  /** Number of the chosen hit, from 0. */
  at = $state(0);
  /** Whether something was typed while the program searched. */
  #typedOn = false;
  #asking = 0;

  get hits(): readonly SearchRow[] {
    return this.view?.hits ?? [];
  }
  readonly lines: readonly Line[] = $derived(linesOf(this.hits));
  get chosen(): SearchRow | undefined {
    return this.hits[this.at];
  }
  /** Places on all pages that are listed. */
  get places(): number {
    return this.hits.reduce((sum, { count }) => sum + count, 0);
  }
  get unsearchable(): readonly UnsearchableRow[] {
    return this.view?.unsearchable ?? [];
  }

  /** Words as they are typed. */
  type(words: string): void {
    if (words === this.words) return;
    this.words = words;
    if (this.busy) this.#typedOn = true;
    else void this.ask();
  }
  /** Looks everywhere, or within one application. */
  narrow(within: string | null): void {
    if (within === this.within) return;
    this.within = within;
    void this.ask();
  }
  /** Chooses the next hit or the one before. */
  step(by: number): void {
    this.at = Math.max(0, Math.min(this.hits.length - 1, this.at + by));
  }

  /** Asks the program now. */
  async ask(): Promise<void> {
    this.#typedOn = false;
    this.#asking += 1;
    const [mine, words] = [this.#asking, this.words.trim()];
    this.busy = words !== '';
    if (words === '') return this.#take('', null);
    try {
      const view = await call('search', { words, application: this.within, document: null, most: MOST });
      if (mine === this.#asking) this.#take(words, view);
    } catch (said) {
      if (mine !== this.#asking) return;
      this.#take(words, null);
      this.fault = toFault(said, 'search');
    }
    if (mine === this.#asking && this.#typedOn) void this.ask();
  }

  /** Forgets everything: the program was locked. */
  clear(): void {
    this.words = '';
    this.within = null;
    void this.ask();
  }

  #take(asked: string, view: SearchView | null): void {
    this.busy = false;
    this.asked = asked;
    this.view = view;
    this.fault = null;
    this.at = 0;
  }
}
