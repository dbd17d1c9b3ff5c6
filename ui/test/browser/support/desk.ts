// The way to the desk and to its documents, for specs. Owns nothing of what is proved there.
import type { Page } from 'playwright-core';
import { unlock } from './host';
import { say } from './words';

/** What scrolls: the first place, or the one beside it. */
export const SCROLLER = '[data-scroller]';

/** Waits until a page of the document is shown. */
export const shown = (page: Page, number: number): Promise<void> => page.locator(`[data-page="${number}"] .picture img`).first().waitFor();

/** Unlocks and opens the desk at an application of the list. */
export async function toDesk(page: Page, enterprise: string): Promise<void> {
  await unlock(page);
  await page.getByRole('button', { name: enterprise }).click();
  await shown(page, 1);
}

/** Opens a document from the list of all evidence. */
export async function openDocument(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: say('desk-all-evidence') }).click();
  await page.getByRole('menuitem', { name: title }).click();
  await page.locator(`${SCROLLER}[aria-label*="${title}"][aria-busy=false]`).first().waitFor();
  await shown(page, 1);
}

/** Goes to a page by its field, wherever the tools are. */
export async function goTo(page: Page, number: number): Promise<void> {
  await page.keyboard.press('Control+g');
  await page.keyboard.type(String(number));
  await page.keyboard.press('Enter');
  await shown(page, number);
}

/** How far a place is scrolled. */
export const scrolled = (page: Page, at = 0): Promise<number> => page.locator(SCROLLER).nth(at).evaluate((element) => element.scrollTop);

/** Where a point of a page of A4 is in the window. */
export async function pointOn(page: Page, number: number, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = await page.locator(`[data-page="${number}"]`).first().boundingBox();
  if (!box) throw new Error(`page ${number} is not in sight`);
  return { x: box.x + (x * box.width) / 595, y: box.y + (y * box.height) / 842 };
}

/** Drags over a page, from one of its points to another. */
export async function drag(page: Page, number: number, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const [begin, end] = [await pointOn(page, number, ...from), await pointOn(page, number, ...to)];
  await page.mouse.move(begin.x, begin.y);
  await page.mouse.down();
  await page.mouse.move((begin.x + end.x) / 2, (begin.y + end.y) / 2);
  await page.mouse.move(end.x, end.y);
  await page.mouse.up();
}
