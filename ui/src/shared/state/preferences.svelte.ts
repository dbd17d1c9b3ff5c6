// How the window looks: language, theme, text size, paper tint, sizes of panes. Owns putting them
// into force and keeping them. Trap: they are needed before the store opens and are kept in the
// clear, so nothing confidential may ever be put into `layout`.
import { call, type Preferences } from '$api';
import { isLanguage, locale } from '$i18n';

/** Themes to choose from; `system` follows the desktop. */
export const THEMES = ['light', 'dark', 'system'] as const;
/** Text sizes to choose from, in per cent. */
export const TEXT_SIZES = [100, 110, 125, 140, 150, 175] as const;
/** Paper tints of pages. */
export const TINTS = ['white', 'warm', 'green'] as const;

const DEFAULTS: Preferences = {
  language: 'zh-CN',
  theme: 'system',
  text_size: 100,
  tint: 'white',
  idle_minutes: 10,
  show_passphrases: true,
  layout: '{}',
};

/** Milliseconds between the last change and keeping it. */
const REST = 400;

let kept = $state<Preferences>({ ...DEFAULTS });
let layout = $state<Record<string, unknown>>({});
let timer: ReturnType<typeof setTimeout> | undefined;

const wantsDark = (): MediaQueryList => matchMedia('(prefers-color-scheme: dark)');

function putIntoForce(): void {
  const root = document.documentElement;
  if (isLanguage(kept.language)) locale.language = kept.language;
  const system = wantsDark().matches ? 'dark' : 'light';
  root.dataset['theme'] = kept.theme === 'system' ? system : kept.theme;
  root.dataset['tint'] = kept.tint;
  root.style.setProperty('--text-size', String(kept.text_size / 100));
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

async function keep(): Promise<void> {
  await call('save_preferences', { ...kept, layout: JSON.stringify(layout) });
}

/** Keeps changes after a short rest; losing one costs a click, so a refusal is not shown. */
function keepSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void keep().catch(() => undefined), REST);
}

/** Preferences in force. Assigning to a part puts it into force and keeps it. */
export const preferences = {
  /** All of them, to be read. */
  get now(): Readonly<Preferences> {
    return kept;
  },
  /** Reads them from the program; defaults hold when it has none. */
  async load(): Promise<void> {
    wantsDark().addEventListener('change', putIntoForce);
    kept = { ...DEFAULTS, ...(await call('preferences').catch(() => DEFAULTS)) };
    layout = parsed(kept.layout);
    putIntoForce();
  },
  /** Changes some of them. */
  change(part: Partial<Omit<Preferences, 'layout'>>): void {
    kept = { ...kept, ...part };
    putIntoForce();
    keepSoon();
  },
  /** Text one step larger (`1`) or smaller (`-1`). */
  stepTextSize(step: 1 | -1): void {
    const at = TEXT_SIZES.findIndex((size) => size >= kept.text_size);
    const next = TEXT_SIZES[Math.min(TEXT_SIZES.length - 1, Math.max(0, at + step))];
    if (next !== undefined) preferences.change({ text_size: next });
  },
  /** A remembered number of the layout, such as the width of a pane. */
  remembered(key: string, fallback: number): number {
    const value = layout[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
  },
  /** Remembers a number of the layout. */
  remember(key: string, value: number): void {
    if (layout[key] === value) return;
    layout[key] = value;
    keepSoon();
  },
};
