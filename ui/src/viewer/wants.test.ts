// Which pictures are asked for at which pace.
import { describe, expect, it } from 'vitest';
import type { Size } from './geometry';
import { layoutOf } from './layout';
import { outwards, wantsOf, type Pace, type Sight } from './wants';

const size: Size = [595, 842];
const layout = layoutOf(Array.from({ length: 2_000 }, (_, at) => ({ page: at + 1, size, frame: [0, 0, 595, 842] })), 'width', { width: 700, height: 500, dpr: 1 });
const sight = (pace: Pace, direction: 1 | -1 = 1): Sight => ({
  source: { application: 'a', document: 'd' }, layout, range: [500, 501], region: [0, 0, 700, 500], dpr: 1,
  pageOf: () => ({ size, turn: 0 }), withoutSeals: false, thumbnails: [], pace, direction,
});
const places = (pace: Pace, direction?: 1 | -1): string[] => wantsOf(sight(pace, direction)).map(({ place }) => place);

describe('what is wanted', () => {
  it('is, while pages fly past, previews of those in sight and of the next', () => {
    expect(places('flying')).toEqual(['small:501', 'small:502', 'small:503', 'small:504', 'small:505', 'small:506']);
    expect(places('flying', -1).slice(2)).toEqual(['small:500', 'small:499', 'small:498', 'small:497']);
  });

  it('is, while one reads on, the pages in sight and beside it, and nothing that could hold them up', () => {
    expect(places('moving')).toEqual(['page:501', 'page:502', 'page:503', 'page:500']);
  });

  it('is, at rest, previews of so many pages besides, the nearest first', () => {
    const previews = places('rest').filter((place) => place.startsWith('small:'));
    expect(previews.slice(0, 5)).toEqual(['small:501', 'small:502', 'small:503', 'small:500', 'small:504']);
    expect(previews.length).toBe(1_200);
    expect(wantsOf(sight('rest')).filter(({ urgency }) => urgency === 'preview').length).toBe(1_200);
  });

  it('goes outwards to the end of either side', () => {
    expect(outwards([1, 2, 3, 4, 5], [1, 1], 9)).toEqual([2, 3, 1, 4, 5]);
    expect(outwards([1, 2, 3], [0, 0], 2)).toEqual([1, 2]);
  });
});
