import { describe, expect, it } from 'vitest';
import { compare, isSame, middle, share, shown, stepped, typedValue, within, type Scale } from './scale';

const halves: Scale = { min: '0', max: '10', step: '0.5' };
const fives: Scale = { min: '0', max: '5', step: '0.5' };
const hundred: Scale = { min: '0', max: '100', step: '1' };
const quarters: Scale = { min: '0', max: '10', step: '0.25' };
const fromOne: Scale = { min: '1', max: '5', step: '1' };
const deduction: Scale = { min: '-5', max: '0', step: '0.5' };

describe('typed digits', () => {
  it.each([
    [halves, '7', '7.0'], [halves, '75', '7.5'], [halves, '10', '10.0'], [halves, '100', '10.0'], [halves, '1', '1.0'],
    [halves, '15', '1.5'], [halves, '0', '0.0'], [halves, '00', '0.0'], [halves, '05', '0.5'], [halves, '70', '7.0'],
    [halves, '7.5', '7.5'], [halves, '.5', '0.5'], [halves, '7.', '7.0'],
    [halves, '77', null], [halves, '11', null], [halves, '105', null], [halves, '7.25', null], [halves, '', null], [halves, '.', null],
    [fives, '45', '4.5'], [fives, '40', '4.0'], [fives, '5', '5.0'], [fives, '6', null],
    [hundred, '75', '75'], [hundred, '100', '100'], [hundred, '7.5', null], [hundred, '101', null],
    [quarters, '725', '7.25'], [quarters, '75', '7.50'], [quarters, '10', '10.00'], [quarters, '726', null],
    [fromOne, '0', null], [fromOne, '3', '3'],
    [deduction, '25', '-2.5'], [deduction, '5', '-5.0'], [deduction, '0', '0.0'], [deduction, '6', null],
  ] as const)('on %o, %s is %s', (scale, typed, value) => expect(typedValue(scale, typed)).toBe(value));

  // But for 1.0, whose digits are those of ten.
  it('reads every mark of a scale back from its own digits', () => {
    for (let tenths = 0; tenths <= 100; tenths += 5) {
      const text = (tenths / 10).toFixed(1);
      expect(typedValue(halves, text)).toBe(text);
      if (tenths !== 10 && tenths !== 100) expect(typedValue(halves, text.replace('.', ''))).toBe(text);
    }
  });
});

describe('a step away', () => {
  it.each([
    [halves, '7', 1, '7.5'], [halves, '7.5', 1, '8.0'], [halves, '10', 1, '10.0'], [halves, '0', -1, '0.0'],
    [quarters, '0.1', -1, '0.00'], [deduction, '0', -1, '-0.5'], [hundred, '7', -1, '6'], [halves, 'x', 1, null],
  ] as const)('on %o from %s by %d is %s', (scale, value, by, next) => expect(stepped(scale, value, by)).toBe(next));
});

describe('anchors', () => {
  it.each([['9', '10', '9.5'], ['7', '8.5', '7.5'], ['4', '4', '4.0'], ['4.6', '4.9', null], ['3', '2', null]] as const)(
    'the middle of %s to %s is %s',
    (from, to, value) => expect(middle(halves, from, to)).toBe(value),
  );
  it('hold their ends', () => {
    expect(within(halves, '9', '9', '10')).toBe(true);
    expect(within(halves, '8.5', '9', '10')).toBe(false);
    expect(within(halves, '8.75', '8.5', '9')).toBe(true);
  });
});

it('shows marks with all places of their scale', () => {
  expect(shown(halves, '7')).toBe('7.0');
  expect(shown(hundred, '7.0')).toBe('7');
  expect(shown(halves, '7.25')).toBe('7.25');
});

it('knows equal numbers by value and places them on the strip', () => {
  expect(isSame('7', '7.00')).toBe(true);
  expect(isSame('7', '7.5')).toBe(false);
  expect(compare('10', '9.5')).toBeGreaterThan(0);
  expect(share(halves, '2.5')).toBe(0.25);
  expect(share({ min: '0', max: '0', step: '1' }, '3')).toBe(0);
});
