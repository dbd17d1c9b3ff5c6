// Where each page of a document stands in the scrolled column. Owns no state. Each page has a scale
// of its own, so that portrait and landscape pages both fill the width when fitted.
// Trap: with thousands of pages at 800 % the column exceeds what browsers lay out; the scale is
// held below that here and nowhere else.
import { clamp, PIXELS_PER_POINT, LEAST_ZOOM, MOST_ZOOM, pictureSize, type Box, type Point, type Size } from './geometry';

/** How pages are fitted: to their text, their width, wholly, or a zoom (1 is actual size). */
export type Fit = 'block' | 'width' | 'page' | number;

/** What is seen of the column, in CSS pixels. */
export interface Viewport {
  width: number;
  height: number;
  /** Device pixels of a CSS pixel. */
  dpr: number;
}

/** A page in the column, in CSS pixels from its top left corner. */
export interface PageBox {
  page: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** CSS pixels of a point. */
  scale: number;
  /** Width in device pixels. */
  pixels: number;
}

/** The column. */
export interface Layout {
  boxes: readonly PageBox[];
  width: number;
  height: number;
  /** The line on which pages are centred. */
  axis: number;
}

/** A page as the column needs it: already turned. */
export interface Leaf {
  page: number;
  size: Size;
  /** The part to be fitted, in points of the turned page. */
  frame: Box;
}

/** Between two pages. */
export const GAP = 10;
/** Beside the fitted part. */
export const PAD = 12;
/** On a large screen text is not blown up beyond this. */
const LARGEST_BLOCK = 2;
/** Tallest column browsers lay out reliably. */
const TALLEST = 30_000_000;

/** CSS pixels of a point for one page. */
export function scaleOf(fit: Fit, { size, frame }: Leaf, { width, height }: Viewport): number {
  const wide = Math.max(40, width - 2 * PAD);
  const tall = Math.max(40, height - 2 * GAP);
  const wanted = (): number => {
    if (typeof fit === 'number') return fit * PIXELS_PER_POINT;
    if (fit === 'width') return wide / size[0];
    if (fit === 'page') return Math.min(wide / size[0], tall / size[1]);
    return Math.min(wide / (frame[2] - frame[0]), LARGEST_BLOCK * PIXELS_PER_POINT);
  };
  return clamp(wanted(), LEAST_ZOOM * PIXELS_PER_POINT, MOST_ZOOM * PIXELS_PER_POINT);
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Lays pages under one another, each centred on the middle of what is fitted. */
export function layoutOf(leaves: readonly Leaf[], fit: Fit, viewport: Viewport): Layout {
  const wanted = leaves.map((leaf) => scaleOf(fit, leaf, viewport));
  const tallest = sum(leaves.map((leaf, at) => leaf.size[1] * (wanted[at] ?? 1)));
  const shrink = Math.min(1, TALLEST / Math.max(1, tallest));
  const snap = (value: number): number => Math.round(value * viewport.dpr) / viewport.dpr;
  let [left, right, y] = [viewport.width / 2, viewport.width / 2, GAP];
  const placed = leaves.map(({ page, size, frame }, at) => {
    const [pixels, rows] = pictureSize(size, (wanted[at] ?? 1) * shrink * size[0] * viewport.dpr);
    const [width, height] = [pixels / viewport.dpr, rows / viewport.dpr];
    const centre = fit === 'block' ? ((frame[0] + frame[2]) / 2 / size[0]) * width : width / 2;
    const side = fit === 'block' ? 0 : PAD;
    left = Math.max(left, centre + side);
    right = Math.max(right, width - centre + side);
    const box = { page, x: -centre, y: snap(y), width, height, scale: width / size[0], pixels };
    y += height + GAP;
    return box;
  });
  const boxes = placed.map((box) => ({ ...box, x: snap(left + box.x) }));
  return { boxes, width: left + right, height: y, axis: left };
}

/** Index of the last page that begins at or above a height; 0 before the first. */
export function indexAt({ boxes }: Layout, y: number): number {
  let [low, high] = [0, boxes.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((boxes[middle]?.y ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Indices of the first and last page that are seen between two heights. */
export function seenBetween(layout: Layout, top: number, bottom: number): [number, number] {
  const first = indexAt(layout, top);
  const box = layout.boxes[first];
  const past = box !== undefined && box.y + box.height < top && first < layout.boxes.length - 1;
  return [past ? first + 1 : first, Math.max(first, indexAt(layout, Math.max(top, bottom - 1)))];
}

/** A place of a page held to a place of the viewport while the column changes. */
export interface Anchor {
  page: number;
  /** Shares of the page's width and height. */
  across: number;
  down: number;
  /** Where it stands in the viewport. */
  at: Point;
}

/** What is at a place of the viewport now. */
export function anchorAt(layout: Layout, scroll: Point, at: Point): Anchor | null {
  const y = scroll.y + at.y;
  const box = layout.boxes[indexAt(layout, y)];
  if (!box) return null;
  return { page: box.page, across: (scroll.x + at.x - box.x) / box.width, down: (y - box.y) / box.height, at };
}

/** Where to scroll so that an anchor stands where it stood. */
export function scrollFor(layout: Layout, anchor: Anchor): Point {
  const box = boxOfPage(layout, anchor.page);
  if (!box) return { x: 0, y: 0 };
  return { x: box.x + anchor.across * box.width - anchor.at.x, y: box.y + anchor.down * box.height - anchor.at.y };
}

/** The box of a page; pages stand in order. */
export function boxOfPage({ boxes }: Layout, page: number): PageBox | undefined {
  const first = boxes[0]?.page ?? 1;
  return boxes[page - first];
}

/**
 * Where the next screenful begins. Within a page it keeps two lines of what was read; the end of
 * what is fitted leads to the beginning of the next page, so that margins are not read twice.
 */
export function nextStop(layout: Layout, y: number, viewport: Viewport, direction: 1 | -1, contents: (page: number) => readonly [number, number]): number {
  const step = Math.max(viewport.height * 0.6, viewport.height - 64);
  const target = y + direction * step;
  const edge = direction > 0 ? y + viewport.height : y;
  const here = layout.boxes[indexAt(layout, direction > 0 ? y + viewport.height / 2 : y + 1)];
  if (!here) return target;
  const [top, bottom] = contents(here.page);
  const [start, end] = [here.y + top * here.height - GAP, here.y + bottom * here.height];
  if (direction > 0) {
    const next = boxOfPage(layout, here.page + 1);
    const begin = next ? next.y + contents(next.page)[0] * next.height - GAP : undefined;
    if (end - edge <= viewport.height * 0.06) return begin === undefined || begin <= y + 1 ? target : begin;
    return Math.min(target, Math.max(y + viewport.height * 0.3, end + GAP - viewport.height));
  }
  if (edge - start > viewport.height * 0.06) return Math.max(target, start);
  const before = boxOfPage(layout, here.page - 1);
  if (!before) return target;
  const [high, low] = contents(before.page);
  return Math.max(before.y + high * before.height - GAP, Math.min(y - 1, before.y + low * before.height + GAP - viewport.height));
}
