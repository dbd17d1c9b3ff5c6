// A whole review through the window: opinion, check, seal, unseal, hand in; the PIN; composition; sizes
// and languages; and every screen of the expert before the accessibility checker.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { shown, toDesk } from './support/desk';
import { open, unlock } from './support/host';
import { say } from './support/words';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the accessibility checker finds on the screen that is shown. */
async function faults(page: Page): Promise<string[]> {
  // Through the debugger, which the content policy does not bind.
  const client = await page.context().newCDPSession(page);
  await client.send('Runtime.evaluate', { expression: axe });
  const expression = 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" ")}`))';
  const { result } = await client.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  await client.detach();
  return result.value as string[];
}
const dialog = (page: Page) => page.getByRole('dialog');
const button = (page: Page, id: string, args = {}) => page.getByRole('button', { name: say(id, args), exact: true });

async function markAll(page: Page): Promise<void> {
  for (const code of ['excellence', 'impact', 'implementation']) {
    await page.getByRole('treeitem', { selected: true }).filter({ hasText: code }).waitFor();
    await page.keyboard.type('4');
    await page.keyboard.press('Enter');
  }
  await page.getByText(say('desk-progress', { marked: 3, asked: 3 })).waitFor();
}

async function writeOpinion(page: Page): Promise<void> {
  await page.keyboard.press('F10');
  const opinion = page.getByRole('region', { name: say('opinion-title') });
  await opinion.getByRole('textbox').first().fill('目标明确，证据充分。');
  await page.getByText(/^已保存/).waitFor();
}

test('a review is written, checked, sealed, opened again, sealed anew and handed in', async () => {
  const { passphrase, begun } = inject('round');
  const { page, stick, close } = await open({ expert: begun });
  await toDesk(page, '甲公司');
  await markAll(page);
  await writeOpinion(page);
  await button(page, 'opinion-to-check').click();
  const row = page.locator('[data-application="a01"]');
  const seal = async (): Promise<void> => {
    await row.getByRole('button', { name: say('check-seal'), exact: true }).click();
    await dialog(page).locator('input').fill('不是这个口令');
    await dialog(page).getByRole('button', { name: say('check-seal'), exact: true }).click();
    await page.getByText(say('check-wrong-passphrase')).waitFor();
    await dialog(page).locator('input').fill(passphrase);
    await dialog(page).getByRole('button', { name: say('check-seal'), exact: true }).click();
    await dialog(page).getByRole('button', { name: say('done') }).click();
  };
  await seal();
  await row.getByRole('button', { name: say('check-unseal') }).click();
  await dialog(page).getByRole('textbox').fill('补看了年报');
  await dialog(page).getByRole('button', { name: say('check-unseal') }).click();
  await seal();
  await button(page, 'check-to-hand-in').click();
  await button(page, 'hand-in-make', { count: 1 }).click();
  await dialog(page).locator('input').fill(passphrase);
  await dialog(page).getByRole('button', { name: say('hand-in-make-go') }).click();
  await button(page, 'hand-in-export').click();
  await page.getByText(say('hand-in-exported')).waitFor();
  expect(readdirSync(stick).filter((name) => name.endsWith('.orb'))).toHaveLength(1);
  await close();
});

test('behind the lock a PIN is enough, and nothing of a page is left in the window', async () => {
  const { page, close } = await open({ expert: inject('round').begun });
  await toDesk(page, '甲公司');
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: say('settings-safety') }).click();
  await page.getByLabel(say('pin-title')).fill('2468');
  await button(page, 'pin-set').click();
  await page.getByText(say('pin-done')).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: say('unlock-locked') }).waitFor();
  expect(await page.locator('[data-page], [data-viewer], img').count()).toBe(0);
  await page.locator('form input:not([type=radio])').first().fill('1111');
  await page.locator('form button[type=submit]').click();
  await page.getByText(say('unlock-pin-tries', { count: 4 })).waitFor();
  await page.locator('form input:not([type=radio])').first().fill('2468');
  await page.locator('form button[type=submit]').click();
  await shown(page, 1);
  await close();
});

test('shortcuts never fire during composition, and what is composed stays', async () => {
  const { page, close } = await open({ expert: inject('round').begun });
  await toDesk(page, '甲公司');
  const keyboard = await page.context().newCDPSession(page);
  const composing = { type: 'rawKeyDown', key: 'Process', windowsVirtualKeyCode: 229 } as const;
  await page.keyboard.press('F2');
  const comment = page.getByRole('textbox', { name: say('desk-comment') });
  const isIn = (): Promise<boolean> => comment.evaluate((element) => element === document.activeElement);
  await expect.poll(isIn).toBe(true);
  await keyboard.send('Input.imeSetComposition', { text: 'chuangxin', selectionStart: 9, selectionEnd: 9 });
  // Digits choose a candidate, Enter and the page keys belong to the input method.
  for (const code of ['Digit4', 'Enter', 'PageDown', 'Escape', 'F6']) await keyboard.send('Input.dispatchKeyEvent', { ...composing, code });
  await keyboard.send('Input.insertText', { text: '创新𠀀' });
  expect(await comment.inputValue()).toBe('创新𠀀');
  expect(await isIn()).toBe(true);
  await page.keyboard.press('Escape');
  // Nor with the focus elsewhere, where an input method takes letters too.
  for (const code of ['Digit4', 'KeyN', 'F6']) await keyboard.send('Input.dispatchKeyEvent', { ...composing, code });
  await page.getByText(/^已保存/).first().waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.getByLabel(say('desk-mark'), { exact: true }).innerText()).not.toContain('4');
  await close();
});

test('every screen of the expert passes the accessibility checker, also at 175 % and in English', { timeout: 120_000 }, async () => {
  const { page, close } = await open({ expert: inject('round').begun });
  const found: Record<string, string[]> = {};
  const look = async (name: string): Promise<void> => {
    await page.waitForTimeout(150);
    const some = await faults(page);
    if (some.length > 0) found[name] = some;
  };
  await look('unlock');
  await unlock(page);
  await page.getByRole('heading', { name: say('list-title') }).waitFor();
  await look('list');
  await page.getByRole('button', { name: '乙公司' }).click();
  await shown(page, 1);
  await look('desk');
  for (const [key, view] of [['F3', 'citations'], ['F4', 'facts'], ['F6', 'sheet'], ['F7', 'across'], ['F10', 'opinion']] as const) {
    await page.keyboard.press(key);
    await look(view);
    await page.keyboard.press('Escape');
  }
  for (const key of ['Control+f', 'Alt+t', 'Control+\\', '?', 'Control+k', 'F1', 'Control+,']) {
    await page.keyboard.press(key);
    await look(key);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('searchbox', { name: say('search-words') }).fill('report');
  await look('search');
  await page.keyboard.press('Escape');
  await shown(page, 1);
  await look('desk in two places');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: say('palette') }).waitFor();
  await page.keyboard.type(say('desk-check'));
  await page.keyboard.press('Enter');
  await look('check');
  await button(page, 'check-to-hand-in').click();
  await look('hand-in');
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('Control+=');
  await look('hand-in at 175 %');
  await page.keyboard.press('Control+,');
  await page.getByRole('radio', { name: 'English' }).check({ force: true });
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await look('settings in English');
  expect(found).toEqual({});
  await close();
});
