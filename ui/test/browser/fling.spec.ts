// A fling through a volume of hundreds of pages: something of every page is there at once.
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { openDocument, toDesk } from './support/desk';
import { open } from './support/host';

/** Device pixels across of a preview. */
const PREVIEW = '80';

/** What a fling showed, frame by frame. */
interface Seen {
  frames: number;
  /** Pages that came into sight. */
  pages: number;
  /** Most frames on end for which a page in sight was blank. */
  blank: number;
  /** Longest time of that, in milliseconds. */
  longest: number;
  /** Share of pages that had something to show in their first frame. */
  atOnce: number;
}

/** Scrolls from one end to the other within so many milliseconds and looks at every frame. */
async function fling(page: Page, milliseconds: number, back = false): Promise<Seen> {
  return page.evaluate(
    async ([duration, reverse]) => {
      const scroller = document.querySelector<HTMLElement>('[data-scroller]');
      if (!scroller) throw new Error('there is no document');
      const way = scroller.scrollHeight - scroller.clientHeight;
      const blankSince = new Map<string, [frames: number, since: number]>();
      const first = new Map<string, boolean>();
      const seen = { frames: 0, pages: 0, blank: 0, longest: 0, atOnce: 0 };
      const look = (now: number): void => {
        const view = scroller.getBoundingClientRect();
        const inSight = [...scroller.querySelectorAll<HTMLElement>('[data-page]')].filter((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return bottom > view.top + 8 && top < view.bottom - 8;
        });
        const names = new Set(inSight.map(({ dataset }) => dataset['page'] ?? ''));
        for (const name of blankSince.keys()) if (!names.has(name)) blankSince.delete(name);
        for (const element of inSight) {
          const name = element.dataset['page'] ?? '';
          const isBlank = element.querySelector('.picture img') === null;
          if (!first.has(name)) first.set(name, !isBlank);
          if (!isBlank) blankSince.delete(name);
          else {
            const [frames, since] = blankSince.get(name) ?? [0, now];
            blankSince.set(name, [frames + 1, since]);
            seen.blank = Math.max(seen.blank, frames + 1);
            seen.longest = Math.max(seen.longest, now - since);
          }
        }
        seen.frames += 1;
      };
      const began = performance.now();
      await new Promise<void>((resolve) => {
        const step = (now: number): void => {
          const share = Math.min(1, (now - began) / duration);
          const eased = share * share * (3 - 2 * share);
          look(now);
          scroller.scrollTop = way * (reverse ? 1 - eased : eased);
          if (share < 1 || blankSince.size > 0) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      });
      seen.pages = first.size;
      seen.atOnce = [...first.values()].filter(Boolean).length / first.size;
      return seen;
    },
    [milliseconds, back] as const,
  );
}

/** Counts the previews that came, of all pages of a document; they come while one reads the first. */
function previews(page: Page): () => number {
  const came = new Set<string>();
  page.on('response', (answer) => {
    const { pathname, searchParams } = new URL(answer.url());
    if (searchParams.get('width') === PREVIEW) came.add(pathname);
  });
  return () => came.size;
}

test('a fling through six hundred pages shows something of every page in its first frame', async () => {
  const { page, close } = await open({ expert: inject('round').begun, size: { width: 1366, height: 768 } });
  await toDesk(page, '乙公司');
  const came = previews(page);
  await openDocument(page, '年报');
  await page.keyboard.press('F8');
  await expect.poll(came, { timeout: 40_000 }).toBeGreaterThanOrEqual(600);
  // The last of them is decoded.
  await page.waitForTimeout(300);
  for (const back of [false, true]) {
    const seen = await fling(page, 3_000, back);
    expect(seen.pages).toBeGreaterThan(100);
    expect(seen).toMatchObject({ atOnce: 1, blank: 0 });
  }
  await close();
});
