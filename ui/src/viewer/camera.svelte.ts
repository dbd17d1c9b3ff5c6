// Where the view is over the column of pages, and how large. Owns scrolling, zoom and what is in
// sight. Trap: sizes change while one reads (zoom, panes, blocks that become known), so a place is
// kept as an anchor on a page and never as a number of pixels.
import { clamp, LEAST_ZOOM, MOST_ZOOM, PIXELS_PER_POINT, type Box, type Point, type Size } from './geometry';
import { anchorAt, boxOfPage, GAP, indexAt, layoutOf, nextStop, PAD, scrollFor, seenBetween, type Anchor, type Fit, type Layout, type Leaf, type Viewport } from './layout';
import type { Pace } from './wants';

/** What a camera looks at. */
export interface World {
  /** Pages in order, turned, with what is fitted; read again when what it depends on changes. */
  leaves: () => Leaf[];
  /** From where to where something stands on a page, in shares of its height. */
  contents: (page: number) => readonly [number, number];
  /** Whether there is something to look at. */
  isReady: () => boolean;
  /** What is in sight has changed, at this pace and in this direction. */
  looked: (pace: Pace, direction: 1 | -1) => void;
  /** The reader moved. */
  moved: () => void;
}

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8];
/** Milliseconds after which scrolling or zooming has come to rest. */
const REST = 90;
/** Milliseconds after which zooming has; between, nothing is asked for at sizes that are gone at once. */
const ZOOM_REST = 140;
/** Pages that may come into sight within a moment, in milliseconds, before they count as flying past. */
const [FLYING, MOMENT] = [3, 200];
/** CSS pixels that rounding may move a view. */
const SLIGHTLY = 1.5;

/** A view over a column of pages. */
export class Camera {
  /** Page of the file under the reader's eyes. */
  page = $state(1);
  /** Whether scrolling has come to rest. */
  settled = $state(true);
  /** Indices of pages in sight. */
  range = $state.raw<readonly [number, number]>([0, -1]);
  viewport = $state.raw<Viewport>({ width: 800, height: 600, dpr: 1 });
  #fit = $state<Fit>('block');
  readonly #world: World;
  #scroller: HTMLElement | null = null;
  #anchor: Anchor | null = null;
  /** Whether the middle of what is fitted is kept in the middle of the view. */
  #centred = true;
  /** Where the view was put last; what differs from it was done by the reader. */
  #set: Point = { x: -1, y: -1 };
  #resting: ReturnType<typeof setTimeout> | undefined;
  #zooming = false;
  /** Pages passed within the last moment, and when. */
  #passed: { at: number; pages: number }[] = [];
  #direction: 1 | -1 = 1;

  constructor(world: World) {
    this.#world = world;
  }

