// The desk over a real store and real documents: what a second window may do.
import type { Page } from 'playwright-core';
import { inject, test } from 'vitest';
import { say } from './support/words';
import { open, unlock } from './support/host';

/** Opens the desk at an application from the list. */
async function toDesk(page: Page, enterprise: string): Promise<void> {
  await unlock(page);
  await page.getByRole('button', { name: enterprise }).click();
  await page.locator('[data-page="1"] .picture img').waitFor();
}

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
