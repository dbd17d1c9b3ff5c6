// One view of one document: what is open, what is selected and outlined, where one came from. The
// desk drives it and the Viewer component shows it. Owns the document and its memory; where the view
// is belongs to its camera. Trap: it outlives the component that shows it, so that a tab that comes
// back stands where it stood; what is confidential is dropped all the same when nothing shows it.
import { call, toFault, type CitationView, type DocumentView, type Fault, type PageLayer } from '$api';
import { Camera } from './camera.svelte';
import { Find } from './find.svelte';
import { Frames } from './frames';
import { around, clamp, quarters, turnedBox, turnedSize, type Box, type Point, type Quarters, type Size } from './geometry';
import { History } from './history';
import { GAP, type Anchor, type Fit, type Layout, type Leaf, type Viewport } from './layout';
import { Pages } from './pages.svelte';
import { SeenWatch } from './seen';
import { areasOf, textOf, trimmed, type CharacterRange } from './text';
import { joined } from './values';
import type { Pace } from './wants';

/** Characters selected on one page. */
export interface PageSelection {
  page: number;
  /** First and one past the last character of the page. */
  from: number;
  to: number;
  text: string;
  areas: Box[];
}

/** What the desk remembers of a view, as plain data for its layout. */
export interface ViewerPlace {
  fit: Fit;
  /** Share of the page above the upper edge of the view; absent when nothing shows it any more. */
  down?: number;
}

/** What a view tells. */
export interface ViewerListener {
  /** Pages of the file that stayed before the eyes for a moment; each once. */
  onSeen?: ((pages: number[]) => void) | undefined;
  /** The view came to rest elsewhere in a document, or shows it otherwise. */
  onPlace?: ((spot: { document: string; page: number }, place: ViewerPlace) => void) | undefined;
  /** A page was turned. */
  onTurn?: ((document: string, page: number, turn: Quarters) => void) | undefined;
  /** Turns of pages to begin a document with. */
  turnsOf?: ((document: string) => Record<string, Quarters>) | undefined;
  /** A citation on the page was clicked. */
  onHighlight?: ((citation: string) => void) | undefined;
}

/** How to go to a place. */
export interface GoTo {
  /** Whether `back` leads here again. */
  remember?: boolean;
  /** Whether the box is pointed out. */
  point?: boolean;
  /** The document it is in; another one than is open is waited for. */
  of?: string | undefined;
}

interface Wanted {
  page: number;
  down?: number;
  area?: Box;
  of?: string;
}

type Item = readonly [number, number] | null;

/** Milliseconds after which a new place is told. */
const PLACE_REST = 500;
/** Milliseconds for which the block of the first page is waited for. */
const BLOCK_WAIT = 250;

/** A view of a document. */
export class ViewerController implements ViewerListener {
  onSeen: ViewerListener['onSeen'];
  onPlace: ViewerListener['onPlace'];
  onTurn: ViewerListener['onTurn'];
  onHighlight: ViewerListener['onHighlight'];
  turnsOf: ViewerListener['turnsOf'];

  view = $state.raw<DocumentView | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** Whether pages can be laid out. */
  ready = $state(false);
  /** Citations outlined on the pages; those of the document to begin with. */
  highlights = $state.raw<readonly CitationView[]>([]);
  /** The citation pointed out. */
  outlined = $state<string | null>(null);
  /** A box pointed out besides. */
  pointedAt = $state.raw<{ page: number; areas: Box[] } | null>(null);
  selection = $state.raw<PageSelection | null>(null);
  /** A box drawn by the reader. */
  box = $state.raw<{ page: number; area: Box } | null>(null);
  /** Whether dragging draws a box on every page; on scans it always does. */
  drawBox = $state(false);
  withoutSeals = $state(false);
  loupe = $state(false);
  /** Where the pointer is over the pages, in the window; nothing when it is elsewhere. */
  pointerAt: Point | null = null;
  panel = $state<'thumbnails' | 'outline' | null>(null);
  /** Pages seen before, and now. */
  seen = $state.raw<ReadonlySet<number>>(joined([]));
  thumbnails = $state.raw<readonly number[]>([]);
  readonly find: Find = new Find(this);
  readonly camera: Camera = new Camera({
    leaves: () => this.#leaves(),
    contents: (page) => this.#contents(page),
    isReady: () => this.ready,
    looked: (pace, direction) => this.#looked(pace, direction),
    moved: () => this.#moved(),
  });

