// Numbers, sizes and instants as people read them. Owns rounding for display only; decimals of
// the process stay strings and are shown as they came.
import { locale } from './locale.svelte';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** A size: `1.4 GB`. Units of 1024, one place below ten of a unit. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const places = unit === 0 || value >= 10 ? 0 : 1;
  return `${value.toFixed(places)} ${UNITS[unit] ?? ''}`;
}

/** A whole or fractional number with thousands separated. */
export const number = (value: number): string => new Intl.NumberFormat(locale.language).format(value);

/** A share in whole per cent; never 100 before the end. */
export const percent = (done: number, total: number): number =>
  total <= 0 ? 0 : done >= total ? 100 : Math.min(99, Math.floor((done / total) * 100));

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function partsOf(instant: string): Parts {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: locale.zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
}

/** The day of an instant in the round's time zone: `2026-05-18`. */
export function dayOf(instant: string): string {
  const { year, month, day } = partsOf(instant);
  return `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
}

/** The time of day of an instant in the round's time zone: `16:42`, or `16:42:07`. */
export function timeOf(instant: string, seconds = false): string {
  const { hour, minute, second } = partsOf(instant);
  return `${hour ?? ''}:${minute ?? ''}${seconds ? `:${second ?? ''}` : ''}`;
}

/** Day and time without the year, for dense lists: `05-18 16:42`, or `05-18 16:42:07`. */
export const shortDayAndTime = (instant: string, seconds = false): string => `${dayOf(instant).slice(5)} ${timeOf(instant, seconds)}`;

/** Day and time of an instant in the round's time zone: `2026-05-18 16:42`. */
export const dayAndTime = (instant: string): string => `${dayOf(instant)} ${timeOf(instant)}`;
