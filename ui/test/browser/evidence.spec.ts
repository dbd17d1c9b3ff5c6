// Evidence on the desk, over a document with links, an outline, vertical writing and a scan: going
// about it, citing from it, finding words in it. The document is laid out in `tests/support/casebook.rs`.
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { drag, goTo, openDocument, pointOn, scrolled, shown, toDesk } from './support/desk';
import { open, unlock, type Opened } from './support/host';
import { say } from './support/words';

/** Opens the document on a window with tools above the pages. */
async function atTheCasebook(): Promise<Opened> {
  const opened = await open({ expert: inject('round').begun, size: { width: 1366, height: 768 } });
  await toDesk(opened.page, '乙公司');
  await openDocument(opened.page, '案卷');
  return opened;
}
const field = (page: Page): Promise<string> => page.locator('[data-page-field]').inputValue();
const isAt = (page: Page, number: number): Promise<void> => expect.poll(() => field(page)).toBe(String(number));
async function fromMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('toolbar', { name: say('viewer-tools') }).getByRole('button', { name: say('viewer-more') }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Red pixels of what is shown of a page. */
const red = (page: Page, number: number): Promise<number> =>
  page.locator(`[data-page="${number}"] .picture img`).evaluate((image: HTMLImageElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let count = 0;
    for (let at = 0; at < data.length; at += 4) count += (data[at] ?? 0) - (data[at + 1] ?? 0) > 90 ? 1 : 0;
    return count;
  });

test('links, outline, thumbnails, turns, zoom and the seal key lead about a document', async () => {
  const { page, close } = await atTheCasebook();
  const link = await pointOn(page, 1, 90, 158);
  await page.mouse.click(link.x, link.y);
  await isAt(page, 3);
  await page.keyboard.press('Alt+ArrowLeft');
  await isAt(page, 1);
  await page.keyboard.press('Alt+ArrowRight');
  await isAt(page, 3);
  await fromMenu(page, say('viewer-outline'));
  await page.getByRole('button', { name: '三、扫描件' }).click();
  await isAt(page, 4);
  await shown(page, 4);
  await expect.poll(() => red(page, 4)).toBeGreaterThan(500);
  await page.keyboard.down('r');
  await page.locator('[data-page="4"] .picture img[src*="seals=remove"]').waitFor();
  expect(await red(page, 4)).toBe(0);
  await page.keyboard.up('r');
  await expect.poll(() => red(page, 4)).toBeGreaterThan(500);

  await page.keyboard.press('Alt+t');
  await page.getByRole('button', { name: say('viewer-thumbnail-seen', { number: 4 }) }).waitFor();
  await page.keyboard.press('Shift+R');
  await expect.poll(async () => {
    const box = await page.locator('[data-page="4"]').boundingBox();
    return (box?.width ?? 0) > (box?.height ?? 0);
  }).toBe(true);

  await goTo(page, 2);
  const over = await pointOn(page, 2, 120, 130);
  await page.mouse.move(over.x, over.y);
  await page.keyboard.down('Control');
  for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, -240);
  await page.keyboard.up('Control');
  await page.getByRole('button', { name: say('viewer-zoom-value', { percent: 800 }) }).waitFor();
  await page.locator('[data-page="2"] .tile img').first().waitFor();
  // What was under the pointer still is.
  const now = await pointOn(page, 2, 120, 130);
  expect(Math.hypot(now.x - over.x, now.y - over.y)).toBeLessThan(30);
  await page.keyboard.press('Alt+0');
  await expect.poll(() => page.locator('.tile').count()).toBe(0);
  await fromMenu(page, say('viewer-tint', { tint: say('tint-green') }));
  await page.locator('[data-tint="green"]').first().waitFor();
  await close();
});

test('two fingers zoom to 800 % about what lies between them, one finger scrolls', async () => {
  const { page, close } = await atTheCasebook();
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 2 });
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((point, id) => ({ ...point, id })) });
  await goTo(page, 2);
  const middle = await pointOn(page, 2, 200, 160);
  const fingers = (apart: number) => [{ x: middle.x - apart, y: middle.y }, { x: middle.x + apart, y: middle.y }];
  // A window is narrower than eight times a page: fingers are put down again.
  for (let pinch = 0; pinch < 3; pinch += 1) {
    await touch('touchStart', fingers(20));
    for (let apart = 30; apart <= 140; apart += 10) await touch('touchMove', fingers(apart));
    await touch('touchEnd', []);
  }
  await page.getByRole('button', { name: say('viewer-zoom-value', { percent: 800 }) }).waitFor();
  const now = await pointOn(page, 2, 200, 160);
  expect(Math.hypot(now.x - middle.x, now.y - middle.y)).toBeLessThan(30);
  expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1);
  const before = await scrolled(page);
  await touch('touchStart', [middle]);
  for (let down = 20; down <= 200; down += 20) await touch('touchMove', [{ x: middle.x, y: middle.y - down }]);
  await touch('touchEnd', []);
  await expect.poll(() => scrolled(page)).toBeGreaterThan(before + 100);
  await close();
});

