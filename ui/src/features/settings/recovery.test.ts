// A fresh recovery sheet: what is asked first, what is forgotten, when the old one goes.
import { beforeEach, expect, it } from 'vitest';
import { useHost } from '$platform';
import { notice, Program } from '../../../test/double/program';
import { RecoverySheet } from './recovery.svelte';

let program: Program;
let sheet: RecoverySheet;
const asked = (command: string): unknown[] => program.calls.filter(([name]) => name === command).map(([, request]) => request);
beforeEach(() => {
  program = new Program({ stage: 'open' });
  useHost(program);
  sheet = new RecoverySheet();
});

it('asks the passphrase, shows the code, and takes it only when it was typed back', async () => {
  sheet.passphrase = '晚饭后沿着江边散步三公里';
  await sheet.next();
  expect([sheet.step, sheet.passphrase, sheet.code.length]).toEqual(['sheet', '', 6]);
  await sheet.next();
  expect(sheet.step).toBe('sheet');
  sheet.written = true;
  await sheet.next();
  expect([sheet.step, sheet.asked.length]).toEqual(['proof', 2]);
  await sheet.next();
  expect([sheet.step, sheet.fault?.code]).toEqual(['proof', 'S012']);
  for (const number of sheet.asked) sheet.retyped[number] = sheet.code[number - 1] ?? '';
  await sheet.next();
  expect([sheet.step, sheet.code, sheet.retyped]).toEqual(['done', [], {}]);
});

it('shows nothing for a wrong passphrase, and forgets what was typed', async () => {
  program.answers.renew_recovery = () => {
    throw notice('S011');
  };
  sheet.passphrase = '错';
  await sheet.next();
  expect([sheet.step, sheet.passphrase, sheet.fault?.code]).toEqual(['passphrase', '', 'S011']);
});

it('forgets the code when it is given up half way', async () => {
  sheet.passphrase = 'x';
  await sheet.next();
  sheet.drop();
  expect([sheet.step, sheet.code, asked('confirm_recovery')]).toEqual(['passphrase', [], []]);
});