  #turns = $state.raw<Record<string, Quarters>>({});
  /** How often what is fitted became known better. */
  #known = $state(0);
  #item = $state.raw<Item>(null);
  #asItem = $state.raw<Item>(null);
  #pages = $state.raw<Pages | null>(null);
  #history = $state.raw(new History());
  #frames = new Frames();
  #placing: ReturnType<typeof setTimeout> | undefined;
  #watch = new SeenWatch((pages) => this.#saw(pages));
  #opening = 0;
  #wanted: Wanted | null = null;
  #last: string | null = null;

  constructor({ onSeen, onPlace, onTurn, onHighlight, turnsOf }: ViewerListener = {}) {
    this.onSeen = onSeen;
    this.onPlace = onPlace;
    this.onTurn = onTurn;
    this.onHighlight = onHighlight;
    this.turnsOf = turnsOf;
  }

  /** Page of the file under the reader's eyes. */
  get page(): number {
    return this.camera.page;
  }
  /** The page counted within the item. */
  get number(): number {
    return this.page - this.first + 1;
  }
  /** Pages of the item. */
  get count(): number {
    return this.last - this.first + 1;
  }
  /** First and last page of the item, in the file. */
  get first(): number {
    return this.#item?.[0] ?? 1;
  }
  get last(): number {
    return this.#item?.[1] ?? this.view?.sizes.length ?? 1;
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
    this.camera.hold();
    this.#item = whole ? null : this.#asItem;
    if (this.page < this.first || this.page > this.last) this.goTo(this.first);
  }
  get source(): { application: string; document: string } | null {
    return this.view && { application: this.view.application, document: this.view.document };
  }
  get pages(): Pages | null {
    return this.#pages;
  }
  /** Text, links and block of a page, once they are in memory. */
  layer(page: number): PageLayer | undefined {
    return this.#pages?.layer(page);
  }
  get layout(): Layout {
    return this.camera.layout;
  }
  get viewport(): Viewport {
    return this.camera.viewport;
  }
  get canGoBack(): boolean {
    return this.#history.past > 0;
  }
  get canGoForward(): boolean {
    return this.#history.future > 0;
  }

  /** How pages are fitted; assigning keeps the place. */
  get fit(): Fit {
    return this.camera.fit;
  }
  set fit(fit: Fit) {
    this.camera.fit = fit;
  }
  /** The zoom of the page under the eyes, 1 being actual size. */
  get zoom(): number {
    return this.camera.zoom;
  }
  set zoom(zoom: number) {
    this.camera.zoom = zoom;
  }
  /** The next larger (`1`) or smaller (`-1`) zoom. */
  stepZoom(direction: 1 | -1): void {
    this.camera.stepZoom(direction);
  }
  /** Zooms by a factor about a point of the viewport. */
  zoomAt(factor: number, at: Point): void {
    this.camera.zoomAt(factor, at);
  }

