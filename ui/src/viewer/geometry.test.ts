import { describe, expect, it } from 'vitest';
import { around, clamp, contains, cropTile, pictureSize, quarters, tilesIn, turnedBox, turnedPoint, turnedSize, unstacked, unturnedBox, unturnedPoint, within, type Box, type Quarters, type Size } from './geometry';
import { seeded } from '../../test/support/seeded';

const many = (check: (next: (least: number, most: number) => number) => void, times = 300): void => {
  const random = seeded(7);
  for (let time = 0; time < times; time += 1) check((least, most) => least + random() * (most - least));
};
const sizeOf = (next: (least: number, most: number) => number): Size => [next(10, 3000), next(10, 3000)];
const boxIn = (next: (least: number, most: number) => number, [width, height]: Size): Box => {
  const [left, top] = [next(0, width * 0.9), next(0, height * 0.9)];
  return [left, top, next(left, width), next(top, height)];
};

describe('turning', () => {
  it('turns a corner clockwise', () => {
    expect(turnedPoint({ x: 0, y: 0 }, [100, 200], 1)).toEqual({ x: 200, y: 0 });
    expect(turnedPoint({ x: 0, y: 0 }, [100, 200], 2)).toEqual({ x: 100, y: 200 });
    expect(turnedPoint({ x: 0, y: 0 }, [100, 200], 3)).toEqual({ x: 0, y: 100 });
    expect(turnedSize([100, 200], 3)).toEqual([200, 100]);
  });

  it('is undone by the way back, for points and boxes', () => {
    many((next) => {
      const size = sizeOf(next);
      const turn = Math.floor(next(0, 3.999)) as Quarters;
      const box = boxIn(next, size);
      const back = unturnedBox(turnedBox(box, size, turn), size, turn);
      back.forEach((edge, at) => expect(edge).toBeCloseTo(box[at] ?? NaN, 6));
      const point = { x: next(0, size[0]), y: next(0, size[1]) };
      const again = unturnedPoint(turnedPoint(point, size, turn), size, turn);
      expect([again.x, again.y].map((value) => value.toFixed(6))).toEqual([point.x, point.y].map((value) => value.toFixed(6)));
    });
  });

  it('keeps a box within the page, and what it contains', () => {
    many((next) => {
      const size = sizeOf(next);
      const turn = Math.floor(next(0, 3.999)) as Quarters;
      const box = boxIn(next, size);
      const inside = { x: next(box[0], box[2]), y: next(box[1], box[3]) };
      const turned = turnedBox(box, size, turn);
      expect(contains([turned[0] - 1e-6, turned[1] - 1e-6, turned[2] + 1e-6, turned[3] + 1e-6], turnedPoint(inside, size, turn))).toBe(true);
      const whole = turnedSize(size, turn);
      expect(turned[0] >= -1e-6 && turned[1] >= -1e-6 && turned[2] <= whole[0] + 1e-6 && turned[3] <= whole[1] + 1e-6).toBe(true);
    });
  });

  it('counts quarters whatever their number', () => expect([-1, 4, 7, -6].map(quarters)).toEqual([3, 0, 3, 2]));
});

describe('tiles', () => {
  it('cover what is seen of a picture, without overlap, and nothing beside it', () => {
    many((next) => {
      const picture: [number, number] = [Math.ceil(next(1, 9000)), Math.ceil(next(1, 9000))];
      const region: Box = [next(-500, 8000), next(-500, 8000), next(0, 9500), next(0, 9500)];
      const tiles = tilesIn(region, picture);
      for (const { x, y, width, height } of tiles) {
        expect(width > 0 && height > 0 && x + width <= picture[0] && y + height <= picture[1]).toBe(true);
      }
      const seen = within(region, picture);
      const wanted = Math.max(0, seen[2] - seen[0]) * Math.max(0, seen[3] - seen[1]);
      const covered = tiles.reduce((all, tile) => {
        const across = Math.min(seen[2], tile.x + tile.width) - Math.max(seen[0], tile.x);
        const down = Math.min(seen[3], tile.y + tile.height) - Math.max(seen[1], tile.y);
        return all + Math.max(0, across) * Math.max(0, down);
      }, 0);
      if (region[2] > region[0] && region[3] > region[1]) expect(covered).toBeCloseTo(wanted, 3);
    });
  });

  it('count rows as the program does', () => {
    expect(pictureSize([595, 842], 1190)).toEqual([1190, 1684]);
    expect(pictureSize([842, 595], 842)).toEqual([842, 595]);
  });
});

describe('crops', () => {
  it('have a margin and end at the page', () => {
    expect(cropTile([[100, 100, 200, 120]], [595, 842], 2, 10)).toEqual({ x: 180, y: 180, width: 240, height: 80 });
    expect(cropTile([[0, 0, 590, 20]], [595, 842], 1, 10)).toEqual({ x: 0, y: 0, width: 595, height: 30 });
    expect(cropTile([], [595, 842], 1, 10)).toBeNull();
  });
});

describe('marks', () => {
  it('never cover one another and stay in order', () => {
    many((next) => {
      const tops = Array.from({ length: Math.ceil(next(1, 12)) }, () => next(0, 200));
      const placed = unstacked(tops, 26);
      const sorted = [...placed].sort((a, b) => a - b);
      sorted.slice(1).forEach((top, at) => expect(top - (sorted[at] ?? 0)).toBeGreaterThanOrEqual(26 - 1e-9));
      placed.forEach((top, at) => expect(top).toBeGreaterThanOrEqual(tops[at] ?? 0));
    });
  });
});

it('clamps even when bounds are the wrong way round', () => expect(clamp(5, 3, 1)).toBe(3));
it('finds nothing around nothing', () => expect(around([])).toBeNull());
