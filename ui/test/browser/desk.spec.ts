// The desk over a real store and real documents: the core loop by keys, where one comes back to, and
// what a second window may do.
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { say } from './support/words';
import { open, unlock } from './support/host';

const scroller = '[data-scroller]';
const mark = (page: Page): Promise<string> => page.getByLabel(say('desk-mark'), { exact: true }).innerText();
const leaf = (page: Page, code: string) => page.getByRole('treeitem', { selected: true }).filter({ hasText: code });
const top = (page: Page, at = 0): Promise<number> => page.locator(scroller).nth(at).evaluate((element) => element.scrollTop);

/** Opens the desk at an application from the list. */
async function toDesk(page: Page, enterprise: string): Promise<void> {
  await unlock(page);
  await page.getByRole('button', { name: enterprise }).click();
  await page.locator('[data-page="1"] .picture img').waitFor();
}

/** Opens the volume of six hundred pages. */
async function openVolume(page: Page): Promise<void> {
  await page.getByRole('button', { name: say('desk-all-evidence') }).click();
  await page.getByRole('menuitem', { name: '年报' }).click();
  await page.getByText(say('desk-of-pages', { count: 600 })).waitFor();
  await page.locator('[data-page="1"] .picture img').waitFor();
}

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
  expect(await mark(page)).toBe('4.0');
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
  await openVolume(page);
  const moved = async (press: () => Promise<void>): Promise<boolean> => {
    const before = await top(page);
    await press();
    return (await top(page)) !== before;
  };
  expect(await moved(() => page.keyboard.press('PageDown'))).toBe(true);
  expect(await moved(() => page.keyboard.press('Space'))).toBe(true);
  expect(await moved(() => page.keyboard.press('Shift+Space'))).toBe(true);
  await page.keyboard.press('F2');
  const comment = page.getByRole('textbox', { name: say('desk-comment') });
  await comment.fill('有据可查');
  expect(await moved(() => page.keyboard.press('PageDown'))).toBe(true);
  expect(await comment.inputValue()).toBe('有据可查');
  await page.keyboard.type(' ');
  expect(await comment.inputValue()).toBe('有据可查 ');
  await page.keyboard.press('Escape');
  expect(await moved(() => page.keyboard.press('PageUp'))).toBe(true);
  await page.getByRole('treeitem', { name: 'impact' }).click();
  expect(await moved(() => page.keyboard.press('Space'))).toBe(true);
  await page.getByRole('button', { name: say('desk-plus') }).click();
  expect(await moved(() => page.keyboard.press('Space'))).toBe(true);
  await close();
});

test('begins at the application and page where one stopped, laid out as it was left', async () => {
  const { page, close, again } = await open({ expert: inject('round').begun });
  await toDesk(page, '乙公司');
  await openVolume(page);
  await page.keyboard.press('Alt+2');
  await page.keyboard.press('Shift+R');
  await page.getByRole('textbox', { name: say('desk-page') }).fill('300');
  await page.keyboard.press('Enter');
  await page.locator('[data-page="300"] .picture img').waitFor();
  await page.keyboard.press('Control+\\');
  await page.locator(scroller).nth(1).waitFor();
  await page.waitForTimeout(1_800);
  const second = await again();
  await unlock(second);
  await second.locator('[data-page="300"] .picture img').first().waitFor();
  expect(await second.getByText(/^上次 .* 停在此处$/).count()).toBe(1);
  expect(await second.locator(scroller).count()).toBe(2);
  const whole = await second.locator('[data-page="300"]').first().evaluate((element) => {
    const view = element.closest('[data-scroller]')?.getBoundingClientRect();
    return view !== undefined && element.getBoundingClientRect().height <= view.height;
  });
  expect(whole).toBe(true);
  // The page that was turned is turned still.
  await second.getByRole('textbox', { name: say('desk-page') }).fill('1');
  await second.keyboard.press('Enter');
  const first = second.locator('[data-page="1"]').first();
  await first.waitFor();
  const box = await first.boundingBox();
  expect((box?.width ?? 0) > (box?.height ?? 0)).toBe(true);
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

test('loupe, seals, split, keys and guide answer to their keys', async () => {
  const { page, close } = await open({ expert: inject('round').begun, size: { width: 1366, height: 768 } });
  await toDesk(page, '乙公司');
  await openVolume(page);
  await page.mouse.move(600, 400);
  await page.keyboard.down('l');
  await page.locator('[data-loupe]').waitFor();
  await page.keyboard.up('l');
  expect(await page.locator('[data-loupe]').count()).toBe(0);
  await page.keyboard.press('Control+\\');
  await page.locator(scroller).nth(1).waitFor();
  const still = await top(page, 0);
  await page.keyboard.press('PageDown');
  expect([await top(page, 0), (await top(page, 1)) > 0]).toEqual([still, true]);
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
