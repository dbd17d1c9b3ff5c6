// The lock over a real store: the wrong passphrase, the right one, and where one is afterwards.
import { inject, test } from 'vitest';
import { open, unlock } from './support/host';

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
