// Which documents are open, where, and what of them was seen. Owns tabs and places; drawing pages is
// the viewer's. Trap: several evidence items may share a file, so a tab is a file and its name is
// that of the item the page belongs to.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { ApplicationView, EvidenceView, PlaceView } from '$api';
import type { Fit, Quarters, ViewerPlace } from '$viewer';
import { readLayout, type DeskLeft, type PaperLeft, type PlaceLeft } from './layout';

/** A file of the application with the items in it. */
export interface Paper {
  document: string;
  items: EvidenceView[];
}

/** A page of a document. */
export interface Spot {
  document: string;
  page: number;
}

/** One of two places side by side. */
export type Side = 'main' | 'beside';

/** What the viewer does for the desk; it says so when a document is on the screen. */
export interface PageMover {
  /** One screenful on or back. */
  turn: (direction: 1 | -1) => void;
  /** Shows a page, now or as soon as its document is open, and outlines a citation on it. */
  show: (spot: Spot, citation?: string) => void;
  /** Opens the search within the document. */
  find: () => void;
  /** Says where it is, which it otherwise does at rest only. */
  tell: () => void;
}

const holds = (item: EvidenceView, page: number): boolean => !item.pages || (item.pages[0] <= page && page <= item.pages[1]);

function papersOf(items: readonly EvidenceView[]): Paper[] {
  const papers: Paper[] = [];
  for (const item of items) {
    const known = papers.find(({ document }) => document === item.document);
    if (known) known.items.push(item);
    else papers.push({ document: item.document, items: [item] });
  }
  return papers;
}

/** How a place is shown. */
interface Shown {
  fit: Fit;
  down: number;
}
const AT_FIRST: Shown = { fit: 'block', down: 0 };

const once = <T>(values: readonly T[]): T[] => values.filter((value, at) => values.indexOf(value) === at);
const spotOf = ({ document, page }: PlaceLeft): Spot => ({ document, page });

/** The evidence of the application on the desk. */
export class Evidence {
  papers = $state.raw<readonly Paper[]>([]);
  /** Open documents in the order of their tabs. */
  tabs = $state.raw<readonly string[]>([]);
  /** What is shown on the left or alone, and beside it. */
  main = $state.raw<Spot | null>(null);
  beside = $state.raw<Spot | null>(null);
  /** Which of the two moves and gets what is opened. */
  side = $state<Side>('main');
  /** Words to be outlined as soon as their document is shown. */
  sought = $state.raw<{ document: string; words: string } | null>(null);
  /** Pages of each document, once it was opened. */
  lengths = $state<Record<string, number>>({});
  readonly #seen = new SvelteMap<string, SvelteSet<number>>();
  readonly #last = new SvelteMap<string, number>();
  #turns: Record<string, Record<string, Quarters>> = {};
  #shown: Record<Side, Shown> = { main: AT_FIRST, beside: AT_FIRST };
  readonly #movers: Record<Side, PageMover | null> = { main: null, beside: null };

