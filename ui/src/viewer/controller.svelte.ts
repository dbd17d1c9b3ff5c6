// One view of one document: where it is, how large, what is selected. The desk drives it and the
// Viewer component shows it. Owns scrolling, zoom, turns, history and selection. Trap: sizes change
// while one reads (zoom, panes, blocks that become known), so a place is kept as an anchor on a page
// and never as a number of pixels.
import { call, toFault, type CitationView, type DocumentView, type Fault, type PageLayer } from '$api';
import { Find } from './find.svelte';
import { Frames } from './frames';
import { around, clamp, LEAST_ZOOM, MOST_ZOOM, PIXELS_PER_POINT, quarters, turnedBox, turnedSize, type Box, type Point, type Quarters, type Size } from './geometry';
import { History } from './history';
import { anchorAt, boxOfPage, GAP, indexAt, layoutOf, nextStop, PAD, scrollFor, seenBetween, type Anchor, type Fit, type Layout, type Leaf, type Viewport } from './layout';
import { Pages } from './pages.svelte';
import { SeenWatch } from './seen';
import { joined } from './values';
import { areasOf, textOf, trimmed, type CharacterRange } from './text';

/** Characters selected on one page. */
export interface PageSelection {
  page: number;
  /** First and one past the last character of the page. */
  from: number;
  to: number;
  text: string;
  areas: Box[];
}

/** Boxes of a page that are pointed out. */
export interface PageAreas {
  page: number;
  areas: Box[];
}

/** What the desk remembers of a view, as plain data for its layout. */
export interface ViewerPlace {
  fit: Fit;
  /** Share of the page above the upper edge of the view. */
  down: number;
  /** Turns of pages, where there are any. */
  turns: Record<string, Quarters>;
}

/** What a view tells. */
export interface ViewerListener {
  onSeen?: (pages: number[]) => void;
  onPlace?: (page: number, place: ViewerPlace) => void;
  /** A citation on the page was clicked. */
  onHighlight?: (citation: string) => void;
}

interface Wanted {
  page: number;
  down?: number;
  area?: Box;
  /** Only in this document. */
  of?: string;
}

/** How to go to a place. */
export interface GoTo {
  /** Whether `back` leads here again. */
  remember?: boolean;
  /** Whether the box is pointed out. */
  point?: boolean;
  /** The document it is in. */
  of?: string;
}

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8];
/** Milliseconds after which scrolling or zooming has come to rest. */
const REST = 90;
const PLACE_REST = 500;

/** A view of a document. */
export class ViewerController {
  onSeen: ViewerListener['onSeen'] | undefined;
  onPlace: ViewerListener['onPlace'] | undefined;
  onHighlight: ViewerListener['onHighlight'] | undefined;

  view = $state.raw<DocumentView | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** Whether pages can be laid out. */
  ready = $state(false);
  /** Page of the file under the reader's eyes. */
  page = $state(1);
  /** Whether scrolling has come to rest. */
  settled = $state(true);
  /** Citations outlined on the pages; those of the document to begin with. */
  highlights = $state.raw<readonly CitationView[]>([]);
  /** The citation pointed out. */
  outlined = $state<string | null>(null);
  /** Boxes pointed out besides. */
  pointedAt = $state.raw<PageAreas | null>(null);
  selection = $state.raw<PageSelection | null>(null);
  /** A box drawn by the reader. */
  box = $state.raw<{ page: number; area: Box } | null>(null);
  /** Whether dragging draws a box on every page; on scans it always does. */
  drawBox = $state(false);
  withoutSeals = $state(false);
  loupe = $state(false);
  panel = $state<'thumbnails' | 'outline' | null>(null);
  /** Pages seen before, and now. */
  seen = $state.raw<ReadonlySet<number>>(joined([]));
  /** Indices of pages in sight. */
  range = $state.raw<readonly [number, number]>([0, -1]);
  thumbnails = $state.raw<readonly number[]>([]);
  readonly find: Find = new Find(this);