  /** The column of pages. */
  readonly layout: Layout = $derived.by(() => layoutOf(this.#world.leaves(), this.#fit, this.viewport));

  get fit(): Fit {
    return this.#fit;
  }
  set fit(fit: Fit) {
    this.hold();
    this.#centred = typeof fit !== 'number';
    this.#fit = typeof fit === 'number' ? clamp(fit, LEAST_ZOOM, MOST_ZOOM) : fit;
    this.#world.moved();
  }
  /** The zoom of the page under the eyes, 1 being actual size; assigning keeps what is in the middle. */
  get zoom(): number {
    return (boxOfPage(this.layout, this.page)?.scale ?? PIXELS_PER_POINT) / PIXELS_PER_POINT;
  }
  set zoom(zoom: number) {
    this.zoomAt(zoom / this.zoom, { x: this.viewport.width / 2, y: this.viewport.height / 3 });
  }
  stepZoom(direction: 1 | -1): void {
    const now = this.zoom;
    const next = direction > 0 ? STEPS.find((step) => step > now * 1.02) : STEPS.findLast((step) => step < now * 0.98);
    if (next !== undefined) this.zoom = next;
  }
  zoomAt(factor: number, at: Point): void {
    const now = this.zoom;
    this.hold(at);
    this.#centred = false;
    this.#zooming = true;
    this.#fit = clamp(now * factor, LEAST_ZOOM, MOST_ZOOM);
    this.#world.moved();
  }

  /** What is in sight of the column, in CSS pixels. */
  get region(): Box {
    const { x, y } = this.#scrolled();
    return [x, y, x + this.viewport.width, y + this.viewport.height];
  }
  /** What stands at the upper edge. */
  get top(): Anchor | null {
    return this.#scroller && anchorAt(this.layout, this.#scrolled(), { x: this.viewport.width / 2, y: 0 });
  }
  /** Pages of which half, or half of the view, is before the eyes. */
  get before(): number[] {
    const [, top, , bottom] = this.region;
    const boxes = this.layout.boxes.slice(this.range[0], this.range[1] + 1);
    const enough = boxes.filter(({ y, height }) => Math.min(y + height, bottom) - Math.max(y, top) >= Math.min(height, bottom - top) / 2);
    return enough.map(({ page }) => page);
  }
  /** Pages in sight and beside it, the one under the eyes first. */
  get near(): number[] {
    const [first, last] = this.range;
    const pages = this.layout.boxes.slice(Math.max(0, first - 1), last + 2).map(({ page }) => page);
    return [this.page, ...pages.filter((page) => page !== this.page)];
  }

  /** Puts the view so that an anchor stands where it stood. */
  put(anchor: Anchor, { centred = this.#centred } = {}): void {
    this.#anchor = anchor;
    this.#centred = centred;
    this.reposition();
  }
  /** Puts a share of a page's height at the upper edge, with a little air unless told otherwise. */
  putPage(page: number, down: number, air = GAP): void {
    const at = { x: this.viewport.width / 2, y: air };
    this.put({ page, across: 0.5, down, at }, { centred: this.#centred || typeof this.#fit !== 'number' });
  }
  /** Puts a box of a page, in points of the turned page, at a share of the room there is. */
  putArea(page: number, area: Box, [width, height]: Size, share = 1 / 3): void {
    const scale = boxOfPage(this.layout, page)?.scale ?? 1;
    const room = Math.max(PAD, (this.viewport.height - (area[3] - area[1]) * scale) * share);
    const across = (area[0] + area[2]) / 2 / width;
    const centred = this.#fits(page, area) && typeof this.#fit !== 'number';
    this.put({ page, across, down: area[1] / height, at: { x: this.viewport.width / 2, y: room } }, { centred });
  }
  /** Whether a box can be seen without moving to the side. */
  #fits(page: number, area: Box): boolean {
    const box = boxOfPage(this.layout, page);
    if (!box) return true;
    const left = box.x + area[0] * box.scale - this.#middle();
    return left >= 0 && left + (area[2] - area[0]) * box.scale <= this.viewport.width;
  }
  /** Remembers what stands at a point of the viewport, to keep it there while sizes change. */
  hold(at: Point = { x: this.viewport.width / 2, y: GAP }): void {
    if (this.#scroller && this.#world.isReady()) this.#anchor = anchorAt(this.layout, this.#scrolled(), at);
  }
  /** Brings back what is held; to be called when the column has changed. */
  reposition(): void {
    if (!this.#scroller || !this.#anchor || !this.#world.isReady()) return;
    const { x, y } = scrollFor(this.layout, this.#anchor);
    this.#scrollTo(this.#centred ? this.#middle() : x, y);
  }
  /** Forgets where it is. */
  forget(): void {
    clearTimeout(this.#resting);
    this.#anchor = null;
    this.#centred = true;
    this.range = [0, -1];
  }
  /** Whether it knows where it is. */
  get hasPlace(): boolean {
    return this.#anchor !== null;
  }

  /** One screenful on (`1`) or back (`-1`). */
  turn(direction: 1 | -1): void {
    const contents = (page: number): readonly [number, number] => (this.#fit === 'page' ? [0, 1] : this.#world.contents(page));
    const { x, y } = this.#scrolled();
    this.#scrollTo(x, nextStop(this.layout, y, this.viewport, direction, contents));
    this.hold();
    this.#world.moved();
  }
  /** So many CSS pixels down. */
  scrollBy(y: number): void {
    this.#scroller?.scrollBy({ top: y, behavior: 'instant' });
  }

  /** Joins the element that scrolls; the result leaves it. */
  attach = (scroller: HTMLElement): (() => void) => {
    this.#scroller = scroller;
    const measure = (): void => this.#measure(scroller);
    const scrolled = (): void => this.#onScroll();
    const sizes = new ResizeObserver(measure);
    sizes.observe(scroller);
    scroller.addEventListener('scroll', scrolled, { passive: true });
    window.addEventListener('resize', measure);
    measure();
    return () => {
      sizes.disconnect();
      scroller.removeEventListener('scroll', scrolled);
      window.removeEventListener('resize', measure);
      clearTimeout(this.#resting);
      this.#scroller = null;
    };
  };
  #measure({ clientWidth: width, clientHeight: height }: HTMLElement): void {
    const dpr = window.devicePixelRatio;
    const now = this.viewport;
    if (width === 0 || (now.width === width && now.height === height && now.dpr === dpr)) return;
    this.viewport = { width, height, dpr };
  }
  /** Whether the view has a size by now that is not laid out yet. */
  get #isResized(): boolean {
    const { width, height } = this.viewport;
    return this.#scroller !== null && (this.#scroller.clientWidth !== width || this.#scroller.clientHeight !== height);
  }

  #middle(): number {
    return this.layout.axis - this.viewport.width / 2;
  }
  #scrolled(): Point {
    return { x: this.#scroller?.scrollLeft ?? 0, y: this.#scroller?.scrollTop ?? 0 };
  }
  #scrollTo(x: number, y: number): void {
    this.#scroller?.scrollTo({ left: x, top: y, behavior: 'instant' });
    this.#set = this.#scrolled();
    // However far a jump leads, nothing flies past.
    this.look(1);
  }
  #onScroll(): void {
    // A pane that came or went moved the view within its new bounds, before anything was laid out.
    if (this.#isResized) return;
    const now = this.#scrolled();
    const aside = Math.abs(now.x - this.#set.x) > SLIGHTLY;
    if (aside || Math.abs(now.y - this.#set.y) > SLIGHTLY) {
      if (aside && this.#set.x >= 0) this.#centred = false;
      this.#set = now;
      this.hold();
      this.#world.moved();
    }
    this.look();
  }
  /** Looks which pages are in sight; tells at once, or at rest when they fly past. */
  look(most = Number.POSITIVE_INFINITY): void {
    if (!this.#scroller || !this.#world.isReady()) return;
    const [, top, , bottom] = this.region;
    const range = seenBetween(this.layout, top, bottom);
    const pace = this.range[1] < 0 ? 'moving' : this.#paceOf(clamp(range[0] - this.range[0], -most, most));
    if (range[0] !== this.range[0] || range[1] !== this.range[1]) this.range = range;
    const here = this.layout.boxes[indexAt(this.layout, top + (bottom - top) * 0.35)];
    if (here && here.page !== this.page) this.page = here.page;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#rest(), this.#zooming ? ZOOM_REST : REST);
    if (pace === 'flying') this.settled = false;
    if (!this.#zooming) this.#world.looked(pace, this.#direction);
  }
  #paceOf(pages: number): Pace {
    const now = performance.now();
    if (pages !== 0) this.#direction = pages > 0 ? 1 : -1;
    this.#passed = [...this.#passed.filter(({ at }) => now - at < MOMENT), { at: now, pages: Math.abs(pages) }];
    return this.#passed.reduce((all, one) => all + one.pages, 0) >= FLYING ? 'flying' : 'moving';
  }
  #rest(): void {
    this.#zooming = false;
    this.settled = true;
    this.#passed = [];
    this.#world.looked('rest', this.#direction);
  }
}
