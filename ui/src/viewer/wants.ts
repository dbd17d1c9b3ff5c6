// Which pictures a view of a document needs: pages in sight, tiles above 200 %, the pages beside
// them, thumbnails, and small previews of all pages, which a fling shows at once. Owns the paths of
// the page scheme. Owns no state.
import { PIXELS_PER_POINT, pictureSize, tilesIn, type Box, type Quarters, type Size, type Tile } from './geometry';
import { type Layout, type PageBox } from './layout';
import type { Urgency, Want } from './pictures';

/** Zoom above which a page comes in tiles. */
const TILED_ABOVE = 2;
/** Device pixels above which a page comes in tiles whatever its zoom. */
const TILED_PIXELS = 8_000_000;
/** CSS pixels across of a thumbnail. */
export const THUMBNAIL = 96;

/** Device pixels across of a preview. */
const PREVIEW = 80;
/** Previews that are kept ready, the nearest first: a few dozen megabytes at most. */
const PREVIEWS = 1_200;
/** Previews asked for in the direction in which pages fly past. */
const FLYING_AHEAD = 4;

/** How fast one moves: pages are read, passed, or fly past faster than they can be drawn. */
export type Pace = 'rest' | 'moving' | 'flying';

/** A document of an application. */
export interface Source {
  application: string;
  document: string;
}

/** A picture of a page or of a part of it. */
export interface Cut {
  page: number;
  /** Width of the whole turned page in device pixels. */
  width: number;
  turn: Quarters;
  tile?: Tile;
  withoutSeals?: boolean;
}

/** The path of a picture, without its urgency. */
export function pathOf({ application, document }: Source, cut: Cut): string {
  const query = [`width=${cut.width}`, `rotation=${cut.turn}`];
  if (cut.tile) query.push(`tile=${cut.tile.x},${cut.tile.y},${cut.tile.width},${cut.tile.height}`);
  if (cut.withoutSeals) query.push('seals=remove');
  return `${encodeURIComponent(application)}/${encodeURIComponent(document)}/${cut.page}?${query.join('&')}`;
}

/** The path with its urgency and, for a view that numbers what it asks for, its number. */
export const urgentPath = (path: string, urgency: Urgency, ask?: readonly [view: number, number: number, oldest: number]): string =>
  `${path}&priority=${urgency === 'preview' ? 'thumbnail' : urgency}${ask ? `&ask=${ask.join('.')}` : ''}`;

/** What is in sight. */
export interface Sight {
  source: Source;
  layout: Layout;
  /** Indices of the first and last page in sight. */
  range: readonly [number, number];
  /** What is in sight of the column, in CSS pixels. */
  region: Box;
  dpr: number;
  /** Size in points of a page, turned, and its turn. */
  pageOf: (page: number) => { size: Size; turn: Quarters };
  withoutSeals: boolean;
  thumbnails: readonly number[];
  pace: Pace;
  /** Whether one moves on (`1`) or back (`-1`). */
  direction: 1 | -1;
}

/** Whether a page of this size on the screen comes in tiles. */
export const isTiled = (box: PageBox, dpr: number): boolean =>
  box.scale > TILED_ABOVE * PIXELS_PER_POINT * 1.001 || box.width * box.height * dpr * dpr > TILED_PIXELS;

/** Width in device pixels of the picture of a whole page: what lies under the tiles, if there are. */
export const baseWidth = (box: PageBox, dpr: number, size: Size): number => {
  if (!isTiled(box, dpr)) return box.pixels;
  const fits = Math.sqrt((TILED_PIXELS / 4 / size[1]) * size[0]);
  return Math.max(1, Math.round(Math.min(size[0] * PIXELS_PER_POINT * dpr, fits, box.pixels)));
};

