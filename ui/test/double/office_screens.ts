// The way to each screen of the office, for pictures.
import type { Page } from 'playwright-core';
import { notice, type Program, type Situation } from './program';

interface Shot {
  name: string;
  situation: Partial<Situation>;
  steps: (page: Page, program: Program) => Promise<unknown>;
}

const OPEN: Partial<Situation> = { stage: 'open', workspace: 'office' };
/** Places of the screens among the ways, in their order. */
const WAYS = ['home', 'materials', 'findings', 'letters', 'roster', 'draw', 'packing', 'board', 'desk', 'log'] as const;

async function go(page: Page, way: (typeof WAYS)[number]): Promise<void> {
  await page.waitForSelector('.way');
  await page.locator('.way').nth(WAYS.indexOf(way)).click();
  await page.waitForSelector(`[data-screen=${way}] h1`);
}

async function newRound(page: Page, program: Program): Promise<void> {
  program.answers.office_home = () => ({ round: null, next: 'round' });
  await page.reload();
  await page.waitForSelector('.empty button');
  await page.click('.empty button');
  await page.waitForSelector('[data-screen=new-round] h1');
}

const scheme = async (page: Page, program: Program, which: number): Promise<void> => {
  await newRound(page, program);
  await page.locator('header input[type=radio]').nth(1).check({ force: true });
  await page.locator('.parts section .acts button').nth(which).click();
};

/** Pictures of the office. */
export const officeScreens = (): Shot[] => [
  { name: 'office-home', situation: OPEN, steps: (page) => page.waitForSelector('ol li') },
  { name: 'office-none', situation: OPEN, steps: async (page, program) => {
    program.answers.office_home = () => ({ round: null, next: 'round' });
    await page.reload();
    await page.waitForSelector('.empty');
  } },
  { name: 'office-scheme', situation: OPEN, steps: async (page, program) => {
    await scheme(page, program, 0);
    await page.waitForSelector('dl');
  } },
  { name: 'office-scheme-faults', situation: OPEN, steps: async (page, program) => {
    program.answers.office_scheme = () => ({
      name: 'scheme.toml', scheme: null,
      faults: [
        { line: 214, column: 10, subject: 'indicator C3.1', said: { zh: '该项 6 分，下级合计 5 分', en: 'gives 6 points, its children add up to 5' }, text: 'points = 6' },
        { line: 377, column: 1, subject: 'evidence E31', said: { zh: '佐证目录没有 E31', en: 'there is no evidence E31 in the catalogue' }, text: 'evidence = ["E02", "E31"]' },
      ],
    });
    await scheme(page, program, 0);
    await page.waitForSelector('pre');
  } },
  { name: 'office-trial', situation: OPEN, steps: async (page, program) => {
    await scheme(page, program, 0);
    await page.waitForSelector('dl');
    await page.locator('.parts section > button').first().click();
    await page.waitForSelector('[role=dialog] table');
  } },
  { name: 'office-materials', situation: OPEN, steps: async (page) => {
    await go(page, 'materials');
    await page.locator('tbody th button').nth(1).click();
    await page.waitForSelector('aside li');
  } },
  { name: 'office-findings', situation: OPEN, steps: async (page) => {
    await go(page, 'findings');
    await page.waitForSelector('tbody tr');
  } },
  { name: 'office-letters', situation: OPEN, steps: async (page) => {
    await go(page, 'letters');
    await page.locator('tbody th button').first().click();
    await page.waitForSelector('aside li');
  } },
  { name: 'office-roster', situation: OPEN, steps: async (page) => {
    await go(page, 'roster');
    await page.locator('tbody th button').nth(5).click();
    await page.waitForSelector('aside form');
  } },
  { name: 'office-draw', situation: OPEN, steps: async (page) => {
    await go(page, 'draw');
    await page.waitForSelector('tbody tr');
  } },
  { name: 'office-packing', situation: OPEN, steps: async (page) => {
    await go(page, 'packing');
    await page.waitForSelector('dl');
  } },
  { name: 'office-board', situation: OPEN, steps: async (page) => {
    await go(page, 'board');
    await page.waitForSelector('tbody tr');
  } },
  { name: 'office-board-refused', situation: OPEN, steps: async (page, program) => {
    program.answers.office_board = () => {
      throw notice('S003', '存储已损坏。', 'The store is damaged.');
    };
    await go(page, 'board');
    await page.waitForSelector('[role=alert]');
  } },
  { name: 'office-desk', situation: OPEN, steps: async (page) => {
    await go(page, 'desk');
    const chooser = page.waitForEvent('filechooser');
    await page.locator('.drop button').click();
    await (await chooser).setFiles({ name: 'card.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
    await page.waitForSelector('.fingerprint');
  } },
  { name: 'office-log', situation: OPEN, steps: async (page) => {
    await go(page, 'log');
    await page.waitForSelector('tbody tr');
  } },
];