test('citations from text, columns and a box are kept loose, given to leaves, taken back, and found again', async () => {
  const { page, close, again } = await atTheCasebook();
  await goTo(page, 2);
  await drag(page, 2, [73, 100], [131, 130]);
  await page.keyboard.press('k');
  const card = page.getByRole('region', { name: say('desk-citations') });
  await card.getByText('本企业以商业模式创新带动').waitFor();
  await goTo(page, 3);
  await drag(page, 3, [500, 84], [500, 179]);
  await page.getByRole('button', { name: say('viewer-cite-later') }).click();
  await goTo(page, 4);
  await drag(page, 4, [320, 150], [480, 300]);
  await page.getByRole('button', { name: say('viewer-cite-later') }).click();

  await page.keyboard.press('F3');
  const count = (loose: number) => page.getByText(say('citations-count', { count: 3, loose }));
  await count(2).waitFor();
  const list = page.getByRole('region', { name: say('citations-title') });
  await list.getByText('直排文字自', { exact: true }).waitFor();
  await list.locator('li', { hasText: say('desk-evidence-page', { code: 'B4', page: 4 }) }).locator('img').waitFor();
  await list.locator('li', { hasText: '直排文字自' }).getByRole('button', { name: say('citations-assign') }).click();
  await page.getByRole('checkbox', { name: 'excellence' }).check();
  await page.getByRole('checkbox', { name: 'impact' }).check();
  await page.getByRole('button', { name: say('citations-assign-go', { count: 2 }) }).click();
  await count(1).waitFor();
  await list.locator('li', { hasText: '直排文字自' }).getByRole('button', { name: say('citations-remove') }).click();
  await page.getByText(say('citations-count', { count: 2, loose: 1 })).waitFor();
  // It comes back on the card of its leaf.
  await page.keyboard.press('Control+z');
  await card.getByText('直排文字自').waitFor();
  await page.keyboard.press('F3');
  await count(1).waitFor();

  const second = await again();
  await unlock(second);
  await second.locator('.picture img').first().waitFor();
  // The list may be among what is laid out as it was left.
  if (!(await second.getByRole('region', { name: say('citations-title') }).isVisible())) await second.keyboard.press('F3');
  await second.getByText(say('citations-count', { count: 3, loose: 1 })).waitFor();
  await second.getByRole('button', { name: say('desk-evidence-page', { code: 'B4', page: 2 }) }).click();
  await isAt(second, 2);
  await shown(second, 2);
  await close();
});

test('what is dragged over before the words of a page are there is selected when they come', async () => {
  const { page, close } = await open({ expert: inject('round').begun, size: { width: 1366, height: 768 } });
  await toDesk(page, '乙公司');
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/call/page_layer', async (route) => {
    const { page: number } = route.request().postDataJSON() as { page: number };
    if (number === 2) await held;
    await route.continue();
  });
  await openDocument(page, '案卷');
  await goTo(page, 2);
  await drag(page, 2, [73, 100], [131, 130]);
  expect(await page.getByRole('button', { name: say('viewer-cite-later') }).count()).toBe(0);
  go();
  await page.getByRole('button', { name: say('viewer-cite-later') }).waitFor();
  await close();
});

test('words of one and two characters are found over lines, widths and old forms; scans are named', async () => {
  const { page, close } = await atTheCasebook();
  await page.getByText(/^正在读入佐证供检索/).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+f');
  const bar = page.getByRole('search', { name: say('viewer-find') });
  const finds = async (words: string, count: number): Promise<void> => {
    await bar.getByRole('searchbox').fill(words);
    await expect.poll(() => bar.getByRole('status').first().textContent(), { message: words }).toBe(count === 0 ? say('viewer-find-none') : `1 / ${count}`);
  };
  await finds('新', 1);
  await finds('创新', 1);
  await page.locator('[data-page="2"] .hit.now').first().waitFor();
  await finds('2025', 1);
  await finds('电子商务', 1);
  await finds('自右而左', 1);
  await finds('印章', 0);
  await bar.getByText(say('viewer-find-scans', { count: 1 })).waitFor();
  await bar.getByRole('button', { name: say('viewer-find-scans-list') }).click();
  await bar.getByRole('button', { name: say('viewer-page-short', { number: 4 }) }).click();
  await isAt(page, 4);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('searchbox', { name: say('search-words') }).fill('创新');
  await page.getByText('02乙公司').waitFor();
  await page.getByText(/^另有 \d+ 页扫描件未能检索/).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-page="2"] .hit.now').first().waitFor();
  await close();
});
