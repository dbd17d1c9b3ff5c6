import { expect, it } from 'vitest';
import { useHost } from '$platform';
import { notice, Program } from '../../test/double/program';
import { call, Fault, UNANSWERED } from '.';

const failing = (said: unknown): Program => {
  const program = new Program();
  program.answers.lock = () => {
    throw said;
  };
  useHost(program);
  return program;
};

it('turns what the program refuses into an error with its code and sentences', async () => {
  failing(notice('S011', '口令不正确。', 'Wrong.'));
  const fault = await call('lock').catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Fault);
  expect(fault).toMatchObject({ code: 'S011', command: 'lock', message: 'S011', notice: { zh: '口令不正确。' } });
});

it.each([new TypeError('Failed to fetch'), 'text', null, { code: 1 }])('turns %s into a fault with a code of its own', async (said) => {
  failing(said);
  await expect(call('lock')).rejects.toMatchObject({ name: 'Fault', code: UNANSWERED });
});

it('sends an empty request for commands without arguments', async () => {
  const program = failing(null);
  program.answers.lock = () => ({});
  await call('lock');
  expect(program.calls).toEqual([['lock', {}]]);
});
