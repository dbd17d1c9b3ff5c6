// Text of a page as runs: which character is under a point, which boxes and words a range has.
// Owns no state. Characters are counted as the program counts them (code points of the page, blanks
// between runs included). Trap: a text node counts UTF-16 units, so a rare Han character is two.
import type { TextRun } from '$api';
import { type Box, type Point } from './geometry';

/** Characters of one page, the first and one past the last. */
export type CharacterRange = readonly [number, number];

/** How many characters a run has. */
export const lengthOf = (run: TextRun): number => run.edges.length;
const endOf = (run: TextRun): number => run.first + lengthOf(run);

/** Whether a run is read against the direction in which points are counted. */
function isBackward(run: TextRun): boolean {
  const [first] = run.edges;
  const last = run.edges[run.edges.length - 1];
  if (first === undefined || last === undefined) return false;
  if (first !== last) return last < first;
  const [low, high] = run.vertical ? [run.area[1], run.area[3]] : [run.area[0], run.area[2]];
  return Math.abs(first - low) < Math.abs(first - high);
}

/** Where the boundary before character `at` of a run lies, in its direction; `at` may be the end. */
export function edgeOf(run: TextRun, at: number): number {
  if (at > 0) return run.edges[at - 1] ?? run.edges[run.edges.length - 1] ?? 0;
  const [left, top, right, bottom] = run.area;
  const backward = isBackward(run);
  if (run.vertical) return backward ? bottom : top;
  return backward ? right : left;
}

/** The box of some characters of a run, counted within it. */
export function boxIn(run: TextRun, from: number, to: number): Box {
  const [a, b] = [edgeOf(run, from), edgeOf(run, to)];
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const [left, top, right, bottom] = run.area;
  return run.vertical ? [left, low, right, high] : [low, top, high, bottom];
}

const beside = (value: number, low: number, high: number): number => Math.max(low - value, 0, value - high);

/** How far a point is from a run; across the line counts more than along it. */
function distance(run: TextRun, { x, y }: Point): number {
  const [left, top, right, bottom] = run.area;
  const [across, along] = run.vertical
    ? [beside(x, left, right), beside(y, top, bottom)]
    : [beside(y, top, bottom), beside(x, left, right)];
  return across * 4 + along;
}

/** The run under a point, or the nearest one. */
export function runAt(runs: readonly TextRun[], point: Point): TextRun | undefined {
  let [best, least] = [undefined as TextRun | undefined, Infinity];
  for (const run of runs) {
    const far = distance(run, point);
    if (far < least) [best, least] = [run, far];
  }
  return best;
}

/** The boundary between characters nearest to a point, as a number of the page's characters. */
export function caretAt(runs: readonly TextRun[], point: Point): number | null {
  const run = runAt(runs, point);
  if (!run) return null;
  const along = run.vertical ? point.y : point.x;
  let [best, least] = [0, Infinity];
  for (let at = 0; at <= lengthOf(run); at += 1) {
    const far = Math.abs(edgeOf(run, at) - along);
    if (far < least) [best, least] = [at, far];
  }
  return run.first + best;
}

/** The range between two boundaries in either order. */
export const rangeOf = (a: number, b: number): CharacterRange => (a <= b ? [a, b] : [b, a]);

const parts = function* (runs: readonly TextRun[], [from, to]: CharacterRange): Generator<[TextRun, number, number]> {
  for (const run of runs) {
    const [begin, end] = [Math.max(from, run.first), Math.min(to, endOf(run))];
    if (begin < end) yield [run, begin - run.first, end - run.first];
  }
};

/** Boxes of a range, one for each run it meets. */
export const areasOf = (runs: readonly TextRun[], range: CharacterRange): Box[] => [...parts(runs, range)].map(([run, from, to]) => boxIn(run, from, to));

/** Whether two runs stand on one line. */
function onOneLine(a: TextRun, b: TextRun): boolean {
  if (a.vertical !== b.vertical) return false;
  const [low, high] = a.vertical ? [0, 2] : [1, 3];
  const common = Math.min(a.area[high] ?? 0, b.area[high] ?? 0) - Math.max(a.area[low] ?? 0, b.area[low] ?? 0);
  const breadth = Math.min((a.area[high] ?? 0) - (a.area[low] ?? 0), (b.area[high] ?? 0) - (b.area[low] ?? 0));
  return common * 2 >= breadth;
}

/** The words of a range; runs of one line are joined by a blank, lines by a line end. */
export function textOf(runs: readonly TextRun[], range: CharacterRange): string {
  let [text, before] = ['', undefined as TextRun | undefined];
  for (const [run, from, to] of parts(runs, range)) {
    if (before) text += onOneLine(before, run) ? ' ' : '\n';
    text += [...run.text].slice(from, to).join('');
    before = run;
  }
  return text.replace(/\u200b/g, '');
}

/** The range without blanks at its ends; nothing when it is only those. */
export function trimmed(runs: readonly TextRun[], range: CharacterRange): CharacterRange | null {
  let [first, last] = [Infinity, -Infinity];
  for (const [run, from, to] of parts(runs, range)) {
    const characters = [...run.text];
    for (let at = from; at < to; at += 1) {
      if (/^[\s\u200b]$/.test(characters[at] ?? ' ')) continue;
      first = Math.min(first, run.first + at);
      last = Math.max(last, run.first + at + 1);
    }
  }
  return first < last ? [first, last] : null;
}

/** The word at a point, as people select it by a double click. */
export function wordAt(runs: readonly TextRun[], point: Point, language: string): CharacterRange | null {
  const run = runAt(runs, point);
  const caret = run && caretAt([run], point);
  if (!run || caret === null || caret === undefined) return null;
  // The boundary nearest to the point may be behind the character under it.
  const after = caret - run.first;
  const isBehind = after > 0 && inside(boxIn(run, after - 1, after), point, run.vertical);
  const character = Math.min(isBehind ? after - 1 : after, lengthOf(run) - 1);
  let begin = 0;
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'word' }).segment(run.text)) {
    const end = begin + [...segment].length;
    if (character < end) return [run.first + begin, run.first + end];
    begin = end;
  }
  return null;
}

const inside = (box: Box, { x, y }: Point, vertical: boolean): boolean => (vertical ? y >= box[1] && y < box[3] : x >= box[0] && x < box[2]);

/** The whole line at a point. */
export function lineAt(runs: readonly TextRun[], point: Point): CharacterRange | null {
  const run = runAt(runs, point);
  if (!run) return null;
  const line = runs.filter((other) => onOneLine(run, other));
  return [Math.min(...line.map((one) => one.first)), Math.max(...line.map(endOf))];
}

/** Characters before an offset of a text node. */
export const charactersBefore = (text: string, offset: number): number => [...text.slice(0, offset)].length;

/** The offset in a text node before a character. */
export const offsetBefore = (text: string, characters: number): number => [...text].slice(0, characters).join('').length;
