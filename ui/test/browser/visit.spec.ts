// A visit over the real program: import, a claim with a photograph, statement and signatures, the
// enterprise's page, the seal and the bundle. No leaf of this round is checked on site, so the claim is
// one the team adds.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { open, unlock } from './support/host';

/** Words of the window, from its own catalogue. */
const words = new FluentBundle('zh-CN', { useIsolating: false });
const messages = join(import.meta.dirname, '../../src/i18n/zh-CN');
for (const file of readdirSync(messages)) words.addResource(new FluentResource(readFileSync(join(messages, file), 'utf8')));
const say = (id: string, args: Record<string, string | number> = {}): string => {
  const value = words.getMessage(id)?.value;
  if (!value) throw new Error(`no message ${id}`);
  return words.formatPattern(value, args);
};

/** The size of a tablet of 12 inches at 150 %. */
const SIZE = { width: 853, height: 533 };
const PIN = '246810';
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const on = (page: Page, screen: string) => page.locator(`[data-screen=${screen}]`).waitFor();

async function draw(page: Page): Promise<void> {
  const field = page.locator('[data-signature]');
  const box = await field.boundingBox();
  if (!box) throw new Error('no field to sign in');
  await page.mouse.move(box.x + 40, box.y + 60);
  await page.mouse.down();
  for (let at = 1; at <= 12; at += 1) await page.mouse.move(box.x + 40 + at * 20, box.y + 60 + (at % 3) * 15);
  await page.mouse.up();
  await button(page, say('visit-sign-take')).click();
  await field.waitFor({ state: 'detached' });
}

async function imported(page: Page): Promise<void> {
  await unlock(page);
  await page.locator('.authority').waitFor();
  await page.locator('.authority input').check();
  await button(page, say('import-go')).click();
  await button(page, say('continue')).click();
  await on(page, 'list');
}

/** A number that is not as declared, with a note and a photograph. */
async function found(page: Page, photo: string): Promise<void> {
  await page.locator('[data-screen=list] li button').first().click();
  await on(page, 'lines');
  await button(page, say('visit-add-line')).click();
  await page.locator('.dialog-box li button').first().click();
  await on(page, 'line');
  for (const digit of '50') await page.locator('.pad button', { hasText: new RegExp(`^${digit}$`) }).click();
  await button(page, say('visit-verdict-inconsistent')).click();
  await button(page, say('visit-treatment-use')).click();
  await page.locator('.difference', { hasText: '%' }).waitFor();
  await page.getByLabel(say('visit-note')).fill('两处仓库，抽查一处');
  const chooser = page.waitForEvent('filechooser');
  await button(page, say('visit-photos-files')).click();
  await (await chooser).setFiles(photo);
  await button(page, say('visit-photos-add', { count: 1 })).click();
  const preview = page.locator('section li img');
  await preview.waitFor();
  await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await button(page, say('visit-origins-keep')).click();
  await button(page, say('visit-next-line')).click();
  await on(page, 'lines');
}

async function stated(page: Page): Promise<void> {
  await page.locator('nav .way', { hasText: say('visit-way-sign') }).click();
  await on(page, 'sign');
  await page.getByLabel(say('visit-conclusion')).fill('基本一致');
  await page.getByLabel(say('visit-member', { number: 1 })).fill('岑见微');
  await page.getByLabel(say('visit-signatory')).fill('楚远航');
  await page.locator('section li', { hasText: '岑见微' }).getByRole('button', { name: say('visit-sign') }).click();
  await draw(page);
}

async function shownToTheEnterprise(page: Page): Promise<void> {
  await page.locator('nav .way', { hasText: say('visit-way-seal') }).click();
  await on(page, 'seal');
  await button(page, say('visit-show')).click();
  await page.getByLabel(say('visit-pin'), { exact: true }).fill(PIN);
  await page.locator('.dialog-box').getByRole('button', { name: say('visit-show') }).click();
  await on(page, 'counterpart');
  await page.getByRole('button', { name: say('visit-sign'), exact: true }).click();
  await draw(page);
  // Loaded anew, the window comes back to the same page.
  await page.reload();
  await on(page, 'counterpart');
  await button(page, say('visit-counterpart-leave')).click();
  for (const digit of PIN) await page.locator('.pad button', { hasText: digit }).click();
  await page.locator('.dialog-box').getByRole('button', { name: say('back') }).click();
  await on(page, 'list');
}

test('a visit from the package to the bundle', async () => {
  const { team, root, passphrase } = inject('round');
  const { page, stick, close } = await open({ expert: team, whose: 'visit', handOver: [team.package, team.ticket, root], size: SIZE });
  const photo = join(stick, 'IMG_1.JPG');
  writeFileSync(photo, await page.screenshot({ type: 'jpeg' }));
  await imported(page);
  await found(page, photo);
  await stated(page);
  await shownToTheEnterprise(page);
  await page.locator('[data-screen=list] li button').first().click();
  await page.locator('nav .way', { hasText: say('visit-way-seal') }).click();
  await button(page, say('visit-seal')).click();
  await page.locator('.dialog-box input').fill(passphrase);
  await page.locator('.dialog-box').getByRole('button', { name: say('check-seal') }).click();
  await page.locator('figure li').nth(11).waitFor();
  await button(page, say('visit-hand-in')).click();
  await page.locator('.foot button').first().click();
  await page.locator('.dialog-box input').fill(passphrase);
  await page.locator('.dialog-box').getByRole('button', { name: say('hand-in-make-go') }).click();
  await button(page, say('hand-in-export')).click();
  await page.locator('.written').waitFor();
  expect(readdirSync(stick).filter((name) => name.endsWith('.orb'))).toHaveLength(1);
  expect(existsSync(photo)).toBe(true);
  await close();
});
