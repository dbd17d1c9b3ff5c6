import { expect, test } from 'vitest';
import { Shown } from './panel.svelte';

/** A promise and what ends it. */
function later<T>(): { promise: Promise<T>; end: (value: T) => void } {
  let end: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (end = resolve));
  return { promise, end };
}

test('what is done while the screen is still being read is done, and stands', async () => {
  const read = later<string>();
  const shown = new Shown(() => read.promise);
  const reading = shown.load();
  expect(shown.busy).toBe(false);
  const acting = shown.act(async () => {
    shown.data = await Promise.resolve('decided');
  });
  expect(shown.busy).toBe(true);
  read.end('undecided');
  expect(await acting).toBe(true);
  await reading;
  expect([shown.data, shown.busy]).toEqual(['decided', false]);
});

test('a refusal stands until the next act, and ends none', async () => {
  const shown = new Shown(() => Promise.resolve('read'));
  expect(await shown.act(() => Promise.reject(new Error('no')))).toBe(false);
  expect(shown.fault).not.toBe(null);
  await shown.load();
  expect([shown.data, shown.fault, shown.busy]).toEqual(['read', null, false]);
});
