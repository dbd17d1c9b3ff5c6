// The number pad: what a press makes of the number typed so far. Owns no state. Trap: the number is
// text all the way; the program alone reads it.

/** A key of the pad. */
export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '.' | '-' | 'back' | 'clear';

/** Digits of a number; more than money of the world has. */
const MOST = 18;

/** The number after a press. */
export function pressed(number: string, key: PadKey): string {
  if (key === 'clear') return '';
  if (key === 'back') return number.slice(0, -1);
  if (key === '-') return number.startsWith('-') ? number.slice(1) : `-${number}`;
  if (number.length >= MOST) return number;
  if (key === '.') return number.includes('.') ? number : `${number === '' || number === '-' ? `${number}0` : number}.`;
  if (number === '0' || number === '-0') return number.slice(0, -1) + key;
  return number + key;
}

/** Whether it is a number by now; a point waits for its digit. */
export const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

/** What was typed or pasted as a number: full-width digits and separators of thousands are known. */
export const asNumber = (text: string): string => text.normalize('NFKC').replaceAll(/[,\s]/g, '');

/** With separators of thousands, for reading. */
export function grouped(number: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d*)(.*)$/.exec(number) ?? [];
  return sign + whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') + rest;
}
