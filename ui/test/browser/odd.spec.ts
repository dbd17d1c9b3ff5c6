// What is not like the rest of a package: the application for practice, and a citation whose document
// a later package does not have any more.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toDesk } from './support/desk';
import { open, unlock } from './support/host';
import { lay, type Round } from './support/round';
import { say } from './support/words';

const folder = mkdtempSync(join(tmpdir(), 'hengping-odd-'));
let round: Round;
beforeAll(() => {
  round = lay(folder, '--odd');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('practice stands first, is marked like the others, and counts nowhere', async () => {
  const { page, close } = await open({ expert: round.begun, size: { width: 1366, height: 768 } });
  await unlock(page);
  const row = page.locator('tbody tr').first();
  await row.getByText('试评样例公司').waitFor();
  await row.getByText(say('list-state-practice'), { exact: true }).waitFor();
  const counted = page.getByText(say('list-show-open', { count: 2 }));
  await counted.waitFor();
  await row.getByRole('button').click();
  for (const code of ['excellence', 'impact', 'implementation']) {
    await page.getByRole('treeitem', { selected: true }).filter({ hasText: code }).waitFor();
    await page.keyboard.type('4');
    await page.keyboard.press('Enter');
  }
  await page.getByText(say('desk-progress', { marked: 3, asked: 3 })).waitFor();
  await page.keyboard.press('Control+o');
  await counted.waitFor();
  await page.getByText(say('list-count', { done: 0, total: 2 })).waitFor();
  await row.getByText(say('list-progress', { marked: 3, asked: 3 })).waitFor();
  await row.getByRole('button').click();
  await page.getByRole('button', { name: say('desk-check') }).first().click();
  await page.locator('[data-application="a01"]').waitFor();
  expect(await page.locator('[data-application="a02"]').count()).toBe(1);
  expect(await page.locator('[data-application="t01"]').count()).toBe(0);
  await close();
});

test('a citation whose document is gone says so in the list and in the card, and can be removed', async () => {
  const { page, close } = await open({ expert: round.begun, size: { width: 1366, height: 768 } });
  await toDesk(page, '甲公司');
  await page.keyboard.press('F3');
  const list = page.getByRole('region', { name: say('citations-title') });
  await list.getByText('以补充协议为准').waitFor();
  await list.getByText(say('viewer-citation-gone')).waitFor();
  await list.getByRole('button', { name: say('citations-assign') }).click();
  await page.getByRole('checkbox', { name: 'excellence' }).check();
  await page.getByRole('button', { name: say('citations-assign-go', { count: 1 }) }).click();
  await page.getByText(say('citations-count', { count: 1, loose: 0 })).waitFor();
  await page.keyboard.press('Escape');
  const card = page.getByRole('region', { name: say('desk-citations') });
  await card.getByText('以补充协议为准').waitFor();
  await card.getByText(say('desk-citation-gone')).waitFor();
  await page.keyboard.press('F3');
  await list.getByRole('button', { name: say('citations-remove') }).click();
  await list.getByText(say('viewer-citation-gone')).waitFor({ state: 'detached' });
  await close();
});
