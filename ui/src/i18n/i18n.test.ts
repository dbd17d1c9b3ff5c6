import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { watch } from '../../test/support/effect.svelte';
import { bytes, dayAndTime, locale, percent, pick, say, shortDayAndTime, timeOf } from '.';

describe('saying', () => {
  it('fills arguments in both languages', () => {
    expect(say('list-count', { done: 3, total: 12 })).toBe('完成 3 / 12 份');
    locale.language = 'en';
    expect(say('list-count', { done: 3, total: 12 })).toBe('3 of 12 done');
  });

  it('marks the document with its language', () => {
    locale.language = 'en';
    expect(document.documentElement.lang).toBe('en');
  });

  it('follows a switch of language without being asked again', () => {
    const seen: string[] = [];
    const stop = watch(() => seen.push(say('close')));
    flushSync();
    locale.language = 'en';
    flushSync();
    stop();
    expect(seen).toEqual(['关闭', 'Close']);
  });

  it('takes Chinese where a text has no English', () => {
    locale.language = 'en';
    expect(pick({ zh: '商业模式', en: '' })).toBe('商业模式');
    expect(pick({ zh: '商业模式', en: 'Model' })).toBe('Model');
  });
});

describe('formats', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_432, '1.4 KB'],
    [1_503_238_553, '1.4 GB'],
    [734_003_200, '700 MB'],
    [1_023_999, '1000 KB'],
  ])('%d bytes are %s', (count, text) => expect(bytes(count)).toBe(text));

  it('shows instants in the time zone of the round, not of the laptop', () => {
    locale.zone = 'Asia/Shanghai';
    expect(dayAndTime('2026-05-21T16:42:07Z')).toBe('2026-05-22 00:42');
    expect(timeOf('2026-05-21T16:42:07Z', true)).toBe('00:42:07');
    locale.zone = 'UTC';
    expect(shortDayAndTime('2026-05-21T16:42:07Z')).toBe('05-21 16:42');
  });

  it('says 100 per cent at the end only', () => {
    expect([percent(0, 0), percent(999, 1000), percent(1000, 1000)]).toEqual([0, 99, 100]);
  });
});
