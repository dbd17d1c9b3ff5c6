// The way to each screen, for pictures.
import type { Page } from 'playwright-core';
import { notice, type Program, type Situation } from './program';
import { VISIT_SCREENS } from './visit_screens';
import { officeScreens } from './office_screens';

/** A screen with the way to it. */
export interface Shot {
  name: string;
  situation: Partial<Situation>;
  steps: (page: Page, program: Program) => Promise<unknown>;
}

const OFFICE: Shot[] = officeScreens();
const ready = (page: Page): Promise<unknown> => page.waitForSelector('h1');

async function asExpert(page: Page): Promise<void> {
  await ready(page);
  await page.click('.role.large');
  await page.waitForSelector('input');
}

const next = (page: Page): Promise<void> => page.click('button.primary');

async function identity(page: Page): Promise<void> {
  await asExpert(page);
  const fields = page.locator('input');
  await fields.nth(0).fill('陈秀英');
  await fields.nth(1).fill('中国电子商务研究院');
  await fields.nth(2).fill('晚饭后散步三公里');
  await page.waitForSelector('.bars .good, .bars .weak');
}

async function recovery(page: Page): Promise<void> {
  await identity(page);
  await page.locator('input').nth(2).fill('晚饭后沿着江边散步三公里');
  await next(page);
  await page.waitForSelector('ol.code');
}

async function retype(page: Page): Promise<void> {
  await recovery(page);
  await page.click('input[type=checkbox]');
  await next(page);
  await page.waitForSelector('.pair input');
}

const CODE = ['K7QX', 'M2RD', '9WFT', 'HB4N', 'P3VC', 'Y8LJ'];

async function card(page: Page): Promise<void> {
  await retype(page);
  for (const field of await page.locator('.pair .field').all()) {
    const number = Number(/\d/.exec((await field.locator('label').textContent()) ?? '')?.[0]);
    await field.locator('input').fill(CODE[number - 1] ?? '');
  }
  await next(page);
  await page.waitForSelector('.fingerprint');
}

async function chosen(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.drop button').first().click();
  await (await chooser).setFiles(
    ['2026遴选-评审包.orp', '2026遴选-陈秀英.ticket', 'root.json'].map((name) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from('x') })),
  );
  await page.waitForSelector('.authority');
}

async function compared(page: Page): Promise<void> {
  await chosen(page);
  await page.click('.authority input');
}

/** A way through the panel's workspace, and what is done there. */
const panelScreen = (name: string, way: number | null, steps: (page: Page) => Promise<unknown> = () => Promise.resolve(), opened = true): Shot => ({
  name: `panel-${name}`,
  situation: { stage: 'open', workspace: 'panel', opened },
  steps: async (page) => {
    await page.waitForSelector('nav.ways button');
    if (way !== null) await page.locator('nav.ways button').nth(way).click();
    await page.waitForSelector('h1');
    await page.waitForTimeout(150);
    await steps(page);
  },
});
const inApplication = (view: number): ((page: Page) => Promise<void>) => async (page) => {
  await page.locator('tbody button').first().click();
  await page.waitForSelector('[data-pane=leaves] tbody tr');
  await page.locator('.views input').nth(view).click({ force: true });
};
const PANEL: Shot[] = [
  panelScreen('arrivals-closed', null, undefined, false),
  panelScreen('opening', 1, undefined, false),
  panelScreen('arrivals', 0),
  panelScreen('grid', 2),
  panelScreen('results', 3),
  panelScreen('application', 3, inApplication(0)),
  panelScreen('application-values', 3, inApplication(1)),
  panelScreen('application-opinions', 3, inApplication(2)),
  panelScreen('application-derivation', 3, inApplication(3)),
  panelScreen('agree', 3, async (page) => {
    await inApplication(0)(page);
    await page.locator('[data-pane=beside] tbody button').last().click();
    await page.waitForSelector('[role=dialog]');
  }),
  panelScreen('facts', 4, async (page) => {
    await page.locator('button.fact').first().click();
    await page.locator('.buttons button').first().click();
    await page.waitForSelector('.effect');
  }),
  panelScreen('divergences', 5),
  panelScreen('list', 6),
  panelScreen('log', 7),
];

