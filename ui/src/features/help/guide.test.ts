// Every workspace has a guide of its own, and every picture it names was taken.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guideOf } from './guide';

const docs = join(import.meta.dirname, '../../../../docs');

test.each(['expert', 'office', 'panel', 'visit'] as const)('the guide of the %s workspace is written and its pictures are there', (workspace) => {
  const text = readFileSync(join(docs, `guide-${workspace}.zh-CN.md`), 'utf8');
  const pictures = [...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path ?? '');
  expect(guideOf(workspace).length).toBeGreaterThan(4);
  expect(pictures.length).toBeGreaterThan(1);
  for (const path of pictures) expect(readFileSync(join(docs, path)).length, path).toBeGreaterThan(10_000);
});
