// The office over a real store: materials read again from another folder, checked, packed, copied
// onto a stick, handed out at the desk, and a card that no ticket waits for.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { open, unlock, type Opened } from './support/host';

const office = (): Promise<Opened> => open({ office: inject('round').office, whose: 'office', size: { width: 1366, height: 768 } });
const way = (page: Page, name: string): Promise<void> => page.locator('.way', { hasText: name }).click();
const drop = async (page: Page, file: string): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.drop button', { hasText: '选择文件' }).click();
  await (await chooser).setFiles(file);
};

async function packed(): Promise<Opened> {
  const opened = await office();
  const { page } = opened;
  await unlock(page);
  await page.locator('[data-screen=home] li', { hasText: '打包' }).waitFor();
  await way(page, '材料');
  await page.locator('button', { hasText: '重新读取文件夹' }).click();
  await page.locator('[data-screen=materials] [role=status]').waitFor();
  await way(page, '打包');
  await page.locator('button', { hasText: '打包到文件夹' }).click();
  await page.locator('h2', { hasText: '打包完成' }).waitFor();
  return opened;
}

test('what was corrected is read again, checked and packed, and the next step is named', async () => {
  const { page, stick, close } = await packed();
  expect(existsSync(join(stick, 'package.orp'))).toBe(true);
  expect(readdirSync(join(stick, 'tickets')).length).toBeGreaterThan(1);
  await way(page, '审核');
  await page.locator('[data-screen=findings] footer', { hasText: '已审核' }).waitFor();
  await way(page, '总览');
  await page.locator('button', { hasText: '下一步：发放评审券' }).waitFor();
  await close();
});

test('one expert after the other gets a ticket at the desk, and a stranger none', async () => {
  const { page, stick, close } = await packed();
  const { experts, stranger } = inject('round').cards;
  await way(page, '报到台');
  await page.locator('header input').fill('孙敏');
  await page.locator('button', { hasText: '评审券写到' }).click();
  for (const card of experts.slice(0, 2)) {
    await drop(page, card);
    await page.locator('label', { hasText: '已当面核对' }).click();
    await page.locator('button', { hasText: '登记并发券' }).click();
    await page.locator('.fingerprint').waitFor({ state: 'detached' });
  }
  await page.locator('header', { hasText: '本次已报到 2 人' }).waitFor();
  await drop(page, stranger);
  await page.locator('[role=alert]', { hasText: '没有等待此人的评审券' }).waitFor();
  await way(page, '收发');
  await page.locator('td', { hasText: '孙敏' }).nth(1).waitFor();
  expect(readdirSync(join(stick, 'tickets')).length).toBeGreaterThan(1);
  await close();
});
