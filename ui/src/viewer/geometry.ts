// Points of a page, pixels of the screen and what lies between them: sizes, turns, boxes, tiles.
// Owns no state. Boxes are `[left, top, right, bottom]` from the top left corner of the page as the
// program shows it; a reader's own turn comes on top. Trap: CSS pixels and device pixels differ on
// most laptops (125 %, 150 %), and a picture is only sharp when each of its pixels meets one.

/** Left, top, right, bottom. */
export type Box = [number, number, number, number];
/** Width and height. */
export type Size = readonly [number, number];
/** Quarters of a turn, clockwise. */
export type Quarters = 0 | 1 | 2 | 3;
/** A place on a page or a screen. */
export interface Point {
  x: number;
  y: number;
}

/** CSS pixels of one point at 100 %. */
export const PIXELS_PER_POINT = 96 / 72;
/** Bounds of the zoom. */
export const LEAST_ZOOM = 0.1;
export const MOST_ZOOM = 8;

export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), Math.max(least, most));

export const quarters = (turns: number): Quarters => ((((Math.round(turns) % 4) + 4) % 4) as Quarters);

/** The size of a page after a turn. */
export const turnedSize = ([width, height]: Size, turn: Quarters): Size => (turn % 2 === 0 ? [width, height] : [height, width]);

/** Where a point of a page lies after the page was turned. */
export function turnedPoint({ x, y }: Point, [width, height]: Size, turn: Quarters): Point {
  if (turn === 1) return { x: height - y, y: x };
  if (turn === 2) return { x: width - x, y: height - y };
  return turn === 3 ? { x: y, y: width - x } : { x, y };
}

/** The point of the unturned page under a point of the turned one. */
export const unturnedPoint = (point: Point, size: Size, turn: Quarters): Point =>
  turnedPoint(point, turnedSize(size, turn), quarters(4 - turn));

/** The box between two corners. */
export const boxOf = (a: Point, b: Point): Box => [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)];

const corners = ([left, top, right, bottom]: Box): [Point, Point] => [{ x: left, y: top }, { x: right, y: bottom }];

/** Where a box of a page lies after the page was turned. */
export function turnedBox(box: Box, size: Size, turn: Quarters): Box {
  const [from, to] = corners(box);
  return boxOf(turnedPoint(from, size, turn), turnedPoint(to, size, turn));
}

/** The box of the unturned page under a box of the turned one. */
export const unturnedBox = (box: Box, size: Size, turn: Quarters): Box => turnedBox(box, turnedSize(size, turn), quarters(4 - turn));

/** The smallest box around all; nothing around none. */
export function around(boxes: readonly Box[]): Box | null {
  const [first, ...rest] = boxes;
  if (!first) return null;
  return rest.reduce<Box>(
    (all, box) => [Math.min(all[0], box[0]), Math.min(all[1], box[1]), Math.max(all[2], box[2]), Math.max(all[3], box[3])],
    [...first],
  );
}

export const contains = (box: Box, { x, y }: Point): boolean => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];

/** What of a box lies within a page. */
export const within = (box: Box, [width, height]: Size): Box => [
  clamp(box[0], 0, width),
  clamp(box[1], 0, height),
  clamp(box[2], 0, width),
  clamp(box[3], 0, height),
];

/** Width and height in device pixels of a page picture so many pixels wide, as the program counts them. */
export const pictureSize = ([width, height]: Size, pixels: number): [number, number] => [
  Math.max(1, Math.round(pixels)),
  Math.max(1, Math.floor((height * Math.max(1, Math.round(pixels))) / width)),
];

/** A part of a picture, in its pixels. */
export interface Tile {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Edge of a tile in device pixels. */
export const TILE = 1024;

/** Tiles of a picture that meet a region of it (in its pixels), in rows, each cut off at the edges. */
export function tilesIn(region: Box, [width, height]: readonly [number, number], edge = TILE): Tile[] {
  const first = (at: number): number => Math.max(0, Math.floor(at / edge));
  const end = (at: number, whole: number): number => Math.ceil(Math.min(at, whole) / edge);
  const tiles: Tile[] = [];
  for (let row = first(region[1]); row < end(region[3], height); row += 1) {
    for (let column = first(region[0]); column < end(region[2], width); column += 1) {
      const [x, y] = [column * edge, row * edge];
      tiles.push({ x, y, width: Math.min(edge, width - x), height: Math.min(edge, height - y) });
    }
  }
  return tiles;
}

/** A tile around boxes of a page, with a margin, at so many pixels a point; for crops. */
export function cropTile(areas: readonly Box[], size: Size, perPoint: number, margin: number): Tile | null {
  const all = around(areas);
  if (!all) return null;
  const wide = within([all[0] - margin, all[1] - margin, all[2] + margin, all[3] + margin], size);
  const [x, y] = [Math.floor(wide[0] * perPoint), Math.floor(wide[1] * perPoint)];
  const [width, height] = [Math.ceil(wide[2] * perPoint) - x, Math.ceil(wide[3] * perPoint) - y];
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** Moves marks down so that none covers another; positions come back in the order given. */
export function unstacked(tops: readonly number[], height: number): number[] {
  const order = tops.map((top, at) => ({ top, at })).sort((a, b) => a.top - b.top || a.at - b.at);
  const placed = [...tops];
  let free = -Infinity;
  for (const { top, at } of order) {
    const put = Math.max(top, free);
    placed[at] = put;
    free = put + height;
  }
  return placed;
}
