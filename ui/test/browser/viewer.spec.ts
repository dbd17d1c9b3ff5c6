// The viewer on the desk, over real pages.
import { expect, inject, test } from 'vitest';
import { SCROLLER, toDesk } from './support/desk';
import { open, unlock } from './support/host';

test('a document stays open while its pages are turned', async () => {
  const { page, close } = await open({ expert: inject('round').begun, size: { width: 1366, height: 768 } });
  await unlock(page);
  await page.locator('tbody tr').first().click();
  await page.locator('[data-page="1"] .picture img').waitFor();
  let opened = 0;
  page.on('request', (request) => (opened += request.url().endsWith('/call/open_document') ? 1 : 0));
  await page.locator('[data-page-field]').fill('2');
  await page.locator('[data-page-field]').press('Enter');
  await page.keyboard.press('Control+f');
  await page.locator('.find input').waitFor();
  // The desk writes down where one is once the view has come to rest there; that must move nothing.
  await page.waitForRequest((request) => request.url().endsWith('/call/save_place'));
  await page.waitForTimeout(300);
  expect(opened).toBe(0);
  expect(await page.locator('.find input').count()).toBe(1);
  await close();
});

test('a page keeps its text block in the middle when panes come and go', async () => {
  const { page, close } = await open({ expert: inject('round').begun, size: { width: 1092, height: 535 } });
  await toDesk(page, '甲公司');
  const beside = (): Promise<number> =>
    page.locator(SCROLLER).first().evaluate((place) => {
      const [view, sheet] = [place.getBoundingClientRect(), place.querySelector('[data-page="1"]')?.getBoundingClientRect()];
      return sheet ? Math.round((sheet.left + sheet.right - view.left - view.right) / view.width * 100) : Number.NaN;
    });
  const first = await beside();
  for (const key of ['F4', 'Escape', 'F4', 'Escape', 'F6', 'Escape']) {
    const width = await page.locator(SCROLLER).first().evaluate((place) => place.clientWidth);
    await page.keyboard.press(key);
    await page.waitForFunction(([css, was]) => document.querySelector(css)?.clientWidth !== was, [SCROLLER, width] as const);
    await page.waitForTimeout(400);
    expect(Math.abs((await beside()) - first), key).toBeLessThan(2);
  }
  await close();
});
