// The lock over a real store: the wrong passphrase, the right one, where one is afterwards, and what an
// old copy of a store comes to.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject, test } from 'vitest';
import { shown } from './support/desk';
import { open, unlock } from './support/host';
import { say } from './support/words';

test('the wrong passphrase opens nothing, the right one opens the list', async () => {
  const { page, close } = await open({ expert: inject('round').begun });
  await page.locator('form input:not([type=radio]), form textarea').first().fill('不是这个口令');
  await page.locator('form button[type=submit]').click();
  await page.locator('.fault').waitFor();
  await unlock(page);
  await page.locator('h1', { hasText: '申报材料' }).waitFor();
  await close();
});

test('an expert without a package is asked for one', async () => {
  const { page, close } = await open({ expert: inject('round').fresh });
  await unlock(page);
  await page.locator('.drop').waitFor();
  await close();
});

test('a machine on which the program was never started asks what part one has', async () => {
  const { page, close } = await open();
  await page.locator('button', { hasText: '评审专家' }).click();
  await page.locator('h1', { hasText: '第一次使用' }).waitFor();
  await close();
});

test('a store that is older than its record says so, is read only, and goes on when asked to', async () => {
  const { page, folder, close } = await open({ expert: inject('round').begun });
  // Without the file that says how far it came, a store is taken for an old copy as well.
  const store = join(folder, 'store');
  const record = readdirSync(store, { recursive: true, encoding: 'utf8' }).find((file) => file.endsWith('sidecar.json'));
  rmSync(join(store, record ?? 'no record'));
  await unlock(page);
  await page.locator('[data-behind]').waitFor();
  await page.getByRole('button', { name: say('behind-restore') }).click();
  await page.getByRole('heading', { name: say('restore-title') }).waitFor();
  await page.getByRole('button', { name: say('restore-back') }).click();
  await page.getByRole('button', { name: '甲公司' }).click();
  await page.getByText(say('behind-short')).waitFor();
  await page.getByRole('button', { name: say('behind-go-on') }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('behind-do') }).click();
  await page.locator('[data-behind]').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '甲公司' }).click();
  await shown(page, 1);
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await page.getByText(/^已保存/).waitFor();
  await close();
});
