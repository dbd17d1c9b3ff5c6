// What an expert meets besides the desk: import, declarations with a recusal, the receipt of a real
// station; one's own marks beside each other, their neighbours and their history.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { shown, toDesk } from './support/desk';
import { open, unlock } from './support/host';
import { programs } from './support/round';
import { say } from './support/words';

const dialog = (page: Page) => page.getByRole('dialog');
const button = (page: Page, id: string, args = {}) => page.getByRole('button', { name: say(id, args), exact: true });
const selected = (page: Page, code: string): Promise<void> => page.getByRole('treeitem', { selected: true }).filter({ hasText: code }).waitFor();

async function mark(page: Page, code: string, digits: string): Promise<void> {
  await selected(page, code);
  await page.keyboard.type(digits);
  await page.keyboard.press('Enter');
}

test('an expert imports, declares a tie, pledges, and what was recused stays locked', async () => {
  const { fresh, package: packed, root } = inject('round');
  const { page, close } = await open({ expert: fresh, handOver: [packed, root, fresh.ticket] });
  await unlock(page);
  await page.locator('.authority').waitFor();
  await page.locator('.authority input').check();
  await button(page, 'import-go').click();
  await button(page, 'continue').click();

  await page.getByRole('heading', { name: say('pledge-title') }).waitFor();
  const row = page.locator('tbody tr', { hasText: '乙公司' });
  await row.locator('input[type=checkbox]').check();
  await page.getByText(say('pledge-ground-missing', { count: 1 })).waitFor();
  await row.locator('select').selectOption('kinship');
  await page.getByLabel(say('pledge-agree', { count: 2 })).check();
  await button(page, 'pledge-to-sentence').click();
  await dialog(page).getByText(say('pledge-sentence', { count: 1 })).waitFor();
  await dialog(page).getByRole('button', { name: say('pledge-sign-anyway') }).click();

  const locked = page.getByRole('button', { name: say('list-recused-name') });
  await locked.waitFor();
  expect(await locked.isDisabled()).toBe(true);
  expect(await page.getByText('乙公司').count()).toBe(0);
  await page.getByRole('button', { name: '甲公司' }).click();
  await shown(page, 1);
  await close();
});

test('a bundle that went to the station comes back as a receipt, and a stranger’s receipt does not count', async () => {
  const { passphrase, begun, station, clock } = inject('round');
  const { page, folder, stick, close } = await open({ expert: begun });
  await toDesk(page, '甲公司');
  for (const code of ['excellence', 'impact', 'implementation']) await mark(page, code, '4');
  await page.keyboard.press('F10');
  await page.getByRole('region', { name: say('opinion-title') }).getByRole('textbox').first().fill('证据充分。');
  await page.getByText(/^已保存/).waitFor();
  await button(page, 'opinion-to-check').click();
  await page.locator('[data-application="a01"]').getByRole('button', { name: say('check-seal'), exact: true }).click();
  await dialog(page).locator('input').fill(passphrase);
  await dialog(page).getByRole('button', { name: say('check-seal'), exact: true }).click();
  await dialog(page).getByRole('button', { name: say('done') }).click();
  await button(page, 'check-to-hand-in').click();
  await button(page, 'hand-in-make', { count: 1 }).click();
  await dialog(page).locator('input').fill(passphrase);
  await dialog(page).getByRole('button', { name: say('hand-in-make-go') }).click();
  await button(page, 'hand-in-export').click();
  await page.getByText(say('hand-in-exported')).waitFor();

  const bundle = readdirSync(stick).find((name) => name.endsWith('.orb')) ?? 'no bundle';
  const office = join(folder, 'station');
  cpSync(station, office, { recursive: true });
  writeFileSync(join(folder, 'passphrase'), `${passphrase}\n`);
  const words = ['--home', office, '--passphrase-file', join(folder, 'passphrase'), '--clock', clock, '--quiet'];
  execFileSync(join(programs(), 'hengping'), [...words, 'office', 'receipt', join(stick, bundle), '--out', join(folder, 'receipts')]);
  const [receipt = 'no receipt'] = readdirSync(join(folder, 'receipts'));

  const load = async (file: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await button(page, 'hand-in-receipt-pick').click();
    await (await chooser).setFiles(file);
  };
  await load(inject('round').root);
  await page.locator('.fault').waitFor();
  await load(join(folder, 'receipts', receipt));
  await page.getByText(say('hand-in-receipt-loaded', { number: 1 })).waitFor();
  await close();
});

test('own marks name each other, stand beside each other and keep what they were', async () => {
  const { page, close } = await open({ expert: inject('round').begun, size: { width: 1366, height: 768 } });
  await toDesk(page, '甲公司');
  const excellence = page.getByRole('treeitem').filter({ hasText: 'excellence' }).last();
  await mark(page, 'excellence', '4');
  await selected(page, 'impact');
  await excellence.click();
  await mark(page, 'excellence', '3');
  await selected(page, 'impact');
  await page.keyboard.press('Control+ArrowDown');
  await page.locator('header').getByRole('button', { name: '乙公司' }).waitFor();
  await excellence.click();
  await mark(page, 'excellence', '2');
  await selected(page, 'impact');
  await excellence.click();
  const near = page.locator('button.near', { hasText: '甲公司' });
  await near.filter({ hasText: '3' }).waitFor();
  await page.keyboard.press(']');
  await dialog(page).getByRole('heading', { name: say('desk-neighbour', { name: '甲公司', value: '3' }) }).waitFor();
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+ArrowUp');
  await page.locator('header').getByRole('button', { name: '甲公司' }).waitFor();
  await excellence.click();
  await page.locator('button.near', { hasText: '乙公司' }).filter({ hasText: '2' }).waitFor();
  await page.locator('details summary', { hasText: say('desk-history', { count: 2 }) }).click();
  const lines = page.locator('details ol li');
  for (const [at, value] of ['3.0', '4.0'].entries()) expect(await lines.nth(at).innerText()).toMatch(new RegExp(`${value}$`));

  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').or(page.getByRole('combobox')).first().fill(say('desk-compare'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^对比：excellence/ }).waitFor();
  const columns = page.locator('.columns');
  for (const name of ['甲公司', '乙公司']) await columns.getByText(name).first().waitFor();
  await page.keyboard.press('Escape');
  await excellence.waitFor();
  await close();
});
