import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useHost } from '$platform';
import { locale } from '$i18n';
import { notice, Program } from '../../test/double/program';
import { Fault } from '$api';
import { watchIdle } from './state/idle.svelte';
import { notices } from './state/notices.svelte';
import { preferences } from './state/preferences.svelte';
import { Progress } from './state/progress.svelte';
import { fitting } from './ui/palette';

let program: Program;
beforeEach(() => {
  vi.useFakeTimers();
  program = new Program({ preferences: { language: 'en', theme: 'dark', text_size: 150, layout: '{"panes/desk/rail":12}' } });
  useHost(program);
});
afterEach(() => void vi.useRealTimers());

describe('preferences', () => {
  it('puts what is kept into force', async () => {
    await preferences.load();
    const root = document.documentElement;
    expect([locale.language, root.dataset['theme'], root.style.getPropertyValue('--text-size')]).toEqual(['en', 'dark', '1.5']);
    expect([preferences.remembered('panes/desk/rail', 9), preferences.remembered('other', 9)]).toEqual([12, 9]);
  });

  it('keeps several changes at once, after a rest', async () => {
    await preferences.load();
    preferences.change({ theme: 'light' });
    preferences.remember('panes/desk/card', 20);
    await vi.advanceTimersByTimeAsync(1000);
    const kept = program.calls.filter(([name]) => name === 'save_preferences');
    expect(kept).toHaveLength(1);
    expect(kept[0]?.[1]).toMatchObject({ theme: 'light', layout: '{"panes/desk/rail":12,"panes/desk/card":20}' });
  });

  it('steps the text size up to its bounds and not beyond', async () => {
    await preferences.load();
    for (let step = 0; step < 9; step += 1) preferences.stepTextSize(1);
    expect(preferences.now.text_size).toBe(175);
    for (let step = 0; step < 9; step += 1) preferences.stepTextSize(-1);
    expect(preferences.now.text_size).toBe(100);
  });

  it('starts with defaults when the program has none', async () => {
    program.answers.preferences = () => {
      throw notice('D009');
    };
    await preferences.load();
    expect(locale.language).toBe('zh-CN');
  });
});

describe('notices', () => {
  it('says the same words twice to those who listen', () => {
    notices.announce('saved');
    const first = notices.heard;
    notices.announce('saved');
    expect(notices.heard).not.toBe(first);
  });

  it('takes words away after a while and keeps refusals, each once', () => {
    notices.show('saved');
    notices.refuse(new Fault(notice('S011'), 'lock'));
    notices.refuse(new Fault(notice('S011'), 'lock'));
    vi.advanceTimersByTime(60_000);
    expect(notices.toasts.map(({ fault }) => fault?.code)).toEqual(['S011']);
    notices.toasts.forEach(({ id }) => notices.close(id));
    expect(notices.toasts).toEqual([]);
  });
});

describe('the watch for idleness', () => {
  it('calls once after the minutes set, counted from the last touch', () => {
    const locked = vi.fn();
    const stop = watchIdle(() => 10, locked);
    vi.advanceTimersByTime(9 * 60_000);
    window.dispatchEvent(new Event('pointerdown'));
    vi.advanceTimersByTime(9 * 60_000);
    expect(locked).not.toHaveBeenCalled();
    vi.advanceTimersByTime(70_000);
    expect(locked).toHaveBeenCalledOnce();
    stop();
  });

  it('never calls when it is set to never', () => {
    const locked = vi.fn();
    const stop = watchIdle(() => 0, locked);
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(locked).not.toHaveBeenCalled();
    stop();
  });
});

it('watches work only while it goes on', async () => {
  const progress = new Progress();
  const work = progress.during(() => new Promise<void>((resolve) => setTimeout(resolve, 1000)));
  await vi.advanceTimersByTimeAsync(500);
  expect(progress.view?.unit).toBe('bytes');
  await vi.advanceTimersByTimeAsync(600);
  await work;
  expect(progress.view).toBeNull();
});

it('finds acts by all words that were typed, earliest first', () => {
  const names = ['window lock now', 'lock', 'text larger'];
  expect(fitting(names, 'lock', String)).toEqual(['lock', 'window lock now']);
  expect(fitting(names, 'now lock', String)).toEqual(['window lock now']);
  expect(fitting(names, '', String)).toEqual(names);
});
