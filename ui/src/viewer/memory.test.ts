import type { PageLayer } from '$api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Frames, typical } from './frames';
import { History } from './history';
import { Layers } from './layers';
import { Pictures, type Loading, type Want } from './pictures';
import { SeenWatch } from './seen';
import { firstFrom, hitAt } from './find.svelte';
import { factorOf } from './zooming';

const A4 = [595, 842] as const;

describe('frames', () => {
  it('believe usual margins as long as only a cover is known', () => {
    const [left, right] = typical([[0.3, 0.6]]);
    expect(left).toBeCloseTo(0.12);
    expect(right).toBeCloseTo(0.88);
    expect(typical([[0.05, 0.97]])).toEqual([0.05, 0.97]);
  });

  it('leave a stray page out and give it a frame of its own', () => {
    const frames = new Frames();
    for (let page = 1; page <= 8; page += 1) frames.learn(page, [90, 70, 505, 770], A4, 0);
    expect(frames.learn(9, [20, 70, 590, 770], A4, 0)).toBe(true);
    expect(frames.frame(9, A4, 0)[0]).toBeCloseTo(20);
    expect(frames.frame(10, A4, 0)[0]).toBeCloseTo(90);
  });

  it('do not move for what differs little', () => {
    const frames = new Frames();
    for (let page = 1; page <= 4; page += 1) frames.learn(page, [90, 70, 505, 770], A4, 0);
    const before = frames.frame(20, A4, 0);
    expect(frames.learn(5, [92, 60, 500, 700], A4, 0)).toBe(false);
    expect(frames.frame(20, A4, 0)).toEqual(before);
  });

  it('turn with the page', () => {
    const frames = new Frames();
    frames.learn(1, [60, 0, 595, 842], A4, 1);
    expect(frames.frame(1, A4, 1)).toEqual([0, 0, 842, 595]);
    expect(frames.contents(1, A4, 1)[0]).toBeCloseTo(60 / 595 - 0.01);
  });
});

describe('history', () => {
  const at = (page: number): Parameters<History['left']>[0] => ({ page, across: 0, down: 0, at: { x: 0, y: 0 } });
  it('goes back and forward again, and forgets what lay ahead after a new jump', () => {
    const history = new History().left(at(1)).left(at(5));
    const [once, five] = history.back(at(9)) ?? [];
    expect([five?.page, once?.past, once?.future]).toEqual([5, 1, 1]);
    expect(once?.forward(at(5))?.[1].page).toBe(9);
    expect(once?.left(at(5)).future).toBe(0);
    expect(new History().back(at(1))).toBeNull();
  });
});

/** Pictures that arrive when the test says so. */
class Arrivals {
  readonly open = new Map<string, { resolve: (image: HTMLImageElement) => void; reject: () => void }>();
  readonly asked: string[] = [];
  dropped = 0;
  load = (url: string): Loading => {
    this.asked.push(url);
    const done = new Promise<HTMLImageElement>((resolve, reject) => this.open.set(url, { resolve, reject: () => reject(new Error(url)) }));
    return { done, drop: () => (this.dropped += 1) };
  };
  async arrive(url: string): Promise<void> {
    this.open.get(url)?.resolve(new Image());
    await Promise.resolve().then(() => undefined);
  }
}
const want = (place: string, urgency: Want['urgency'] = 'visible', path = place, pixels = 100): Want => ({ place, path, urgency, pixels });

