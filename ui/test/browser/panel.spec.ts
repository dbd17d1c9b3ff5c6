// The panel's table over a real store: import, arrivals, the ceremony of two holders, the results, a
// leaf with all marks, an agreed mark with its reason, the decided list, the record.
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { open, unlock } from './support/host';

/** Chooses files in the browser's own dialog, which a press opens. */
async function choose(page: Page, button: string, files: string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).first().click();
  await (await chooser).setFiles(files);
}

const screen = (page: Page, name: string): Promise<void> => page.locator(`[data-screen=panel-${name}]`).waitFor();
const way = (page: Page, name: string): Promise<void> => page.locator('nav.ways').getByRole('button', { name }).click();

test('a panel goes from the package to a decided list', async () => {
  const { chair, holder, files, bundles, shares } = inject('round').panel;
  const { page, close } = await open({ expert: { store: chair }, whose: 'panel', folder: holder });
  await unlock(page);
  await screen(page, 'import');
  await choose(page, '选择文件', files);
  await page.locator('.authority input[type=checkbox]').click();
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByRole('button', { name: '继续' }).click();

  await screen(page, 'arrivals');
  await choose(page, '选择文件', bundles);
  await page.locator('.report', { hasText: `新登记 ${bundles.length} 个` }).waitFor();
  const rows = page.locator('tbody th[scope=row]');
  await rows.nth(bundles.length - 1).waitFor();
  expect(await rows.count()).toBe(bundles.length);

  await way(page, '开启');
  await screen(page, 'opening');
  await choose(page, '选择份额文件', shares);
  await page.getByText('已解锁 1 份，需要 2 份').waitFor();
  expect(await page.getByRole('button', { name: '锁定清单并开启' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: '选择文件夹…' }).last().click();
  await page.getByLabel('保管人的口令').fill(inject('round').passphrase);
  await page.getByRole('button', { name: '解锁', exact: true }).click();
  await page.getByText('已解锁 2 份，需要 2 份').waitFor();
  await page.getByRole('button', { name: '演练' }).click();
  await page.getByText('演练成功').waitFor();
  await page.getByRole('button', { name: '锁定清单并开启' }).click();
  await page.getByText(`开启 ${bundles.length} 个结果包`).waitFor();

  await way(page, '结果');
  await screen(page, 'results');
  const first = page.locator('tbody tr').first();
  await first.locator('td.place').waitFor();
  // Nine points, and the scheme asks for ten: shown with the reason, and without a place.
  expect(await first.innerText()).toMatch(/^—\s[^]*9\.00[^]*3 \/ 3\s+未达门槛/);
  await first.getByRole('button').click();

  await screen(page, 'application');
  await page.locator('[data-pane=beside] tbody tr').first().waitFor();
  const marks = page.locator('[data-pane=beside] tbody tr');
  expect(await marks.count()).toBe(bundles.length);
  await marks.first().getByRole('button', { name: '合议…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '合议评分' }).fill('5');
  await dialog.getByLabel('更改事由').selectOption('members_differ');
  await dialog.getByLabel('理由').fill('当面核对');
  await dialog.getByRole('button', { name: '记录' }).click();
  await page.locator('.agreed', { hasText: '合议评分 5' }).waitFor();

  await way(page, '建议名单');
  await screen(page, 'list');
  await page.getByLabel('评审组意见').fill('同意');
  await page.getByLabel('组长口令').fill(inject('round').passphrase);
  await page.getByRole('button', { name: '确定名单' }).click();
  await page.getByText(/由 .+ 于 .+ 确定/).first().waitFor();

  await way(page, '记录');
  await screen(page, 'log');
  await page.locator('th', { hasText: '合议评分' }).waitFor();
  await page.locator('th', { hasText: '评审组意见' }).waitFor();
  await close();
});

test('an observer may look at a chair’s store, and finds nothing to press', async () => {
  const { chair } = inject('round').panel;
  const { page, close } = await open({ expert: { store: chair }, whose: 'panel' });
  await page.getByText('以监督员身份查看').click();
  await unlock(page);
  await page.locator('.line', { hasText: '监督员查看' }).waitFor();
  await close();
});
