// Which part of a page is fitted to the window: the block of its text, smoothed over pages of one
// shape so that the size of letters does not change from page to page. Owns what was learnt of one
// document. Trap: pages are known one by one while one reads; what was once adopted changes only
// when it is clearly wrong, or the page under one's eyes would jump.
import { turnedBox, turnedSize, type Box, type Quarters, type Size } from './geometry';

/** Pages of one shape after which its frame is settled. */
const ENOUGH = 8;
/** With fewer pages than this, an office document's usual margins are believed too. */
const FEW = 3;
/** Where text usually goes from and to: a cover tells nothing of the pages behind it. */
const USUAL = [0.12, 0.88] as const;
/** Share of the width by which a better frame must differ to be adopted. */
const CLEARLY = 0.025;
/** Share of the width by which a page may stick out before it gets a frame of its own. */
const SLIGHTLY = 0.02;
/** The least share of a page that is fitted; a few words in the middle are not blown up. */
const LEAST = 0.6;
/** Share of pages left out at either end: page numbers and stray seals in the margin. */
const STRAY = 0.15;

type Shares = readonly [number, number];

interface Shape {
  samples: Shares[];
  adopted: Shares;
}

const shapeOf = ([width, height]: Size): string => `${Math.round(width / 10)}x${Math.round(height / 10)}`;
const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
};

/** From where to where text goes on most of the pages, in shares of the width. */
export function typical(samples: readonly Shares[]): Shares {
  const known = samples.length < FEW ? [...samples, USUAL] : samples;
  const left = quantile(known.map(([from]) => from), STRAY);
  const right = 1 - quantile(known.map(([, to]) => 1 - to), STRAY);
  return atLeast([left, right]);
}

function atLeast([left, right]: Shares): Shares {
  const missing = LEAST - (right - left);
  if (missing <= 0) return [Math.max(0, left), Math.min(1, right)];
  const from = Math.min(Math.max(0, left - missing / 2), 1 - LEAST);
  return [from, from + LEAST];
}

/** What is known of the text blocks of one document. */
export class Frames {
  readonly #shapes = new Map<string, Shape>();
  readonly #blocks = new Map<number, { shares: Shares; block: Box; turn: Quarters }>();

  /** Takes the block of a page; says whether any frame has changed by that. */
  learn(page: number, block: Box, size: Size, turn: Quarters): boolean {
    if (this.#blocks.get(page)?.turn === turn) return false;
    const [width] = turnedSize(size, turn);
    const turned = turnedBox(block, size, turn);
    const shares: Shares = [turned[0] / width, turned[2] / width];
    this.#blocks.set(page, { shares, block, turn });
    const name = shapeOf(turnedSize(size, turn));
    const shape = this.#shapes.get(name);
    if (!shape) {
      this.#shapes.set(name, { samples: [shares], adopted: typical([shares]) });
      return true;
    }
    return this.#weigh(shape, shares) || sticksOut(shares, shape.adopted);
  }

  #weigh(shape: Shape, shares: Shares): boolean {
    if (shape.samples.length >= ENOUGH) return false;
    shape.samples.push(shares);
    const better = typical(shape.samples);
    const apart = Math.max(Math.abs(better[0] - shape.adopted[0]), Math.abs(better[1] - shape.adopted[1]));
    if (apart < CLEARLY) return false;
    shape.adopted = better;
    return true;
  }

  /** The part of a turned page that is fitted, in its points. */
  frame(page: number, size: Size, turn: Quarters): Box {
    const [width, height] = turnedSize(size, turn);
    const adopted = this.#shapes.get(shapeOf([width, height]))?.adopted ?? USUAL;
    const own = this.#blocks.get(page);
    const mine = own?.turn === turn && sticksOut(own.shares, adopted) ? own.shares : adopted;
    return [Math.min(mine[0], adopted[0]) * width, 0, Math.max(mine[1], adopted[1]) * width, height];
  }

  /** From where to where something stands on a page, in shares of its height; all when unknown. */
  contents(page: number, size: Size, turn: Quarters): readonly [number, number] {
    const own = this.#blocks.get(page);
    if (!own) return [0, 1];
    const [, height] = turnedSize(size, turn);
    const [, top, , bottom] = turnedBox(own.block, size, turn);
    return [Math.max(0, top / height - 0.01), Math.min(1, bottom / height + 0.01)];
  }
}

const sticksOut = (shares: Shares, frame: Shares): boolean => shares[0] < frame[0] - SLIGHTLY || shares[1] > frame[1] + SLIGHTLY;