  #fit = $state<Fit>('block');
  #turns = $state.raw<Record<string, Quarters>>({});
  #viewport = $state.raw<Viewport>({ width: 800, height: 600, dpr: 1 });
  #known = $state(0);
  #item = $state.raw<readonly [number, number] | null>(null);
  #asItem = $state.raw<readonly [number, number] | null>(null);
  #pages = $state.raw<Pages | null>(null);
  #history = $state.raw(new History());
  #frames = new Frames();
  #scroller: HTMLElement | null = null;
  #anchor: Anchor | null = null;
  #centred = true;
  #set: Point = { x: -1, y: -1 };
  #resting: ReturnType<typeof setTimeout> | undefined;
  #placing: ReturnType<typeof setTimeout> | undefined;
  #watch = new SeenWatch((pages) => this.#saw(pages));
  #opening = 0;
  #wanted: Wanted | null = null;
  /** Turns to begin the next document with. */
  #turnsToCome: Record<string, Quarters> | null = null;
  #last: string | null = null;

  constructor(listener: ViewerListener = {}) {
    this.onSeen = listener.onSeen;
    this.onPlace = listener.onPlace;
    this.onHighlight = listener.onHighlight;
  }

  /** The column of pages. */
  readonly layout: Layout = $derived.by(() => {
    void this.#known;
    return layoutOf(this.#leaves(), this.#fit, this.#viewport);
  });

  /** Pages of the item. */
  get count(): number {
    return this.last - this.first + 1;
  }
  /** First page of the item, in the file. */
  get first(): number {
    return this.#item?.[0] ?? 1;
  }
  /** Last page of the item, in the file. */
  get last(): number {
    return this.#item?.[1] ?? this.view?.sizes.length ?? 1;
  }
  /** The page counted within the item. */
  get number(): number {
    return this.page - this.first + 1;
  }
  get pages(): Pages | null {
    return this.#pages;
  }
  get viewport(): Viewport {
    return this.#viewport;
  }
  get canGoBack(): boolean {
    return this.#history.past > 0;
  }
  get canGoForward(): boolean {
    return this.#history.future > 0;
  }
  /** Name of what is shown. */
  get source(): { application: string; document: string } | null {
    return this.view && { application: this.view.application, document: this.view.document };
  }

  /** How pages are fitted; assigning changes it and keeps the place. */
  get fit(): Fit {
    return this.#fit;
  }
  set fit(fit: Fit) {
    this.#hold({ x: this.#viewport.width / 2, y: GAP });
    this.#centred = typeof fit !== 'number';
    this.#fit = typeof fit === 'number' ? clamp(fit, LEAST_ZOOM, MOST_ZOOM) : fit;
    this.#place();
  }

  /** The zoom of the page under the eyes, 1 being actual size; assigning keeps the middle. */
  get zoom(): number {
    return (boxOfPage(this.layout, this.page)?.scale ?? PIXELS_PER_POINT) / PIXELS_PER_POINT;
  }
  set zoom(zoom: number) {
    this.zoomAt(zoom / this.zoom, { x: this.#viewport.width / 2, y: this.#viewport.height / 3 });
  }
  /** The next larger (`1`) or smaller (`-1`) zoom. */
  stepZoom(direction: 1 | -1): void {
    const now = this.zoom;
    const next = direction > 0 ? STEPS.find((step) => step > now * 1.02) : STEPS.findLast((step) => step < now * 0.98);
    if (next !== undefined) this.zoom = next;
  }
  /** Zooms by a factor about a point of the viewport. */
  zoomAt(factor: number, at: Point): void {
    const now = this.zoom;
    this.#hold(at);
    this.#centred = false;
    this.#fit = clamp(now * factor, LEAST_ZOOM, MOST_ZOOM);
    this.#place();
  }

  /** Whether the file has pages beside those of the item. */
  get hasMore(): boolean {
    return this.#asItem !== null && this.view !== null && this.#asItem[1] - this.#asItem[0] + 1 < this.view.sizes.length;
  }
  /** Whether all pages of the file are shown and not the item's alone. */
  get whole(): boolean {
    return this.#item === null;
  }
  set whole(whole: boolean) {
    this.#hold({ x: this.#viewport.width / 2, y: GAP });
    this.#item = whole ? null : this.#asItem;
    if (this.page < this.first || this.page > this.last) this.goTo(this.first);
  }
  /** Goes to a page counted within what is shown. */
  goToNumber(number: number): void {
    this.goTo(clamp(this.first + number - 1, this.first, this.last));
  }
  /** Opens a panel, or closes it. */
  toggle(panel: 'thumbnails' | 'outline'): void {
    this.panel = this.panel === panel ? null : panel;
  }
  /** Takes the red of seals away, or brings it back. */
  showWithoutSeals(on: boolean): void {
    this.withoutSeals = on;
  }
  /** Puts the focus into the field for the page, wherever the tools are. */
  focusPageField(): void {
    document.querySelector<HTMLInputElement>('[data-page-field]')?.focus();
  }

  /** Size of a page in points, as it is shown after its turn, and its turn. */
  pageOf(page: number): { size: Size; turn: Quarters; flat: Size } {
    const flat = this.view?.sizes[page - 1] ?? [595, 842];
    const turn = this.#turns[page] ?? 0;
    return { size: turnedSize(flat, turn), turn, flat };
  }
  /** Turns the page under the eyes by quarters, clockwise. */
  rotate(turns = 1, page = this.page): void {
    this.#hold({ x: this.#viewport.width / 2, y: GAP });
    if (this.#anchor) this.#anchor = { ...this.#anchor, page, across: 0.5, down: 0, at: { ...this.#anchor.at, y: GAP } };
    const { [String(page)]: before = 0, ...others } = this.#turns;
    const turn = quarters(before + turns);
    this.#turns = turn === 0 ? others : { ...others, [page]: turn };
    this.#pages?.turned(page);
    const block = this.#pages?.layer(page)?.block;
    if (block) this.#learn(page, block);
    this.#centred = typeof this.#fit !== 'number';
    this.#place();
  }

  /** Opens a document; `pages` are those of the item, counted in the file. */
  async open(application: string, document: string, pages: readonly [number, number] | null = null): Promise<void> {
    this.close();
    this.#turns = this.#turnsToCome ?? (this.#last === document ? this.#turns : {});
    this.#turnsToCome = null;
    if (this.#last !== document && this.#wanted?.of !== document && this.#wanted?.of !== undefined) this.#wanted = null;
    this.#last = document;
    const opening = this.#opening;
    try {
      const view = await call('open_document', { application, document });
      if (opening !== this.#opening) return;
      const source = { application, document };
      this.#item = this.#asItem = itemOf(pages, view.sizes.length);
      this.view = view;
      this.highlights = view.citations;
      this.#pages = view.card ? null : new Pages(source, (layer) => this.#learn(layer.page, layer.block));
      if (view.sizes.length > 0) await this.#begin(opening);
    } catch (said) {
      if (opening === this.#opening) this.fault = toFault(said, 'open_document');
    }
  }

  /** Waits a moment for the block of the first page, so that it does not jump. */
  async #begin(opening: number): Promise<void> {
    const page = clamp(this.#wanted?.page ?? this.first, 1, this.view?.sizes.length ?? 1);
    if (page < this.first || page > this.last) this.#item = null;
    this.page = page;
    this.#pages?.read([page]);
    if (this.#fit === 'block') await this.#blockOf(page);
    if (opening !== this.#opening) return;
    this.ready = true;
  }
  async #blockOf(page: number): Promise<void> {
    for (let waited = 0; waited < 250 && !this.#pages?.layer(page); waited += 15) {
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  /** Forgets the document and everything in memory of it, besides where one was. */
  close(): void {
    this.#opening += 1;
    if (this.ready && !this.#wanted && this.#last) this.#wanted = { page: this.page, of: this.#last, ...this.#down() };
    this.#watch.close();
    this.#watch = new SeenWatch((pages) => this.#saw(pages));
    clearTimeout(this.#placing);
    clearTimeout(this.#resting);
    this.#pages?.close();
    this.#pages = null;
    this.#frames = new Frames();
    this.#anchor = null;
    this.#centred = true;
    this.#history = new History();
    this.#item = this.#asItem = null;
    this.view = null;
    this.fault = null;
    this.ready = false;
    this.highlights = [];
    this.pointedAt = null;
    this.clear();
    this.find.close();
  }
  #down(): { down?: number } {
    const top = this.#top();
    return top?.page === this.page ? { down: top.down } : {};
  }

  /** What to remember of this view. */
  get place(): ViewerPlace {
    return { fit: this.#fit, down: this.#top()?.down ?? 0, turns: this.#turns };
  }
  /** Goes on where a view was left; to be called before or after `open`. */
  restore(page: number, place: Partial<ViewerPlace> = {}): void {
    this.#fit = place.fit ?? this.#fit;
    this.#wanted = { page, ...(place.down === undefined ? {} : { down: place.down }) };
    if (this.ready) this.#turns = place.turns ?? {};
    else this.#turnsToCome = place.turns ?? {};
    if (this.ready) this.#goToWanted();
  }
  #top(): Anchor | null {
    return this.#scroller && anchorAt(this.layout, this.#scrolled(), { x: this.#viewport.width / 2, y: 0 });
  }

  /**
   * Goes to a page of the file, or to a box of it, which is pointed out. `of` names the document:
   * when another one is open, it is gone to as soon as that one is.
   */
  goTo(page: number, area?: Box, { remember = true, point = true, of }: GoTo = {}): void {
    const other = of !== undefined && of !== this.view?.document;
    if (other) {
      this.#wanted = { page, of, ...(area ? { area } : {}) };
      return;
    }
    if (remember && this.ready) this.#history = this.#history.left(this.#top());
    if (area && point) this.pointedAt = { page, areas: [area] };
    this.#wanted = area ? { page, area } : { page };
    if (this.ready) this.#goToWanted();
  }
  /** Goes to a citation and outlines it. */
  showCitation({ citation, page, areas, document }: Pick<CitationView, 'citation' | 'page' | 'areas' | 'document'>): void {
    this.goTo(page, around(areas) ?? undefined, { point: false, of: document });
    this.outlined = citation;
  }
  back(): void {
    this.#travel(this.#history.back(this.#top()));
  }
  forward(): void {
    this.#travel(this.#history.forward(this.#top()));
  }
  #travel(next: readonly [History, Anchor] | null): void {
    if (!next) return;
    [this.#history, this.#anchor] = next;
    this.reposition();
  }
  nextPage(): void {
    this.goTo(Math.min(this.last, this.page + 1), undefined, { remember: false });
  }
  previousPage(): void {
    this.goTo(Math.max(this.first, this.page - 1), undefined, { remember: false });
  }
  pageDown(): void {
    this.#turnTo(1);
  }
  pageUp(): void {
    this.#turnTo(-1);
  }
  lineDown(): void {
    this.#scrollBy(0, 56);
  }
  lineUp(): void {
    this.#scrollBy(0, -56);
  }
  toStart(): void {
    this.goTo(this.first);
  }
  toEnd(): void {
    this.goTo(this.last);
  }

  /** Selects characters of a page; nothing when they are blank. */
  select(page: number, range: CharacterRange | null): void {
    const runs = this.#pages?.layer(page)?.runs ?? [];
    const words = range && trimmed(runs, range);
    this.box = null;
    this.selection = words && { page, from: words[0], to: words[1], text: textOf(runs, words), areas: areasOf(runs, words) };
  }
  /** Takes selection and drawn box away. */
  clear(): void {
    this.selection = null;
    this.box = null;
  }
  /** Outlines a citation that was clicked, and tells of it. */
  outline(citation: string): void {
    this.outlined = citation;
    this.onHighlight?.(citation);
  }
  /** Adds or replaces a citation on the pages. */
  addHighlight(citation: CitationView): void {
    const others = this.highlights.filter((other) => other.citation !== citation.citation);
    this.highlights = [...others, citation];
  }

  /** Joins the element that scrolls; the result leaves it. */
  attach = (scroller: HTMLElement): (() => void) => {
    this.#scroller = scroller;
    const measure = (): void => this.#measure(scroller);
    const sizes = new ResizeObserver(measure);
    sizes.observe(scroller);
    const scrolled = (): void => this.#onScroll();
    scroller.addEventListener('scroll', scrolled, { passive: true });
    window.addEventListener('resize', measure);
    measure();
    return () => {
      sizes.disconnect();
      scroller.removeEventListener('scroll', scrolled);
      window.removeEventListener('resize', measure);
      this.#scroller = null;
    };
  };
  #measure({ clientWidth: width, clientHeight: height }: HTMLElement): void {
    const dpr = window.devicePixelRatio;
    const before = this.#viewport;
    if (width === 0 || (before.width === width && before.height === height && before.dpr === dpr)) return;
    this.#viewport = { width, height, dpr };
  }

  /** Scrolls so that what was before the eyes is there again; to be called when the column changed. */
  reposition(): void {
    if (!this.#scroller || !this.ready) return;
    if (this.#wanted || !this.#anchor) return this.#goToWanted();
    const { x, y } = scrollFor(this.layout, this.#anchor);
    this.#scrollTo(this.#centred ? this.#middle() : x, y);
  }
  #middle(): number {
    return this.layout.axis - this.#viewport.width / 2;
  }
  #goToWanted(): void {
    const { page, down, area } = this.#wanted ?? { page: this.page };
    if (!this.#scroller || !this.view) return;
    if ((page < this.first || page > this.last) && page >= 1 && page <= this.view.sizes.length) this.#item = null;
    const target = clamp(page, this.first, this.last);
    const { flat, turn, size } = this.pageOf(target);
    this.#wanted = null;
    const contents = this.#frames.contents(target, flat, turn);
    const start = this.#fit === 'block' ? contents[0] : 0;
    this.#anchor = { page: target, across: 0.5, down: down ?? start, at: { x: this.#viewport.width / 2, y: down === undefined ? GAP : 0 } };
    if (area) this.#anchor = this.#anchorOf(target, turnedBox(area, flat, turn), size);
    if (!area || this.#fits(target, turnedBox(area, flat, turn))) this.#centred = typeof this.#fit !== 'number' || !area;
    this.reposition();
  }
  /** Whether a box can be seen without scrolling to the side. */
  #fits(page: number, area: Box): boolean {
    const box = boxOfPage(this.layout, page);
    if (!box) return true;
    const left = box.x + area[0] * box.scale - this.#middle();
    return left >= 0 && left + (area[2] - area[0]) * box.scale <= this.#viewport.width;
  }
  #anchorOf(page: number, area: Box, [width, height]: Size): Anchor {
    const { width: wide, height: tall } = this.#viewport;
    const scale = boxOfPage(this.layout, page)?.scale ?? 1;
    const room = Math.max(PAD, (tall - (area[3] - area[1]) * scale) / 3);
    const middle = (area[0] + area[2]) / 2 / width;
    return { page, across: middle, down: area[1] / height, at: { x: wide / 2, y: room } };
  }

  #leaves(): Leaf[] {
    const sizes = this.view?.sizes ?? [];
    const from = this.first - 1;
    return sizes.slice(from, this.last).map((flat, at) => {
      const page = from + at + 1;
      const turn = this.#turns[page] ?? 0;
      return { page, size: turnedSize(flat, turn), frame: this.#frames.frame(page, flat, turn) };
    });
  }
  #learn(page: number, block: Box): void {
    const { flat, turn } = this.pageOf(page);
    if (this.#frames.learn(page, block, flat, turn)) this.#known += 1;
  }
  #scrolled(): Point {
    return { x: this.#scroller?.scrollLeft ?? 0, y: this.#scroller?.scrollTop ?? 0 };
  }
  #scrollTo(x: number, y: number): void {
    this.#scroller?.scrollTo({ left: x, top: y, behavior: 'instant' });
    this.#set = this.#scrolled();
    this.#look();
  }
  #scrollBy(x: number, y: number): void {
    this.#scroller?.scrollBy({ left: x, top: y, behavior: 'instant' });
  }
  #turnTo(direction: 1 | -1): void {
    const { x, y } = this.#scrolled();
    const contents = (page: number): readonly [number, number] => {
      const { flat, turn } = this.pageOf(page);
      return this.#fit === 'page' ? [0, 1] : this.#frames.contents(page, flat, turn);
    };
    this.#anchor = null;
    this.#scrollTo(x, nextStop(this.layout, y, this.#viewport, direction, contents));
    this.#hold({ x: this.#viewport.width / 2, y: GAP });
  }
  /** Remembers what stands at a point of the viewport, to bring it there again. */
  #hold(at: Point): void {
    if (this.#scroller && this.ready) this.#anchor = anchorAt(this.layout, this.#scrolled(), at);
  }

  #onScroll(): void {
    const now = this.#scrolled();
    const byReader = Math.abs(now.x - this.#set.x) > 1.5 || Math.abs(now.y - this.#set.y) > 1.5;
    if (byReader) {
      if (Math.abs(now.x - this.#set.x) > 1.5 && this.#set.x >= 0) this.#centred = false;
      this.#set = now;
      this.#hold({ x: this.#viewport.width / 2, y: GAP });
      this.#place();
    }
    this.#look();
  }
  /** Looks which pages are in sight; asks for them now, or at rest when they fly past. */
  #look(): void {
    const { x, y } = this.#scrolled();
    const { width, height } = this.#viewport;
    const range = seenBetween(this.layout, y, y + height);
    const flies = Math.abs(range[0] - this.range[0]) > 2;
    if (range[0] !== this.range[0] || range[1] !== this.range[1]) this.range = range;
    const here = this.layout.boxes[indexAt(this.layout, y + height * 0.35)];
    if (here && here.page !== this.page) this.page = here.page;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#rest(), REST);
    if (flies) this.settled = false;
    else this.#ask([x, y, x + width, y + height]);
  }
  #rest(): void {
    const { x, y } = this.#scrolled();
    const { width, height } = this.#viewport;
    this.settled = true;
    this.#ask([x, y, x + width, y + height]);
    const [first, last] = this.range;
    const pages = this.layout.boxes.slice(Math.max(0, first - 1), last + 2).map(({ page }) => page);
    const near = [this.page, ...pages.filter((page) => page !== this.page)];
    this.#pages?.read(near);
    this.#watch.inSight(this.#before(y, height));
    this.find.look(near);
  }
  /** Pages of which half, or half of the view, is before the eyes. */
  #before(top: number, height: number): number[] {
    const [first, last] = this.range;
    const boxes = this.layout.boxes.slice(first, last + 1);
    const enough = boxes.filter((box) => {
      const common = Math.min(box.y + box.height, top + height) - Math.max(box.y, top);
      return common >= Math.min(box.height, height) / 2;
    });
    return enough.map(({ page }) => page);
  }
  #ask(region: Box): void {
    if (!this.#pages || !this.source || !this.ready) return;
    const { layout, range, thumbnails, withoutSeals } = this;
    this.#pages.show({ source: this.source, layout, range, region, dpr: this.#viewport.dpr, pageOf: (page) => this.pageOf(page), withoutSeals, thumbnails });
  }
  /** Asks again for what is in sight; when something besides the place has changed. */
  refresh(): void {
    if (this.ready && this.#scroller) this.#look();
  }
  #saw(pages: number[]): void {
    this.seen = joined(this.seen, pages);
    this.onSeen?.(pages);
  }
  #place(): void {
    clearTimeout(this.#placing);
    this.#placing = setTimeout(() => this.onPlace?.(this.page, this.place), PLACE_REST);
  }

  /** A layer that is in memory. */
  layer(page: number): PageLayer | undefined {
    return this.#pages?.layer(page);
  }
}

function itemOf(pages: readonly [number, number] | null, count: number): readonly [number, number] | null {
  if (!pages || count === 0) return null;
  const first = clamp(pages[0], 1, count);
  return [first, clamp(pages[1], first, count)];
}
