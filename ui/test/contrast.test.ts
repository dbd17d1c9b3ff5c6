// Every pair of colours that meets on the screen can be read, in both themes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/styles/tokens.css', 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const rule = css.slice(css.indexOf(selector)).split('}')[0] ?? '';
  return new Map([...rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name ?? '', value ?? '']));
}

/** Relative luminance after WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** Text on grounds: at least 4.5. */
const TEXT: Record<string, string[]> = {
  text: ['canvas', 'surface', 'sunken', 'accent-soft', 'danger-soft', 'warn-soft', 'good-soft'],
  'text-soft': ['canvas', 'surface', 'sunken', 'accent-soft', 'warn-soft'],
  accent: ['canvas', 'surface', 'accent-soft'],
  'on-accent': ['accent', 'accent-strong'],
  danger: ['canvas', 'surface', 'danger-soft'],
  'on-danger': ['danger'],
  warn: ['canvas', 'surface', 'warn-soft'],
  good: ['canvas', 'surface', 'good-soft'],
};
/** Edges of what can be used, marks, the focus ring: at least 3. */
const EDGES: Record<string, string[]> = {
  'line-strong': ['canvas', 'surface'],
  focus: ['canvas', 'surface', 'sunken'],
  accent: ['sunken'],
};

describe.each(["[data-theme='light']", "[data-theme='dark']"])('colours of %s', (theme) => {
  const tokens = tokensOf(theme);
  const pairs = (table: Record<string, string[]>, least: number) =>
    Object.entries(table).flatMap(([front, grounds]) => grounds.map((ground) => [front, ground, least] as const));

  it.each([...pairs(TEXT, 4.5), ...pairs(EDGES, 3)])('%s on %s', (front, ground, least) => {
    const [a, b] = [tokens.get(front), tokens.get(ground)];
    expect(a && b && ratio(a, b)).toBeGreaterThanOrEqual(least);
  });
});

it('paper tints keep black text far from them', () => {
  const papers = [...css.matchAll(/--paper:\s*(#[0-9a-f]{6})/g)].map(([, value]) => value ?? '');
  expect(papers).toHaveLength(3);
  for (const paper of papers) expect(ratio('#000000', paper)).toBeGreaterThan(15);
});
