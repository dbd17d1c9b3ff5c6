// What the desk of one application looked like when it was left: fit, split, tint, turned pages.
// Owns the text that the program keeps without looking into it. Trap: it was written by an earlier
// version or for another edition of the package, so nothing in it is believed without a look.
import type { Fit, Quarters } from '$viewer';

/** One of two places side by side, and how it was shown. */
export interface PlaceLeft {
  document: string;
  page: number;
  fit: Fit;
  /** Share of the page above the upper edge. */
  down: number;
}

/** A document: the page one was at, and pages that were turned. */
export interface PaperLeft {
  page: number;
  turns?: Record<string, Quarters>;
}

/** A desk as it was left. */
export interface DeskLeft {
  main: PlaceLeft | null;
  beside: PlaceLeft | null;
  side: 'main' | 'beside';
  view: string;
  full: string | null;
  tint: string | null;
  papers: Record<string, PaperLeft>;
}

/** Bytes up to which a layout is kept; the program refuses somewhat longer ones. */
const MOST = 60_000;
const FITS: readonly unknown[] = ['block', 'width', 'page'];

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const pageIn = (value: unknown): number => Math.max(1, Math.round(number(value) ?? 1));

function fitIn(value: unknown): Fit {
  return FITS.includes(value) ? (value as Fit) : (number(value) ?? 'block');
}

function placeIn(value: unknown): PlaceLeft | null {
  const { document, page, fit, down } = fields(value);
  const name = text(document);
  if (name === null) return null;
  return { document: name, page: pageIn(page), fit: fitIn(fit), down: Math.min(1, Math.max(0, number(down) ?? 0)) };
}

function turnsIn(value: unknown): Record<string, Quarters> | undefined {
  const known = Object.entries(fields(value)).filter((turn): turn is [string, Quarters] => turn[1] === 1 || turn[1] === 2 || turn[1] === 3);
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}

function papersIn(value: unknown): Record<string, PaperLeft> {
  const papers = Object.entries(fields(value)).map(([document, paper]): [string, PaperLeft] => {
    const { page, turns } = fields(paper);
    const turned = turnsIn(turns);
    return [document, { page: pageIn(page), ...(turned ? { turns: turned } : {}) }];
  });
  return Object.fromEntries(papers);
}

/** Reads what was kept; what it does not say is as at the first time. */
export function readLayout(kept: string): DeskLeft {
  let said: Fields = {};
  try {
    said = fields(JSON.parse(kept));
  } catch {
    // Nothing was kept, or it is not to be read: the desk is laid out as at the first time.
  }
  const main = placeIn(said['main']);
  return {
    main,
    beside: placeIn(said['beside']),
    side: said['side'] === 'beside' ? 'beside' : 'main',
    view: text(said['view']) ?? 'card',
    full: text(said['full']),
    tint: text(said['tint']),
    papers: papersIn(said['papers']),
  };
}

/** What is kept. Of very many turned pages the turns are given up before anything else is. */
export function writeLayout(left: DeskLeft): string {
  const whole = JSON.stringify(left);
  if (whole.length <= MOST) return whole;
  return JSON.stringify({ ...left, papers: {} });
}
