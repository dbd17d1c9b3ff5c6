import type { TextRun } from '$api';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../test/support/seeded';
import { areasOf, boxIn, caretAt, charactersBefore, edgeOf, lineAt, offsetBefore, rangeOf, textOf, trimmed, wordAt } from './text';

/** A run of characters ten points wide (or high). */
function run(text: string, x: number, y: number, first: number, { vertical = false, backward = false } = {}): TextRun {
  const count = [...text].length;
  const area: TextRun['area'] = vertical ? [x, y, x + 12, y + count * 10] : [x, y, x + count * 10, y + 12];
  const begin = vertical ? y : x;
  const edges = Array.from({ length: count }, (_, at) => (backward ? begin + (count - at - 1) * 10 : begin + (at + 1) * 10));
  return { text, area, edges, vertical, first };
}
const page = [run('合并资产', 100, 100, 0), run('负债表', 160, 100, 5), run('编制单位：丙公司', 100, 130, 9)];

describe('from a point to a character', () => {
  it('takes the nearest boundary, on the nearest line, wherever the point is', () => {
    expect(caretAt(page, { x: 121, y: 106 })).toBe(2);
    expect(caretAt(page, { x: 129, y: 106 })).toBe(3);
    expect(caretAt(page, { x: 0, y: 104 })).toBe(0);
    expect(caretAt(page, { x: 900, y: 104 })).toBe(8);
    expect(caretAt(page, { x: 900, y: 900 })).toBe(17);
    expect(caretAt([], { x: 0, y: 0 })).toBeNull();
  });

  it('goes down in vertical writing and back in a line that is turned', () => {
    const column = run('竖排文字', 300, 100, 40, { vertical: true });
    expect(caretAt([column], { x: 306, y: 121 })).toBe(42);
    const back = run('文字', 300, 100, 0, { backward: true });
    expect(edgeOf(back, 0)).toBe(320);
    expect(caretAt([back], { x: 319, y: 105 })).toBe(0);
    expect(boxIn(back, 0, 1)).toEqual([310, 100, 320, 112]);
    const up = run('一', 0, 0, 0, { vertical: true, backward: true });
    expect(boxIn(up, 0, 1)).toEqual([0, 0, 12, 10]);
  });

  it('gives back every boundary it is asked for', () => {
    for (const one of page) {
      for (let at = 0; at <= one.edges.length; at += 1) {
        expect(caretAt([one], { x: edgeOf(one, at), y: one.area[1] + 5 })).toBe(one.first + at);
      }
    }
  });
});

describe('a range of characters', () => {
  it('has a box in each run it meets', () => {
    expect(areasOf(page, [2, 7])).toEqual([[120, 100, 140, 112], [160, 100, 180, 112]]);
    expect(areasOf(page, [4, 5])).toEqual([]);
  });

  it('joins runs of a line by a blank and lines by a line end', () => {
    expect(textOf(page, [2, 11])).toBe('资产 负债表\n编制');
    expect(textOf([run('一\u200b二', 0, 0, 0)], [0, 3])).toBe('一二');
  });

  it('is the same in either direction', () => expect(rangeOf(9, 2)).toEqual([2, 9]));

  it('has the same boxes in one piece as in two', () => {
    const random = seeded(5);
    for (let time = 0; time < 200; time += 1) {
      const [from, to] = rangeOf(Math.floor(random() * 18), Math.floor(random() * 18));
      const middle = from + Math.floor(random() * (to - from + 1));
      const width = (boxes: number[][]): number => boxes.reduce((all, [left = 0, , right = 0]) => all + right - left, 0);
      expect(width(areasOf(page, [from, middle])) + width(areasOf(page, [middle, to]))).toBeCloseTo(width(areasOf(page, [from, to])));
    }
  });

  it('loses blanks at its ends and is nothing when it is blank', () => {
    const blank = [run('  文字 ', 0, 0, 10)];
    expect(trimmed(blank, [10, 15])).toEqual([12, 14]);
    expect(trimmed(blank, [10, 12])).toBeNull();
  });
});

describe('a double and a triple click', () => {
  it('take the character under the point and not the one behind it', () => {
    const words = [run('net sales 2019', 0, 0, 0)];
    expect(wordAt(words, { x: 42, y: 5 }, 'en')).toEqual([4, 9]);
    expect(wordAt(words, { x: 88, y: 5 }, 'en')).toEqual([4, 9]);
    expect(wordAt(words, { x: 101, y: 5 }, 'en')).toEqual([10, 14]);
  });

  it('take a line with all of its runs', () => {
    expect(lineAt(page, { x: 105, y: 106 })).toEqual([0, 8]);
    expect(lineAt(page, { x: 105, y: 136 })).toEqual([9, 17]);
  });
});

describe('characters and units of a text node', () => {
  it('count a rare Han character once', () => {
    const text = '𠮷野家𠀋';
    expect([0, 2, 3, 4, 6].map((offset) => charactersBefore(text, offset))).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2, 3, 4].map((count) => offsetBefore(text, count))).toEqual([0, 2, 3, 4, 6]);
  });

  it('undo each other for any text', () => {
    const random = seeded(9);
    const letters = ['甲', '𠮷', 'a', '\u200b', ' ', '😀'];
    for (let time = 0; time < 200; time += 1) {
      const text = Array.from({ length: 12 }, () => letters[Math.floor(random() * letters.length)]).join('');
      const count = Math.floor(random() * 13);
      expect(charactersBefore(text, offsetBefore(text, count))).toBe(count);
    }
  });
});