function pageWants(sight: Sight, box: PageBox, urgency: Urgency): Want[] {
  const { source, dpr } = sight;
  const { size, turn } = sight.pageOf(box.page);
  const width = baseWidth(box, dpr, size);
  const [across, down] = pictureSize(size, width);
  const cut = { page: box.page, width, turn };
  const wants: Want[] = [{ place: `page:${box.page}`, path: pathOf(source, cut), urgency, pixels: across * down }];
  if (urgency !== 'visible') return wants;
  if (sight.withoutSeals) {
    wants.push({ place: `clean:${box.page}`, path: pathOf(source, { ...cut, withoutSeals: true }), urgency, pixels: across * down });
  }
  return isTiled(box, dpr) ? [...wants, ...tileWants(sight, box, size, turn)] : wants;
}

/** Name of the place of a tile; its numbers say where on the page it lies, in shares. */
export const tilePlace = (page: number, [width, height]: readonly [number, number], tile: Tile): string =>
  ['tile', page, tile.x / width, tile.y / height, tile.width / width, tile.height / height].join(':');

function tileWants({ source, region, dpr, withoutSeals }: Sight, box: PageBox, size: Size, turn: Quarters): Want[] {
  const whole = pictureSize(size, box.pixels);
  const part = [region[0] - box.x, region[1] - box.y, region[2] - box.x, region[3] - box.y].map((edge) => edge * dpr) as Box;
  return tilesIn(part, whole).map((tile) => ({
    place: tilePlace(box.page, whole, tile),
    path: pathOf(source, { page: box.page, width: whole[0], turn, tile, withoutSeals }),
    urgency: 'visible',
    pixels: tile.width * tile.height,
  }));
}

function previewWant({ source, pageOf }: Sight, { page }: PageBox, urgency: Urgency): Want {
  const { size, turn } = pageOf(page);
  const [width, height] = pictureSize(size, PREVIEW);
  return { place: `small:${page}`, path: pathOf(source, { page, width, turn }), urgency, pixels: width * height };
}

/** Pages from those in sight outwards, so many at most. */
export function outwards<T>(boxes: readonly T[], [first, last]: readonly [number, number], most: number): T[] {
  const found = boxes.slice(first, last + 1);
  for (let away = 1; found.length < most && (first - away >= 0 || last + away < boxes.length); away += 1) {
    const beside = [boxes[last + away], first - away >= 0 ? boxes[first - away] : undefined];
    found.push(...beside.filter((box) => box !== undefined));
  }
  return found;
}

/** What can be had fast enough while pages fly past: previews of those in sight and of the next. */
function flyingWants(sight: Sight): Want[] {
  const { layout, range, direction } = sight;
  const [first, last] = range;
  const ahead = Array.from({ length: FLYING_AHEAD }, (_, at) => layout.boxes[direction > 0 ? last + 1 + at : first - 1 - at]);
  const inSight = layout.boxes.slice(first, last + 1).map((box) => previewWant(sight, box, 'visible'));
  return [...inSight, ...ahead.flatMap((box) => (box ? [previewWant(sight, box, 'next')] : []))];
}

/** Everything wanted, in the order in which it is wanted. */
export function wantsOf(sight: Sight): Want[] {
  if (sight.pace === 'flying') return flyingWants(sight);
  const { layout, range, source, dpr } = sight;
  const [first, last] = range;
  const inSight = layout.boxes.slice(first, last + 1).flatMap((box) => pageWants(sight, box, 'visible'));
  const beside = [layout.boxes[last + 1], layout.boxes[first - 1]].filter((box) => box !== undefined);
  const ahead = beside.flatMap((box) => pageWants(sight, box, 'next'));
  const small = sight.thumbnails.map((page): Want => {
    const { size, turn } = sight.pageOf(page);
    const [width, height] = pictureSize(size, thumbnailWidth(size) * dpr);
    return { place: `thumb:${page}`, path: pathOf(source, { page, width, turn }), urgency: 'thumbnail', pixels: width * height };
  });
  const previews = sight.pace === 'rest' ? outwards(layout.boxes, range, PREVIEWS).map((box) => previewWant(sight, box, 'preview')) : [];
  return [...inSight, ...ahead, ...small, ...previews];
}

/** Width in CSS pixels of the thumbnail of a page: a wide page is not taller than a tall one. */
export const thumbnailWidth = ([width, height]: Size): number => Math.max(8, Math.round(Math.min(THUMBNAIL, (THUMBNAIL * 1.5 * width) / height)));