  /** Puts the evidence of an application on the desk, where it was left. */
  enter(view: ApplicationView, left: DeskLeft = readLayout(view.place.layout)): void {
    const known = (document: string): boolean => view.evidence.some((item) => item.document === document);
    this.papers = papersOf(view.evidence);
    this.#seen.clear();
    this.#last.clear();
    for (const { document, seen } of view.evidence) this.saw(document, seen);
    this.#takeLeft(left);
    const [main, beside] = [left.main, left.beside].map((place) => (place && known(place.document) ? place : null));
    this.#shown = { main: main ?? AT_FIRST, beside: beside ?? AT_FIRST };
    this.main = main ? spotOf(main) : this.#left(view.place, known);
    this.beside = this.main && beside ? spotOf(beside) : null;
    this.side = this.beside ? left.side : 'main';
    const tabs = view.place.tabs.filter(known);
    const shown = [this.main, this.beside].flatMap((spot) => (spot ? [spot.document] : []));
    this.tabs = once([...tabs, ...shown]);
  }
  #takeLeft({ papers }: DeskLeft): void {
    this.#turns = {};
    for (const [document, { page, turns }] of Object.entries(papers)) {
      this.#last.set(document, page);
      if (turns) this.#turns[document] = turns;
    }
  }

  /** What of it is to be remembered. */
  get left(): Pick<DeskLeft, 'main' | 'beside' | 'side' | 'papers'> {
    const place = (side: Side): PlaceLeft | null => {
      const spot = this[side];
      return spot && { ...spot, ...this.#shown[side] };
    };
    const papers = once([...this.tabs, ...Object.keys(this.#turns)]).map((document): [string, PaperLeft] => {
      const turns = this.#turns[document] ?? {};
      return [document, { page: this.pageOf(document), ...(Object.keys(turns).length > 0 ? { turns } : {}) }];
    });
    return { main: place('main'), beside: place('beside'), side: this.side, papers: Object.fromEntries(papers) };
  }

  /** How a place was shown when it was left. */
  shownAs = (side: Side): Shown => this.#shown[side];
  /** Pages of a document that were turned. */
  turnsOf = (document: string): Record<string, Quarters> => this.#turns[document] ?? {};

  #left(place: PlaceView, known: (document: string) => boolean): Spot | null {
    const items = this.papers.flatMap((paper) => paper.items).filter(({ code }) => code === place.evidence);
    const item = items.find((one) => place.tabs.includes(one.document) && holds(one, place.page)) ?? items[0];
    const document = item?.document ?? place.tabs.find(known) ?? this.papers[0]?.document;
    return document ? { document, page: Math.max(1, item ? place.page : (this.papers[0]?.items[0]?.pages?.[0] ?? 1)) } : null;
  }

  /** What has the focus. */
  get spot(): Spot | null {
    return this.side === 'beside' && this.beside ? this.beside : this.main;
  }

  /** The item that a page of a document belongs to. */
  itemAt(spot: Spot | null): EvidenceView | null {
    const items = this.papers.find(({ document }) => document === spot?.document)?.items ?? [];
    return items.find((item) => spot && holds(item, spot.page)) ?? items[0] ?? null;
  }

  /** Opens a document at a page, or where it was left. */
  open(document: string, page?: number, citation?: string): void {
    if (!this.papers.some((paper) => paper.document === document)) return;
    const spot = { document, page: page ?? this.pageOf(document) };
    if (!this.tabs.includes(document)) this.tabs = [...this.tabs, document];
    this.#put(spot);
    this.#movers[this.side]?.show(spot, citation);
  }

  /** Closes a tab; the one beside it is shown. */
  close(document: string): void {
    const at = this.tabs.indexOf(document);
    if (at < 0 || this.tabs.length < 2) return;
    this.tabs = this.tabs.filter((tab) => tab !== document);
    if (this.beside?.document === document) this.unsplit();
    const next = this.tabs[Math.min(at, this.tabs.length - 1)];
    if (this.main?.document === document && next) this.open(next);
  }

  /** Shows the same place twice, or one again. */
  toggleSplit(): void {
    if (this.beside) this.unsplit();
    else {
      this.#movers.main?.tell();
      this.beside = this.main;
      this.#shown.beside = this.#shown.main;
      this.side = 'beside';
    }
  }
  unsplit(): void {
    this.beside = null;
    this.side = 'main';
  }

  /** The viewer says where it is, or where it was in a document that was just left. */
  moved(side: Side, { document, page }: Spot, place: ViewerPlace): void {
    this.#last.set(document, page);
    const spot = this[side];
    if (spot?.document !== document) return;
    this.#shown[side] = { fit: place.fit, down: place.down ?? 0 };
    if (spot.page !== page) this[side] = { ...spot, page };
  }

  /** A page was turned. Whoever shows the document next begins with that. */
  turned(document: string, page: number, turn: Quarters): void {
    this.#turns[document] = { ...this.#turns[document], [page]: turn };
  }

  /** The viewer says what was looked at. */
  saw(document: string, pages: readonly number[]): void {
    const seen = this.#seen.get(document) ?? new SvelteSet<number>();
    for (const page of pages) seen.add(page);
    this.#seen.set(document, seen);
  }

  /** Whether a page was seen. */
  isSeen = (spot: Spot): boolean => this.#seen.get(spot.document)?.has(spot.page) ?? false;
  /** Whether some page of a document was seen. */
  isOpened = (document: string): boolean => (this.#seen.get(document)?.size ?? 0) > 0;
  /** Whether some page of an item was seen. */
  isItemSeen = (item: EvidenceView): boolean => [...(this.#seen.get(item.document) ?? [])].some((page) => holds(item, page));
  /** Where a document was left. */
  pageOf = (document: string): number => this.#last.get(document) ?? this.#firstPage(document);

  /** The viewer lends its hands while it is on the screen. */
  lend(side: Side, mover: PageMover): () => void {
    this.#movers[side] = mover;
    return () => {
      if (this.#movers[side] === mover) this.#movers[side] = null;
    };
  }

  /** Opens the search within the document that has the focus. */
  find(): void {
    this.#movers[this.side]?.find();
  }

  /** One screenful on or back. */
  turn(direction: 1 | -1): void {
    this.#movers[this.side]?.turn(direction);
  }

  #put(spot: Spot): void {
    this.#last.set(spot.document, spot.page);
    const side = this.side === 'beside' && this.beside ? 'beside' : 'main';
    this.#shown[side] = { ...this.#shown[side], down: 0 };
    if (this.side === 'beside' && this.beside) this.beside = spot;
    else this.main = spot;
  }
  #firstPage(document: string): number {
    const first = this.papers.find((paper) => paper.document === document)?.items[0];
    return first?.pages?.[0] ?? 1;
  }
}
