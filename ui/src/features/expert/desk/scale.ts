// What typed digits mean on a scale, and what lies a step away. Owns the arithmetic of marks in
// whole steps of the last decimal place; binary fractions never touch a mark.
// Trap: digits are read as people say them, so `75` on 0–10 is 7.5 and `10` is ten.
import type { MarkingWay } from '$api';

/** Least, greatest and step of a scale, as decimals in text. */
export type Scale = Pick<Extract<MarkingWay, { kind: 'scale' }>, 'min' | 'max' | 'step'>;

const placesOf = (text: string): number => text.split('.')[1]?.replace(/0+$/, '').length ?? 0;

/** Decimal places that marks of a scale have. */
export const places = (scale: Scale): number => Math.max(placesOf(scale.min), placesOf(scale.max), placesOf(scale.step));

/** A decimal in units of its last place, or `null` when it has more places than that. */
function unitsOf(text: string, digits: number): number | null {
  const found = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  const [, sign = '', whole = '', fraction = ''] = found ?? [];
  if (!found || (whole === '' && fraction === '') || /[^0]/.test(fraction.slice(digits))) return null;
  const units = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return sign === '' || units === 0 ? units : -units;
}

function textOf(units: number, digits: number): string {
  const plain = String(Math.abs(units)).padStart(digits + 1, '0');
  const at = plain.length - digits;
  const text = digits === 0 ? plain : `${plain.slice(0, at)}.${plain.slice(at)}`;
  return units < 0 ? `-${text}` : text;
}

interface Grid {
  digits: number;
  min: number;
  max: number;
  step: number;
}

function gridOf(scale: Scale): Grid {
  const digits = places(scale);
  const units = (text: string): number => unitsOf(text, digits) ?? 0;
  return { digits, min: units(scale.min), max: units(scale.max), step: Math.max(1, units(scale.step)) };
}

const isOn = ({ min, max, step }: Grid, units: number): boolean => units >= min && units <= max && (units - min) % step === 0;

/** Ways to read digits: as a whole number, then with one decimal place, and so on. */
function readings(typed: string, digits: number): string[] {
  if (typed.includes('.')) return [typed];
  const wholes = Array.from({ length: Math.min(digits, typed.length - 1) + 1 }, (_, cut) => {
    const at = typed.length - cut;
    return cut === 0 ? typed : `${typed.slice(0, at)}.${typed.slice(at)}`;
  });
  // A leading zero is said for the sake of what follows it: `05` is a half.
  return typed.length > 1 && typed.startsWith('0') && digits > 0 ? wholes.slice(1).reverse() : wholes;
}

/** The mark that typed digits stand for, or `null` when there is no such mark on the scale. */
export function typedValue(scale: Scale, typed: string): string | null {
  const grid = gridOf(scale);
  const sign = grid.max <= 0 ? -1 : 1;
  for (const reading of typed === '' ? [] : readings(typed, grid.digits)) {
    const units = unitsOf(reading, grid.digits);
    const signed = units === null || units === 0 ? units : units * sign;
    if (signed !== null && isOn(grid, signed)) return textOf(signed, grid.digits);
  }
  return null;
}

/** The mark one step up or down, kept within the scale; `null` when `value` is none of its marks. */
export function stepped(scale: Scale, value: string, direction: 1 | -1): string | null {
  const grid = gridOf(scale);
  const units = unitsOf(value, grid.digits);
  if (units === null) return null;
  return textOf(Math.min(grid.max, Math.max(grid.min, units + direction * grid.step)), grid.digits);
}

/** The mark in the middle of an anchor's range, the lower one of two. */
export function middle(scale: Scale, from: string, to: string): string | null {
  const grid = gridOf(scale);
  const [low, high] = [unitsOf(from, grid.digits), unitsOf(to, grid.digits)];
  if (low === null || high === null || low > high) return null;
  const first = grid.min + Math.ceil((low - grid.min) / grid.step) * grid.step;
  const steps = Math.floor((high - first) / grid.step);
  return steps < 0 ? null : textOf(first + Math.floor(steps / 2) * grid.step, grid.digits);
}

/** A mark as it is shown on its scale: with all its decimal places. */
export function shown(scale: Scale, value: string): string {
  const digits = places(scale);
  const units = unitsOf(value, digits);
  return units === null ? value : textOf(units, digits);
}

/** Whether a mark lies within a range, both ends included. */
export function within(scale: Scale, value: string, from: string, to: string): boolean {
  const { digits } = gridOf(scale);
  const [units, low, high] = [value, from, to].map((text) => unitsOf(text, digits + 3));
  return typeof units === 'number' && typeof low === 'number' && typeof high === 'number' && units >= low && units <= high;
}

/** Where a mark stands between least and greatest, from 0 to 1. */
export function share(scale: Scale, value: string): number {
  const [min, max, at] = [Number(scale.min), Number(scale.max), Number(value)];
  return max > min && Number.isFinite(at) ? Math.min(1, Math.max(0, (at - min) / (max - min))) : 0;
}

/** Whether two decimals in text are the same number. */
export const isSame = (a: string, b: string): boolean => a === b || unitsOf(a, 6) === unitsOf(b, 6);

/** Which of two decimals in text is greater. */
export const compare = (a: string, b: string): number => (unitsOf(a, 6) ?? 0) - (unitsOf(b, 6) ?? 0);