/** Every screen of the first hour, and of the panel. */
export const SCREENS: Shot[] = [
  { name: 'role', situation: {}, steps: ready },
  { name: 'start', situation: {}, steps: asExpert },
  { name: 'start-filled', situation: {}, steps: identity },
  { name: 'start-empty-tried', situation: {}, steps: async (page) => (await asExpert(page), next(page)) },
  { name: 'recovery', situation: {}, steps: recovery },
  {
    name: 'recovery-wrong',
    situation: {},
    steps: async (page) => {
      await retype(page);
      await next(page);
      await page.waitForSelector('.fault');
    },
  },
  { name: 'card', situation: {}, steps: card },
  {
    name: 'restore',
    situation: {},
    steps: async (page) => {
      await asExpert(page);
      await page.click('.foot button.quiet');
      await page.click('.folder button');
      await page.waitForSelector('.folder span:nth-of-type(1)');
    },
  },
  { name: 'unlock', situation: { stage: 'closed' }, steps: ready },
  {
    name: 'unlock-several',
    situation: {
      stage: 'closed',
      identities: [
        { identity: 'panel', workspace: 'panel', number: 1, label: '' },
        { identity: 'work', workspace: 'expert', number: 1, label: '' },
        { identity: 'panel-2', workspace: 'panel', number: 2, label: '第二组' },
        { identity: 'office', workspace: 'office', number: 1, label: '' },
      ],
    },
    steps: ready,
  },
  {
    name: 'unlock-wrong',
    situation: { stage: 'closed' },
    steps: async (page) => {
      await page.locator('.field input').fill('wrong');
      await next(page);
      await page.waitForSelector('.fault');
    },
  },
  { name: 'unlock-pin', situation: { stage: 'locked', hasPin: true }, steps: ready },
  { name: 'import', situation: { stage: 'open' }, steps: ready },
  { name: 'import-chosen', situation: { stage: 'open' }, steps: chosen },
  {
    name: 'import-busy',
    situation: { stage: 'open' },
    steps: async (page, program) => {
      program.answers.import = () => new Promise(() => undefined);
      await compared(page);
      await next(page);
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'import-refused',
    situation: { stage: 'open' },
    steps: async (page, program) => {
      program.answers.import = () => {
        throw { ...notice('F012', '签名无效，内容可能被改动。请勿使用，并告知评审办。', 'The signature is not valid; the content may have been changed. Do not use it, tell the office.'), place: 'manifest.json' };
      };
      await compared(page);
      await next(page);
      await page.waitForSelector('.fault');
    },
  },
  {
    name: 'import-done',
    situation: { stage: 'open' },
    steps: async (page) => {
      await compared(page);
      await next(page);
      await page.waitForSelector('.foot :text-is("导入别的文件"), .foot :text-is("Import other files")');
    },
  },
  { name: 'pledge', situation: { stage: 'open', imported: true }, steps: ready },
  {
    name: 'pledge-ticked',
    situation: { stage: 'open', imported: true },
    steps: async (page) => {
      await page.locator('td.conflict input').nth(1).check();
      await page.locator('td.conflict input').nth(5).check();
      await page.locator('select').nth(0).selectOption('kinship');
    },
  },
  {
    name: 'pledge-sign',
    situation: { stage: 'open', imported: true },
    steps: async (page) => {
      await page.locator('td.conflict input').nth(1).check();
      await page.locator('select').nth(0).selectOption('kinship');
      await page.locator('.foot input[type=checkbox]').check();
      await next(page);
      await page.waitForSelector('.names');
    },
  },
  { name: 'list', situation: { stage: 'open', imported: true, pledged: true }, steps: (page) => page.waitForSelector('tbody tr') },
  {
    name: 'list-none',
    situation: { stage: 'open', imported: true, pledged: true },
    steps: async (page) => {
      await page.locator('input[type=search]').fill('没有这家');
      await page.waitForSelector('.empty');
    },
  },
  {
    name: 'menu',
    situation: { stage: 'open', imported: true, pledged: true },
    steps: async (page) => {
      await page.waitForSelector('tbody tr');
      await page.locator('.menu-trigger').nth(1).click();
      await page.waitForSelector('.menu-list');
    },
  },
  {
    name: 'palette',
    situation: { stage: 'open', imported: true, pledged: true },
    steps: async (page) => {
      await page.waitForSelector('tbody tr');
      await page.keyboard.press('Control+k');
      await page.waitForSelector('[role=option]');
    },
  },
  {
    name: 'keys',
    situation: { stage: 'open', imported: true, pledged: true },
    steps: async (page) => {
      await page.waitForSelector('tbody tr');
      await page.keyboard.press('?');
      await page.waitForSelector('[role=dialog] kbd');
    },
  },
  {
    name: 'recovered',
    situation: { stage: 'open', imported: true, pledged: true },
    steps: async (page, program) => {
      const last = { at: '2026-05-21T08:42:07Z', application: 'a03', number: 3, enterprise: '丙公司', indicator: 'C3.1' };
      program.recovered = [{ kind: 'work', last }, { kind: 'import', bytes: 734_003_200 }];
      program.reading = { ...program.reading, running: true, done: 37, unreadable: [['a05', 'E07', 'locked']] };
      await page.reload();
      await page.waitForSelector('[data-recovered]');
    },
  },
  {
    name: 'reading',
    situation: { stage: 'open', imported: true, pledged: true },
    steps: async (page, program) => {
      program.reading = { ...program.reading, unreadable: [['a05', 'E07', 'locked'], ['a09', 'E02', 'damaged']] };
      await page.reload();
      await page.locator('footer button', { hasText: '2' }).click();
      await page.waitForSelector('[role=dialog] li');
    },
  },
  {
    name: 'import-tickets',
    situation: { stage: 'open' },
    steps: async (page, program) => {
      const file = (name: string) => ({ id: name, name: `2026遴选-${name}.ort`, bytes: 3_217 });
      program.tickets = [
        { file: file('陈秀英-2'), fit: { kind: 'fits', ticket: 't07b', seq: 2 } },
        { file: file('陈秀英'), fit: { kind: 'fits', ticket: 't07', seq: 1 } },
        { file: file('王建国'), fit: { kind: 'not_mine' } },
        { file: file('李淑珍'), fit: { kind: 'not_mine' } },
        { file: file('复评-陈秀英'), fit: { kind: 'other_package' } },
      ];
      await chosen(page);
      await page.locator('fieldset').last().scrollIntoViewIfNeeded();
    },
  },
  ...(['passphrase', 'sheet', 'proof'] as const).map((step, at) => ({
    name: `recovery-renew-${step}`,
    situation: { stage: 'open', imported: true, pledged: true } as const,
    steps: async (page: Page) => {
      await page.waitForSelector('tbody tr');
      await page.keyboard.press('Control+,');
      await page.locator('.tabs-tab').nth(1).click();
      await page.locator('.safety section button').click();
      if (at === 0) return page.waitForSelector('form .field input');
      await page.locator('[role=dialog] form .field input').last().fill('晚饭后沿着江边散步三公里');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[role=dialog] ol.code');
      if (at === 1) return;
      await page.locator('[role=dialog] form input[type=checkbox]').click();
      await page.locator('[role=dialog] .foot button.primary').last().click();
      await page.waitForSelector('[role=dialog] .pair input');
    },
  })),
  ...(['display', 'safety', 'about'] as const).map((tab, at) => ({
    name: `settings-${tab}`,
    situation: { stage: 'open', imported: true, pledged: true } as const,
    steps: async (page: Page) => {
      await page.waitForSelector('tbody tr');
      await page.keyboard.press('Control+,');
      await page.locator('.tabs-tab').nth(at).click();
    },
  })),
  ...VISIT_SCREENS,
  ...OFFICE,
  ...PANEL,
];
