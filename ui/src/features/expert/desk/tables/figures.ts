// Figures as people read them in tables. Owns grouping of digits; the digits stay as they came.

/** A declared decimal with its thousands apart: `1234567.8` is `1,234,567.8`; other texts stay. */
export function grouped(value: string | null): string | null {
  const found = value === null ? null : /^(-?\d+)(\.\d+)?$/.exec(value);
  if (!found) return value;
  const [, whole = '', fraction = ''] = found;
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + fraction;
}

/** Heights of a trend from 0 to 1, oldest first; `null` where nothing was declared. */
export function heights(values: readonly (string | null)[]): (number | null)[] {
  const numbers = [...values].reverse().map((value) => (value === null || value.trim() === '' ? Number.NaN : Number(value)));
  const top = Math.max(0, ...numbers.filter(Number.isFinite));
  return numbers.map((value) => (Number.isFinite(value) ? (top === 0 ? 0 : Math.max(0, value / top)) : null));
}

/** Change of the review year against the year before in whole per cent, if both are positive. */
export function growth(values: readonly (string | null)[]): number | null {
  const [now, before] = [Number(values[0] ?? Number.NaN), Number(values[1] ?? Number.NaN)];
  return Number.isFinite(now) && before > 0 ? Math.round((now / before - 1) * 100) : null;
}