describe('pictures', () => {
  let arrivals: Arrivals;
  let shown: Map<string, string | null>;
  let pictures: Pictures;
  beforeEach(() => {
    arrivals = new Arrivals();
    shown = new Map();
    pictures = new Pictures(({ path }) => path, { changed: (place, picture) => void shown.set(place, picture?.path ?? null), failed: (place) => void shown.set(place, 'failed') }, 250, arrivals.load);
  });

  it('ask for what is seen before what is next, a few at a time', async () => {
    pictures.want([want('t', 'thumbnail'), want('n', 'next'), want('a'), want('b'), want('c'), want('d')]);
    expect(arrivals.asked).toEqual(['a', 'b', 'c']);
    await arrivals.arrive('a');
    expect(arrivals.asked).toEqual(['a', 'b', 'c', 'd']);
    for (const name of ['b', 'c', 'd']) await arrivals.arrive(name);
    expect(arrivals.asked.slice(4)).toEqual(['n']);
    await arrivals.arrive('n');
    expect(arrivals.asked.slice(5)).toEqual(['t']);
  });

  it('drop what is not wanted any more, even when it comes all the same', async () => {
    pictures.want([want('a')]);
    pictures.want([want('b')]);
    expect(arrivals.dropped).toBe(1);
    await arrivals.arrive('a');
    expect(shown.has('a')).toBe(false);
  });

  it('keep an older picture of a place until the new one is there', async () => {
    pictures.want([want('page:1', 'visible', 'small')]);
    await arrivals.arrive('small');
    pictures.want([want('page:1', 'visible', 'large')]);
    expect(shown.get('page:1')).toBe('small');
    await arrivals.arrive('large');
    expect(shown.get('page:1')).toBe('large');
  });

  it('stay within their budget besides what is wanted', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      pictures.want([want(name)]);
      await arrivals.arrive(name);
    }
    expect(pictures.pixels).toBeLessThanOrEqual(250 + 100);
    expect(shown.get('a')).toBeNull();
    expect(shown.get('e')).toBe('e');
    pictures.close();
    expect(pictures.pixels).toBe(0);
  });

  it('keep previews within a budget of their own', async () => {
    for (const name of ['small:1', 'a', 'small:2', 'b', 'c']) {
      pictures.want([want(name)]);
      await arrivals.arrive(name);
    }
    // Two pictures of 100 beside what is wanted fill 250; two previews do not count to them.
    expect(['small:1', 'small:2', 'a', 'b', 'c'].filter((name) => pictures.get(name))).toEqual(['small:1', 'small:2', 'a', 'b', 'c']);
    for (const name of ['d', 'e']) {
      pictures.want([want(name)]);
      await arrivals.arrive(name);
    }
    expect(['small:1', 'small:2', 'a', 'b'].filter((name) => pictures.get(name))).toEqual(['small:1', 'small:2']);
  });

  it('do not ask again for what failed, until told to', async () => {
    pictures.want([want('a')]);
    arrivals.open.get('a')?.reject();
    await vi.waitFor(() => expect(shown.get('a')).toBe('failed'));
    pictures.want([want('a')]);
    expect(arrivals.asked).toEqual(['a']);
    pictures.retry();
    expect(arrivals.asked).toEqual(['a', 'a']);
  });
});

describe('layers', () => {
  it('are asked for one at a time, always the most wanted', async () => {
    const asked: number[] = [];
    const answers: ((layer: PageLayer) => void)[] = [];
    const came: number[] = [];
    const layers = new Layers((page) => {
      asked.push(page);
      return new Promise((resolve) => answers.push(resolve));
    }, ({ page }) => void came.push(page));
    const answer = async (page: number): Promise<void> => {
      answers.shift()?.({ page, scan: false, block: [0, 0, 1, 1], runs: [], links: [] });
      await vi.waitFor(() => expect(came).toContain(page));
    };
    layers.want([1, 2, 3]);
    layers.want([9, 1]);
    await answer(1);
    expect(asked).toEqual([1, 9]);
    await answer(9);
    expect(asked).toEqual([1, 9]);
    expect(layers.get(2)).toBeUndefined();
  });
});

describe('pages seen', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are those that stayed, told together and once', () => {
    const told: number[][] = [];
    const watch = new SeenWatch((pages) => void told.push(pages));
    watch.inSight([1]);
    vi.advanceTimersByTime(500);
    watch.inSight([2, 3]);
    vi.advanceTimersByTime(900);
    watch.inSight([3, 4]);
    vi.advanceTimersByTime(900);
    expect(told).toEqual([[2, 3, 4]]);
    watch.inSight([5]);
    vi.advanceTimersByTime(900);
    watch.close();
    expect(told).toEqual([[2, 3, 4], [5]]);
  });
});

describe('hits', () => {
  const rows = [{ page: 3, count: 2 }, { page: 7, count: 1 }, { page: 9, count: 4 }];
  it('are counted over pages', () => {
    expect([0, 1, 2, 3, 6].map((number) => hitAt(rows, number))).toEqual([
      { page: 3, index: 0 }, { page: 3, index: 1 }, { page: 7, index: 0 }, { page: 9, index: 0 }, { page: 9, index: 3 },
    ]);
    expect(hitAt(rows, 7)).toBeNull();
  });
  it('begin with the page one reads, or all over again behind the last', () => {
    expect([1, 4, 8, 10].map((page) => firstFrom(rows, page))).toEqual([0, 2, 3, 0]);
  });
});

it('zooms back by as much as it zoomed, whatever the unit', () => {
  expect(factorOf({ deltaY: 100, deltaMode: 0 }) * factorOf({ deltaY: -100, deltaMode: 0 })).toBeCloseTo(1);
  expect(factorOf({ deltaY: -3, deltaMode: 1 })).toBeGreaterThan(1.2);
});
