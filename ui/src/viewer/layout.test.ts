import { describe, expect, it } from 'vitest';
import { seeded } from '../../test/support/seeded';
import { MOST_ZOOM, PIXELS_PER_POINT, type Box, type Size } from './geometry';
import { anchorAt, boxOfPage, indexAt, layoutOf, nextStop, scaleOf, scrollFor, seenBetween, type Fit, type Leaf, type Viewport } from './layout';

const A4: Size = [595, 842];
const view: Viewport = { width: 700, height: 500, dpr: 1.25 };
const leaf = (page: number, size: Size = A4, frame: Box = [0, 0, size[0], size[1]]): Leaf => ({ page, size, frame });
const volume = (count: number, from = 1): Leaf[] => Array.from({ length: count }, (_, at) => leaf(from + at));

describe('the scale of a page', () => {
  it('fits text, width and whole page', () => {
    const block = leaf(1, A4, [95, 0, 500, 842]);
    expect(scaleOf('block', block, view) * 405).toBeCloseTo(700 - 24);
    expect(scaleOf('block', block, { ...view, width: 1800 })).toBeCloseTo(2 * PIXELS_PER_POINT);
    expect(scaleOf('width', block, view) * 595).toBeCloseTo(700 - 24);
    expect(scaleOf('page', block, view) * 842).toBeCloseTo(500 - 20);
    expect(scaleOf(1, block, view)).toBeCloseTo(PIXELS_PER_POINT);
    expect(scaleOf(99, block, view)).toBeCloseTo(MOST_ZOOM * PIXELS_PER_POINT);
  });
});

describe('the column', () => {
  it('keeps pages apart, on whole device pixels, with the fitted part in the middle', () => {
    const random = seeded(3);
    for (let time = 0; time < 60; time += 1) {
      const dpr = [1, 1.25, 1.5, 2][time % 4] ?? 1;
      const leaves = Array.from({ length: 1 + Math.floor(random() * 30) }, (_, at) => {
        const size: Size = [100 + random() * 900, 100 + random() * 900];
        const left = random() * 0.3 * size[0];
        return leaf(at + 5, size, [left, 0, left + size[0] * (0.4 + random() * 0.3), size[1]]);
      });
      const fit = (['block', 'width', 'page', 1.7] as Fit[])[Math.floor(random() * 4)] ?? 'block';
      const layout = layoutOf(leaves, fit, { ...view, dpr });
      layout.boxes.forEach((box, at) => {
        const before = layout.boxes[at - 1];
        if (before) expect(box.y).toBeGreaterThan(before.y + before.height + 8);
        expect(box.y * dpr).toBeCloseTo(Math.round(box.y * dpr), 6);
        expect(box.width * dpr).toBeCloseTo(box.pixels, 6);
        expect(box.x).toBeGreaterThanOrEqual(-0.51);
        expect(box.x + box.width).toBeLessThanOrEqual(layout.width + 0.51);
        const frame = leaves[at]?.frame ?? [0, 0, 0, 0];
        const middle = fit === 'block' ? ((frame[0] + frame[2]) / 2) * box.scale : box.width / 2;
        expect(Math.abs(box.x + middle - layout.axis)).toBeLessThan(1.1);
      });
      expect(layout.width).toBeGreaterThanOrEqual(view.width);
    }
  });

  it('stays within what browsers lay out, for ten thousand pages at the largest zoom', () => {
    expect(layoutOf(volume(10_000), 8, view).height).toBeLessThan(33_000_000);
  });

  it('knows pages by their number in the file', () => {
    const layout = layoutOf(volume(10, 31), 'width', view);
    expect(boxOfPage(layout, 35)?.page).toBe(35);
    expect(boxOfPage(layout, 30)).toBeUndefined();
  });
});

describe('what is in sight', () => {
  const layout = layoutOf([leaf(1), leaf(2, [842, 595]), leaf(3), leaf(4, [300, 200]), leaf(5)], 'width', view);

  it('is what a look at every page says', () => {
    for (let top = -50; top < layout.height + 50; top += 37) {
      const slow = layout.boxes.flatMap((box, at) => (box.y + box.height >= top && box.y < top + 500 ? [at] : []));
      const [first, last] = seenBetween(layout, top, top + 500);
      for (const at of slow) expect(at >= first && at <= last, `${at} at ${top}`).toBe(true);
      expect(last - first).toBeLessThanOrEqual(slow.length);
    }
  });

  it('begins with the first page above everything', () => expect(indexAt(layout, -1000)).toBe(0));
});

describe('an anchor', () => {
  it('stands where it stood after zoom and change of width', () => {
    const random = seeded(11);
    for (let time = 0; time < 200; time += 1) {
      const before = layoutOf(volume(40), 0.3 + random() * 4, view);
      const scroll = { x: random() * 300, y: random() * (before.height - view.height) };
      const at = { x: random() * view.width, y: random() * view.height };
      const anchor = anchorAt(before, scroll, at);
      if (!anchor) throw new Error('there is always a page');
      const again = scrollFor(before, anchor);
      expect(again.x).toBeCloseTo(scroll.x, 4);
      expect(again.y).toBeCloseTo(scroll.y, 4);
      const after = layoutOf(volume(40), 0.3 + random() * 4, { ...view, width: 300 + random() * 900 });
      const moved = anchorAt(after, scrollFor(after, anchor), at);
      // Between two pages a place may fall into the next gap.
      if (anchor.down > 0.01 && anchor.down < 0.99) {
        expect(moved?.page).toBe(anchor.page);
        expect(moved?.down).toBeCloseTo(anchor.down, 3);
      }
    }
  });
});

describe('a screenful on', () => {
  const layout = layoutOf(volume(6), 'width', view);
  const contents = (): readonly [number, number] => [0.1, 0.9];

  it('reads every line of every page, going down', () => {
    let y = layout.boxes[0]?.y ?? 0;
    const seen: [number, number][] = [[y, y + view.height]];
    for (let step = 0; step < 60; step += 1) {
      const next = nextStop(layout, y, view, 1, contents);
      expect(next).toBeGreaterThan(y);
      y = next;
      seen.push([y, y + view.height]);
      if (y > layout.height) break;
    }
    for (const box of layout.boxes) {
      for (let share = 0.1; share < 0.9; share += 0.01) {
        const at = box.y + share * box.height;
        expect(seen.some(([from, to]) => at >= from && at <= to), `page ${box.page} ${share}`).toBe(true);
      }
    }
  });

  it('goes up as well, to the beginning', () => {
    let y = layout.height - view.height;
    for (let step = 0; step < 60 && y > 0; step += 1) {
      const next = nextStop(layout, y, view, -1, contents);
      expect(next).toBeLessThan(y);
      y = next;
    }
    expect(y).toBeLessThan(200);
  });

  it('begins the next page at its text', () => {
    const [first, second] = layout.boxes;
    if (!first || !second) throw new Error('six pages');
    const atEnd = first.y + first.height * 0.9 - view.height;
    expect(nextStop(layout, atEnd, view, 1, contents)).toBeCloseTo(second.y + second.height * 0.1 - 10);
  });
});