  /** Size of a page in points as it is shown, its turn, and its size without that turn. */
  pageOf(page: number): { size: Size; turn: Quarters; flat: Size } {
    const flat = this.view?.sizes[page - 1] ?? [595, 842];
    const turn = this.#turns[page] ?? 0;
    return { size: turnedSize(flat, turn), turn, flat };
  }
  /** Turns a page by quarters, clockwise. */
  rotate(turns = 1, page = this.page): void {
    const { [String(page)]: before = 0, ...others } = this.#turns;
    const turn = quarters(before + turns);
    this.#turns = turn === 0 ? others : { ...others, [page]: turn };
    if (this.#last !== null) this.onTurn?.(this.#last, page, turn);
    this.#pages?.turned(page);
    const block = this.layer(page)?.block;
    if (block) this.#learn(page, block);
    this.camera.putPage(page, 0);
    this.#moved();
  }

  /** Opens a document; `pages` are those of the item, counted in the file. */
  async open(application: string, document: string, pages: Item = null): Promise<void> {
    this.close();
    this.#turns = this.turnsOf?.(document) ?? (this.#last === document ? this.#turns : {});
    if (this.#wanted?.of !== undefined && this.#wanted.of !== document) this.#wanted = null;
    this.#last = document;
    const opening = this.#opening;
    try {
      const view = await call('open_document', { application, document });
      if (opening === this.#opening) await this.#show(view, pages, opening);
    } catch (said) {
      if (opening === this.#opening) this.fault = toFault(said, 'open_document');
    }
  }
  async #show(view: DocumentView, pages: Item, opening: number): Promise<void> {
    const { application, document, sizes } = view;
    this.view = view;
    this.highlights = view.citations;
    if (view.card || sizes.length === 0) return;
    this.#item = this.#asItem = itemOf(pages, sizes.length);
    this.#pages = new Pages({ application, document }, (layer) => this.#learn(layer.page, layer.block));
    const page = clamp(this.#wanted?.page ?? this.first, 1, sizes.length);
    if (page < this.first || page > this.last) this.#item = null;
    this.camera.page = page;
    this.#pages.read([page]);
    // A moment for the block of the first page, so that it does not jump.
    for (let waited = 0; this.fit === 'block' && waited < BLOCK_WAIT && !this.layer(page); waited += 15) {
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    if (opening === this.#opening) this.ready = true;
  }

  /** Forgets the document and everything in memory of it, besides where one was. */
  close(): void {
    this.#opening += 1;
    this.tellPlace();
    if (this.ready && !this.#wanted && this.#last) this.#wanted = { page: this.page, of: this.#last, ...this.#down() };
    this.#watch.close();
    this.#pages?.close();
    this.#pages = null;
    this.#frames = new Frames();
    this.#history = new History();
    this.#item = this.#asItem = null;
    this.view = null;
    this.fault = null;
    this.ready = false;
    this.camera.forget();
    this.highlights = [];
    this.pointedAt = null;
    this.clear();
    this.find.close();
  }
  #down(): { down?: number } {
    const { top } = this.camera;
    return top?.page === this.page ? { down: top.down } : {};
  }

  /** What to remember of this view. */
  get place(): ViewerPlace {
    return { fit: this.fit, ...this.#down() };
  }
  /** Goes on where a view was left; to be called before the document is opened, or after. */
  restore(page: number, place: Partial<ViewerPlace> = {}): void {
    if (place.fit !== undefined) this.fit = place.fit;
    this.#wanted = { page, ...(place.down === undefined ? {} : { down: place.down }) };
    this.reposition();
  }

  /** Goes to a page of the file, or to a box of it (in points of the page), which is pointed out. */
  goTo(page: number, area?: Box, { remember = true, point = true, of }: GoTo = {}): void {
    this.#wanted = { page, ...(area ? { area } : {}), ...(of === undefined ? {} : { of }) };
    if (!this.ready || (of !== undefined && of !== this.view?.document)) return;
    if (remember) this.#history = this.#history.left(this.camera.top);
    this.pointedAt = area && point ? { page, areas: [area] } : null;
    this.reposition();
  }
  /** Goes to a page counted within what is shown. */
  goToNumber(number: number): void {
    this.goTo(clamp(this.first + number - 1, this.first, this.last));
  }
  /** Goes to a citation and outlines it. */
  showCitation({ citation, page, areas, document }: Pick<CitationView, 'citation' | 'page' | 'areas' | 'document'>): void {
    this.goTo(page, around(areas) ?? undefined, { point: false, of: document });
    this.outlined = citation;
  }
  /** Scrolls to where one wants to be, or was; to be called when the column has changed. */
  reposition(): void {
    if (!this.ready) return;
    const wanted = this.#wanted ?? (this.camera.hasPlace ? null : { page: this.page });
    if (wanted) this.#goTo(wanted);
    else this.camera.reposition();
  }
  #goTo({ page, down, area }: Wanted): void {
    this.#wanted = null;
    if ((page < this.first || page > this.last) && page >= 1 && page <= (this.view?.sizes.length ?? 0)) this.#item = null;
    const target = clamp(page, this.first, this.last);
    const { flat, turn, size } = this.pageOf(target);
    // The list of hits covers the upper part.
    if (area) this.camera.putArea(target, turnedBox(area, flat, turn), size, this.find.open ? 0.85 : 1 / 3);
    else if (down !== undefined) this.camera.putPage(target, down, 0);
    else this.camera.putPage(target, this.fit === 'block' ? this.#contents(target)[0] : 0, GAP);
    this.#moved();
  }
  back(): void {
    this.#travel(this.#history.back(this.camera.top));
  }
  forward(): void {
    this.#travel(this.#history.forward(this.camera.top));
  }
  #travel(next: readonly [History, Anchor] | null): void {
    if (!next) return;
    this.#history = next[0];
    this.camera.put(next[1]);
    this.#moved();
  }
  nextPage(): void {
    this.goTo(Math.min(this.last, this.page + 1), undefined, { remember: false });
  }
  previousPage(): void {
    this.goTo(Math.max(this.first, this.page - 1), undefined, { remember: false });
  }
  pageDown(): void {
    this.camera.turn(1);
  }
  pageUp(): void {
    this.camera.turn(-1);
  }
  lineDown(): void {
    this.camera.scrollBy(56);
  }
  lineUp(): void {
    this.camera.scrollBy(-56);
  }
  toStart(): void {
    this.goTo(this.first);
  }
  toEnd(): void {
    this.goTo(this.last);
  }

  /** Selects characters of a page; nothing when they are blank. */
  select(page: number, range: CharacterRange | null): void {
    const runs = this.layer(page)?.runs ?? [];
    const words = range && trimmed(runs, range);
    this.box = null;
    this.selection = words && { page, from: words[0], to: words[1], text: textOf(runs, words), areas: areasOf(runs, words) };
  }
  /** Takes selection and drawn box away, and stops drawing. */
  clear(): void {
    this.selection = null;
    this.box = null;
    this.drawBox = false;
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
  /** Opens a panel, or closes it. */
  toggle(panel: 'thumbnails' | 'outline'): void {
    this.panel = this.panel === panel ? null : panel;
  }
  /** Takes the red of seals away, or brings it back. */
  showWithoutSeals(on: boolean): void {
    this.withoutSeals = on;
  }
  /** Asks again for what is in sight; when something besides the place has changed. */
  refresh(): void {
    this.camera.look();
  }

  #leaves(): Leaf[] {
    void this.#known;
    const sizes = (this.view?.sizes ?? []).slice(this.first - 1, this.last);
    return sizes.map((flat, at) => {
      const page = this.first + at;
      const turn = this.#turns[page] ?? 0;
      return { page, size: turnedSize(flat, turn), frame: this.#frames.frame(page, flat, turn) };
    });
  }
  #contents(page: number): readonly [number, number] {
    const { flat, turn } = this.pageOf(page);
    return this.#frames.contents(page, flat, turn);
  }
  #learn(page: number, block: Box): void {
    const { flat, turn } = this.pageOf(page);
    if (this.#frames.learn(page, block, flat, turn)) this.#known += 1;
  }
  #looked(pace: Pace, direction: 1 | -1): void {
    const { camera, thumbnails, withoutSeals } = this;
    const { layout, range, region, near } = camera;
    if (!this.#pages || !this.source) return;
    this.#pages.show({ source: this.source, layout, range, region, dpr: camera.viewport.dpr, pageOf: (page) => this.pageOf(page), withoutSeals, thumbnails, pace, direction });
    if (pace !== 'rest') return;
    this.#pages.read(near);
    this.#watch.inSight(camera.before);
    this.find.look(near);
  }
  #moved(): void {
    clearTimeout(this.#placing);
    if (this.ready) this.#placing = setTimeout(() => this.tellPlace(), PLACE_REST);
  }
  /** Tells where the view is now, if it was not told yet. */
  tellPlace(): void {
    clearTimeout(this.#placing);
    if (this.#placing !== undefined && this.#last !== null) this.onPlace?.({ document: this.#last, page: this.page }, this.place);
    this.#placing = undefined;
  }
  #saw(pages: number[]): void {
    this.seen = joined(this.seen, pages);
    this.onSeen?.(pages);
  }
}

function itemOf(pages: Item, count: number): Item {
  if (!pages) return null;
  const first = clamp(pages[0], 1, count);
  return [first, clamp(pages[1], first, count)];
}
