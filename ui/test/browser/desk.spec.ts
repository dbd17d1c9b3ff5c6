// The desk over a real store and real documents: the core loop by keys, where one comes back to, and
// what a second window may do.
import type { Locator, Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { goTo, openDocument, SCROLLER, scrolled, shown, toDesk } from './support/desk';
import { open, unlock } from './support/host';
import { say } from './support/words';

const mark = (page: Page): Promise<string> => page.getByLabel(say('desk-mark'), { exact: true }).innerText();
const leaf = (page: Page, code: string): Locator => page.getByRole('treeitem', { selected: true }).filter({ hasText: code });

test('marks by digits, drops by Escape, goes on by Enter, and takes back by jumping there', async () => {
  const { page, close } = await open({ expert: inject('round').begun });
  await toDesk(page, '甲公司');
  await leaf(page, 'excellence').waitFor();
  await page.keyboard.type('35');
  expect(await mark(page)).toBe('3.5');
  await page.keyboard.press('Escape');
  expect(await mark(page)).not.toBe('3.5');
  await page.keyboard.type('35');
  await page.keyboard.press('Enter');
  await leaf(page, 'impact').waitFor();
  await page.getByText(/^已保存/).waitFor();

  // Wheel and focus change no mark; + and − do, and at once.
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await leaf(page, 'implementation').waitFor();
  await page.keyboard.press('ArrowUp');
  await leaf(page, 'impact').waitFor();
  await page.getByLabel(say('desk-mark'), { exact: true }).hover();
  await page.mouse.wheel(0, 400);
  await page.keyboard.press('Tab');
  expect(await mark(page)).toBe('4.0');
  await page.keyboard.press('+');
  await expect.poll(() => mark(page)).toBe('4.5');

  await page.keyboard.press('ArrowDown');
  await leaf(page, 'implementation').waitFor();
  await page.keyboard.press('Control+z');
  await leaf(page, 'impact').waitFor();
  await expect.poll(() => mark(page)).toBe('4.0');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await leaf(page, 'excellence').waitFor();
  await page.keyboard.press('Control+y');
  await expect.poll(() => mark(page)).toBe('3.5');
  await close();
});

test('page keys move the page wherever the focus is', async () => {
  const { page, close } = await open({ expert: inject('round').begun });
  await toDesk(page, '乙公司');
  await openDocument(page, '年报');
  const moves = async (key: string): Promise<void> => {
    const before = await scrolled(page);
    await page.keyboard.press(key);
    await expect.poll(() => scrolled(page), { message: key }).not.toBe(before);
  };
  await moves('PageDown');
  await moves('Space');
  await moves('Shift+Space');
  await page.keyboard.press('F2');
  const comment = page.getByRole('textbox', { name: say('desk-comment') });
  await comment.fill('有据可查');
  await moves('PageDown');
  await page.keyboard.type(' ');
  expect(await comment.inputValue()).toBe('有据可查 ');
  await page.keyboard.press('Escape');
  await moves('PageUp');
  await page.getByRole('treeitem', { name: 'impact', exact: false }).last().click();
  // The leaf brings its own evidence, of two pages.
  await page.locator(`${SCROLLER}[aria-label*="申请书"][aria-busy=false]`).waitFor();
  await shown(page, 1);
  await moves('Space');
  await page.getByRole('button', { name: say('desk-plus') }).click();
  await moves('Shift+Space');
  await close();
});

test('begins at the application and page where one stopped, laid out as it was left', async () => {
  const { page, close, again } = await open({ expert: inject('round').begun });
  await toDesk(page, '乙公司');
  await openDocument(page, '年报');
  await page.keyboard.press('Alt+2');
  await page.keyboard.press('Shift+R');
  await goTo(page, 300);
  await page.keyboard.press('Control+\\');
  await page.locator(SCROLLER).nth(1).waitFor();
  await page.waitForResponse((answer) => answer.url().endsWith('/call/save_place'));
  await page.waitForTimeout(900);
  const second = await again();
  await unlock(second);
  await shown(second, 300);
  expect(await second.getByText(/^上次 .* 停在此处$/).count()).toBe(1);
  expect(await second.locator(SCROLLER).count()).toBe(2);
  const whole = await second.locator('[data-page="300"]').first().evaluate((element) => {
    const view = element.closest('[data-scroller]')?.getBoundingClientRect();
    return view !== undefined && element.getBoundingClientRect().height <= view.height;
  });
  expect(whole).toBe(true);
  // The page that was turned is turned still.
  await goTo(second, 1);
  const first = await second.locator('[data-page="1"]').first().boundingBox();
  expect((first?.width ?? 0) > (first?.height ?? 0)).toBe(true);
  // It was killed, and says so.
  await second.locator('[data-recovered]').waitFor();
  await second.getByRole('button', { name: say('recovered-read') }).click();
  expect(await second.locator('[data-recovered]').count()).toBe(0);
  await close();
});

test('a second window on the same store reads only, and says so', async () => {
  const first = await open({ expert: inject('round').begun });
  await toDesk(first.page, '甲公司');
  const second = await open({ beside: first });
  await toDesk(second.page, '甲公司');
  await second.page.getByText(say('read-only')).first().waitFor();
  await second.page.keyboard.type('3');
  await second.page.keyboard.press('Enter');
  await first.page.keyboard.type('2');
  await first.page.keyboard.press('Enter');
  await first.page.getByText(/^已保存/).waitFor();
  await second.close();
  await first.close();
});

test('loupe, split, keys, guide and palette answer to their keys', async () => {
  const { page, close } = await open({ expert: inject('round').begun, size: { width: 1366, height: 768 } });
  await toDesk(page, '乙公司');
  await openDocument(page, '年报');
  await page.mouse.move(600, 400);
  await page.keyboard.down('l');
  await page.locator('[data-loupe]').waitFor();
  await page.keyboard.up('l');
  expect(await page.locator('[data-loupe]').count()).toBe(0);
  await page.keyboard.press('Control+\\');
  await page.locator(SCROLLER).nth(1).waitFor();
  await page.locator(`${SCROLLER} >> nth=1 >> .picture img`).first().waitFor();
  const still = await scrolled(page, 0);
  await page.keyboard.press('PageDown');
  await expect.poll(() => scrolled(page, 1)).toBeGreaterThan(0);
  expect(await scrolled(page, 0)).toBe(still);
  await page.keyboard.press('F1');
  await page.getByRole('dialog', { name: say('help-title') }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: say('keys-title') }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: say('palette') }).waitFor();
  await close();
});
