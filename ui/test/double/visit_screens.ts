// The way to each screen of the visit, for pictures. Steps click by position, so that they hold in
// both languages.
import type { Page } from 'playwright-core';
import type { Shot } from './screens';
import type { Program } from './program';

const situation = { stage: 'open', workspace: 'visit', imported: true } as const;

async function lines(page: Page): Promise<void> {
  await page.waitForSelector('[data-screen=list]');
  await page.locator('[data-screen=list] li button').first().click();
  await page.waitForSelector('[data-screen=lines]');
}
async function line(page: Page, at = 0): Promise<void> {
  await lines(page);
  await page.locator('[data-screen=lines] li button').nth(at).click();
  await page.waitForSelector('[data-screen=line]');
}
async function found(page: Page): Promise<void> {
  await line(page);
  for (const key of ['1', '1', '3', '4', '0', '0']) await page.locator('.pad button', { hasText: new RegExp(`^${key}$`) }).first().click();
  await page.locator('fieldset').nth(0).locator('button').nth(2).click();
  await page.locator('fieldset').nth(1).locator('button').nth(1).click();
  await page.locator('textarea').fill('9810 备货在上架与售出时各计一次，多计 13,300 万元。');
  await page.waitForTimeout(900);
}
/** The picker of the browser gives files; the program says which are photographs. */
async function photos(page: Page): Promise<void> {
  await found(page);
  const chooser = page.waitForEvent('filechooser');
  await page.locator('section .acts button').first().click();
  await (await chooser).setFiles(['IMG_2041.JPG', 'IMG_2042.JPG'].map((name) => ({ name, mimeType: 'image/jpeg', buffer: Buffer.from('x') })));
  await page.waitForSelector('.dialog-box');
}
const way = (page: Page, at: number): Promise<void> => page.locator('nav .way').nth(at).click();

function stated(program: Program): void {
  void program.answers.save_statement?.({
    application: 'a07',
    statement: {
      members: ['岑见微', '程实地'],
      conclusion: '进出口额将海外仓备货上架与其后的销售重复计入；其余抽查项目与申报一致。建议按核实值重算。',
      enterprise: { kind: 'agrees', signatory: '楚远航' },
      interviews: [{ with: '财务负责人', said: '说明了 9810 备货的入账方式。' }],
      documents: [{ title: '海关申报清单汇总（2025 年）', kept_by: '财务部', note: '抽查 12 个月' }],
    },
  });
  const strokes: [number, number][][] = [Array.from({ length: 40 }, (_, at) => [900 + at * 200, 1500 + Math.round(900 * Math.sin(at))])];
  void program.answers.sign_visit?.({ application: 'a07', side: 'team', name: '岑见微', strokes });
}
const after = (at: number) => async (page: Page, program: Program): Promise<void> => {
  await found(page);
  stated(program);
  await way(page, 0);
  await lines(page);
  await way(page, at);
};

/** Every screen of the visit. */
export const VISIT_SCREENS: Shot[] = [
  { name: 'visit-list', situation, steps: (page) => page.waitForSelector('[data-screen=list]') },
  { name: 'visit-lines', situation, steps: async (page) => (await found(page), way(page, 1)) },
  { name: 'visit-line', situation, steps: found },
  { name: 'visit-line-judged', situation, steps: (page) => line(page, 3) },
  { name: 'visit-photos', situation, steps: photos },
  {
    name: 'visit-photos-added',
    situation,
    steps: async (page) => {
      await photos(page);
      await page.click('.dialog-box button.primary');
      await page.waitForSelector('.offer');
    },
  },
  { name: 'visit-talks', situation, steps: after(2) },
  { name: 'visit-sign', situation, steps: after(3) },
  {
    name: 'visit-signature',
    situation,
    steps: async (page, program) => {
      await after(3)(page, program);
      await page.locator('[data-screen=sign] li button').last().click();
      const box = await page.locator('[data-signature]').boundingBox();
      if (!box) throw new Error('no field');
      await page.mouse.move(box.x + 40, box.y + box.height / 2);
      await page.mouse.down();
      for (let at = 1; at < 30; at += 1) await page.mouse.move(box.x + 40 + at * 12, box.y + box.height / 2 + 40 * Math.sin(at));
      await page.mouse.up();
    },
  },
  { name: 'visit-seal', situation, steps: after(4) },
  {
    name: 'visit-sealed',
    situation,
    steps: async (page, program) => {
      await after(4)(page, program);
      await page.click('.foot button.primary');
      await page.locator('.dialog-box input').fill('口令');
      await page.click('.dialog-box button.primary');
      await page.waitForSelector('figure');
    },
  },
  {
    name: 'visit-counterpart',
    situation: { ...situation, hasPin: true },
    steps: async (page, program) => {
      await after(4)(page, program);
      await page.locator('.foot button').nth(1).click();
      await page.waitForSelector('[data-screen=counterpart]');
    },
  },
  {
    name: 'visit-counterpart-leave',
    situation: { ...situation, hasPin: true },
    steps: async (page, program) => {
      await after(4)(page, program);
      await page.locator('.foot button').nth(1).click();
      await page.locator('footer button').click();
      await page.waitForSelector('.dialog-box .pad');
    },
  },
  { name: 'visit-paper', situation, steps: after(5) },
];
