// What is remembered of a desk: written and read back, and never believed when it is nonsense.
import { describe, expect, it } from 'vitest';
import { readLayout, writeLayout, type DeskLeft } from './layout';

const left: DeskLeft = {
  main: { document: 'd2', page: 7, fit: 1.5, down: 0.25 },
  beside: { document: 'd3', page: 2, fit: 'width', down: 0 },
  side: 'beside',
  view: 'sheet',
  full: 'evidence',
  tint: 'green',
  papers: { d2: { page: 7, turns: { 7: 1, 12: 3 } }, d3: { page: 2 } },
};

describe('the layout of a desk', () => {
  it('comes back as it was left', () => {
    expect(readLayout(writeLayout(left))).toEqual(left);
  });

  it.each(['', '{', '[]', 'null', '{"main":7,"beside":"x","papers":[1],"side":3}', '{"document":"d2"}'])('is as at the first time for %j', (kept) => {
    const read = readLayout(kept);
    expect([read.main, read.beside, read.side, read.view, read.full, read.tint]).toEqual([null, null, 'main', 'card', null, null]);
  });

  it('takes no page, share, fit or turn that there cannot be', () => {
    const kept = { main: { document: 'd', page: -3, fit: 'odd', down: 9 }, papers: { d: { page: 'x', turns: { 1: 7, 2: 2 } } } };
    const read = readLayout(JSON.stringify(kept));
    expect(read.main).toEqual({ document: 'd', page: 1, fit: 'block', down: 1 });
    expect(read.papers).toEqual({ d: { page: 1, turns: { 2: 2 } } });
  });

  it('gives turned pages up before it grows beyond what is kept', () => {
    const turns = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [String(at), 1 as const]));
    const kept = writeLayout({ ...left, papers: { d2: { page: 7, turns } } });
    expect(kept.length).toBeLessThan(60_000);
    expect(readLayout(kept).main).toEqual(left.main);
  });
});
