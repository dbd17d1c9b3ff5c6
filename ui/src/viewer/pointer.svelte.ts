// What the pointer does on one page: selecting text, drawing a box, following links, outlining
// citations. Owns one gesture at a time. Trap: text is picked by where its characters stand on the
// page and not by the letters laid over it, whose widths are another font's.
import { locale } from '$i18n';
import type { ViewerController } from './controller.svelte';
import { boxOf, contains, unturnedPoint, within, type Box, type Point } from './geometry';
import { caretAt, lineAt, rangeOf, wordAt } from './text';

/** CSS pixels a pointer may move and still click. */
const STILL = 4;
/** Milliseconds within which presses belong together. */
const TOGETHER = 450;

/** The pointer over one page. */
export class PagePointer {
  /** The box while it is drawn. */
  drawing = $state.raw<Box | null>(null);
  /** Whether a gesture goes on. */
  busy = $state(false);
  /** What a click would lead to. */
  over = $state<'link' | 'citation' | null>(null);
  /** What was dragged over before the text was there; it is taken when the text comes. */
  #early: readonly [Point, Point] | null = null;
  readonly #view: ViewerController;
  readonly #page: number;
  #element: HTMLElement | null = null;
  /** Presses at one place shortly after each other; the event itself does not count them. */
  #presses = { count: 0, at: 0, x: 0, y: 0 };

  constructor(view: ViewerController, page: number) {
    this.#view = view;
    this.#page = page;
  }

  /** Joins the element of the page; the result leaves it. */
  attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const down = (event: PointerEvent): void => this.#down(event);
    const hover = (event: PointerEvent): void => this.#hover(event);
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', hover);
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', hover);
      this.#element = null;
    };
  };

  /** Where on the unturned page the pointer is, in points. */
  #at({ clientX, clientY }: PointerEvent): Point {
    const around = this.#element?.getBoundingClientRect();
    const { size, turn, flat } = this.#view.pageOf(this.#page);
    const scale = (around?.width ?? 1) / size[0];
    const point = { x: (clientX - (around?.left ?? 0)) / scale, y: (clientY - (around?.top ?? 0)) / scale };
    return unturnedPoint(point, flat, turn);
  }

  #down(event: PointerEvent): void {
    const onControl = event.target instanceof Element && event.target.closest('button, a, [data-bar]') !== null;
    if (event.button !== 0 || onControl || event.pointerType === 'touch') return;
    const layer = this.#view.layer(this.#page);
    const [from, began] = [this.#at(event), { x: event.clientX, y: event.clientY }];
    const runs = layer?.runs ?? [];
    const presses = this.#count(event);
    if (presses > 1 && runs.length > 0) return this.#pick(event, from, presses);
    const boxes = this.#view.drawBox || event.altKey;
    this.#view.clear();
    this.#early = null;
    this.busy = true;
    this.#drag(event, (now) => {
      const moved = Math.hypot(now.clientX - began.x, now.clientY - began.y) > STILL;
      if (moved) this.#over(from, this.#at(now), boxes);
    }, (last) => {
      this.busy = false;
      const moved = Math.hypot(last.clientX - began.x, last.clientY - began.y) > STILL;
      if (moved && this.drawing) this.#drew(this.drawing);
      this.drawing = null;
      if (!moved) this.#click(from);
      else if (this.#view.layer(this.#page)) this.layerCame();
    });
  }

  /** A drag from one point to another: a box on a scan or when one is wanted, else words. */
  #over(from: Point, to: Point, boxes: boolean): void {
    const layer = this.#view.layer(this.#page);
    this.#early = layer || boxes ? null : [from, to];
    if (boxes || layer?.scan) {
      this.drawing = within(boxOf(from, to), this.#view.pageOf(this.#page).flat);
    } else if (layer) {
      const start = caretAt(layer.runs, from);
      if (start !== null) this.#view.select(this.#page, rangeOf(start, caretAt(layer.runs, to) ?? start));
    }
  }

  /** The text has come: takes what was dragged over before. */
  layerCame(): void {
    const early = this.#early;
    if (!early || this.busy) return;
    this.#over(...early, false);
    if (this.drawing) this.#drew(this.drawing);
    this.drawing = null;
  }

  #count({ timeStamp, clientX: x, clientY: y }: PointerEvent): number {
    const last = this.#presses;
    const again = timeStamp - last.at < TOGETHER && Math.hypot(x - last.x, y - last.y) <= STILL;
    this.#presses = { count: again ? last.count + 1 : 1, at: timeStamp, x, y };
    return this.#presses.count;
  }

  #drag(event: PointerEvent, move: (event: PointerEvent) => void, end: (event: PointerEvent) => void): void {
    const element = this.#element;
    if (!element) return;
    event.preventDefault();
    element.closest<HTMLElement>('[data-scroller]')?.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    const stop = (last: PointerEvent): void => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', stop);
      element.removeEventListener('pointercancel', stop);
      end(last);
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', stop);
    element.addEventListener('pointercancel', stop);
  }

  #drew(area: Box): void {
    const [left, top, right, bottom] = area;
    if (right - left < 4 || bottom - top < 4) return;
    this.#view.selection = null;
    this.#view.box = { page: this.#page, area };
    this.#view.drawBox = false;
  }

  /** Double click takes a word, triple click a line. */
  #pick(event: PointerEvent, at: Point, presses: number): void {
    event.preventDefault();
    const runs = this.#view.layer(this.#page)?.runs ?? [];
    this.#view.select(this.#page, presses === 2 ? wordAt(runs, at, locale.language) : lineAt(runs, at));
  }

  #link(at: Point): number | undefined {
    return this.#view.layer(this.#page)?.links.find(({ area }) => contains(area, at))?.page;
  }
  #citation(at: Point): string | undefined {
    const here = this.#view.highlights.filter(({ page }) => page === this.#page);
    return here.findLast(({ areas }) => areas.some((area) => contains(area, at)))?.citation;
  }

  #click(at: Point): void {
    const [page, citation] = [this.#link(at), this.#citation(at)];
    if (page !== undefined) this.#view.goTo(page);
    else if (citation !== undefined) this.#view.outline(citation);
    else this.#view.outlined = null;
  }

  #hover(event: PointerEvent): void {
    if (this.busy || event.buttons !== 0) return;
    const at = this.#at(event);
    this.over = this.#link(at) !== undefined ? 'link' : this.#citation(at) !== undefined ? 'citation' : null;
  }
}
