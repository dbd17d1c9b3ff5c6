// Controllers of the first hour behind the lock, over a program in memory.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TicketOffer } from '$api';
import { useHost } from '$platform';
import { notice, Program } from '../../../test/double/program';
import { Applications, belongs } from './list/applications.svelte';
import { fits, Pledge } from './pledge/pledge.svelte';
import { Receive } from './receive/receive.svelte';
import { Session } from './session.svelte';
import { Entry } from '../start/entry.svelte';

let program: Program;
const behind = (situation: ConstructorParameters<typeof Program>[0] = {}): Program => {
  program = new Program(situation);
  useHost(program);
  return program;
};
const asked = (command: string): unknown[] => program.calls.filter(([name]) => name === command).map(([, request]) => request);
/** The session behind a door that was asked where the program stands. */
const begun = async (): Promise<Session> => {
  const entry = new Entry();
  await entry.begin();
  const session = new Session(entry);
  await session.begin();
  return session;
};
beforeEach(() => void behind());

describe('the session', () => {
  it.each([
    [{ stage: 'open' }, 'import'],
    [{ stage: 'open', imported: true }, 'pledge'],
    [{ stage: 'open', imported: true, pledged: true }, 'list'],
    [{ stage: 'read_only', imported: true, pledged: true }, 'list'],
  ] as const)('shows for %j the screen %s', async (situation, screen) => {
    behind(situation);
    const session = await begun();
    expect(session.screen).toBe(screen);
  });

  it('takes files that were handed over to the import, and forgets them once they are taken', async () => {
    behind({ stage: 'open', imported: true, pledged: true });
    const state = program.answers.start_state;
    program.answers.start_state = async (request) => ({
      ...(await state?.(request) as Awaited<ReturnType<NonNullable<typeof state>>>),
      handed_over: [{ id: 'f1', name: 'a.orp', bytes: 3 }],
    });
    const session = await begun();
    expect([session.screen, session.waiting.length]).toEqual(['import', 1]);
    session.takeWaiting();
    await session.toRound();
    expect(session.screen).toBe('list');
  });

  it('begins where one stopped', async () => {
    behind({ stage: 'open', imported: true, pledged: true });
    program.last = { application: 'a04', indicator: 'C3.1', at: '2026-05-21T08:42:00Z' };
    const session = await begun();
    expect([session.screen, session.application]).toEqual(['desk', 'a04']);
    await session.toRound();
    expect(session.screen).toBe('list');
  });

  it('follows the reading of evidence to its end, and not behind the lock', async () => {
    vi.useFakeTimers();
    behind({ stage: 'open', imported: true, pledged: true });
    program.reading = { ...program.reading, running: true, done: 3 };
    const session = await begun();
    await vi.advanceTimersByTimeAsync(0);
    expect([session.reading.view?.done, session.reading.isWorthSaying]).toEqual([3, true]);
    program.reading = { ...program.reading, running: false, done: 171 };
    await vi.advanceTimersByTimeAsync(2_000);
    expect([session.reading.view?.done, session.reading.isWorthSaying]).toEqual([171, false]);
    const before = asked('reading').length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked('reading').length).toBe(before);
    session.reading.stop();
    expect(session.reading.view).toBeNull();
    vi.useRealTimers();
  });

  it('says so when the program does not answer', async () => {
    behind({ stage: 'open' });
    program.answers.round = () => {
      throw new TypeError();
    };
    const session = await begun();
    expect([session.screen, session.fault?.code]).toEqual(['failed', 'U001']);
  });
});

describe('import', () => {
  const file = { id: 'f1', name: 'a.orp', bytes: 3 };

  it('keeps a file that was dropped twice once', async () => {
    const receive = new Receive();
    await receive.add([file]);
    await receive.add([{ ...file, id: 'f2' }]);
    expect(receive.files.map(({ id }) => id)).toEqual(['f1']);
  });

  it('imports nothing from a new authority before its fingerprint was compared', async () => {
    const receive = new Receive();
    await receive.add([file]);
    await receive.go();
    expect(asked('import')).toEqual([]);
    receive.compared = true;
    await receive.go();
    expect([asked('import'), receive.report?.applications]).toEqual([[{ files: ['f1'], ticket: 't', compared: true }], 13]);
  });

  it('asks for the comparison again when the files change', async () => {
    const receive = new Receive();
    await receive.add([file]);
    receive.compared = true;
    await receive.add([{ id: 'f3', name: 'root.json', bytes: 9 }]);
    expect(receive.compared).toBe(false);
  });

  it('drops the answer to a question about an older list', async () => {
    const receive = new Receive();
    const old = receive.add([file]);
    await receive.remove('f1');
    await old;
    expect([receive.preview, receive.files]).toEqual([null, []]);
  });

  it('takes the newest ticket that fits, and lets another be chosen', async () => {
    const offer = (id: string, seq: number): TicketOffer => ({ file: { id, name: `${id}.ort`, bytes: 3 }, fit: { kind: 'fits', ticket: id, seq } });
    program.tickets = [offer('t9', 2), offer('t3', 1), { file: { id: 't4', name: '别人.ort', bytes: 3 }, fit: { kind: 'not_mine' } }];
    const receive = new Receive();
    await receive.add([file]);
    expect([receive.ticket, receive.fitting.map(({ file: { id } }) => id)]).toEqual(['t9', ['t9', 't3']]);
    [receive.ticket, receive.compared] = ['t3', true];
    await receive.go();
    expect(asked('import')).toEqual([{ files: ['f1'], ticket: 't3', compared: true }]);
  });

  it('imports nothing with a ticket that is somebody else\'s', async () => {
    program.tickets = [{ file: { id: 't4', name: '别人.ort', bytes: 3 }, fit: { kind: 'not_mine' } }];
    const receive = new Receive();
    await receive.add([file]);
    receive.compared = true;
    await receive.go();
    expect([receive.ready, receive.ticket, asked('import')]).toEqual([false, null, []]);
  });

  it('keeps the list after a refusal', async () => {
    const receive = new Receive();
    await receive.add([file]);
    receive.compared = true;
    program.answers.import = () => {
      throw notice('F012');
    };
    await receive.go();
    expect([receive.fault?.code, receive.files.length, receive.busy]).toEqual(['F012', 1, false]);
  });
});

describe('the pledge', () => {
  const loaded = async (): Promise<Pledge> => {
    const pledge = new Pledge();
    await pledge.load();
    return pledge;
  };

  it('finds enterprises by any of their names', async () => {
    const { table } = await loaded();
    const found = (words: string): number => table?.rows.filter((row) => fits(row, words)).length ?? 0;
    expect([found('丙公司'), found('欧阳'), found('华东产业') > 0, found('没有')]).toEqual([1, 3, true, 0]);
  });

  it('counts in its sentence what is not recused', async () => {
    const pledge = await loaded();
    pledge.tick('a02', true);
    expect([pledge.declared, pledge.recused.length]).toEqual([12, 1]);
    pledge.tick('a02', false);
    expect(pledge.declared).toBe(13);
  });

  it('cannot be signed with a ground missing, nor without going through the table again after a change', async () => {
    const pledge = await loaded();
    pledge.agreed = true;
    expect(pledge.ready).toBe(true);
    pledge.tick('a02', true);
    expect([pledge.ready, pledge.withoutGround]).toEqual([false, 1]);
    pledge.ground('a02', 'kinship');
    pledge.agreed = true;
    expect(pledge.ready).toBe(true);
  });

  it('recuses first and signs last, and signs nothing when a recusal was refused', async () => {
    const pledge = await loaded();
    pledge.tick('a02', true);
    pledge.ground('a02', 'kinship');
    program.answers.recuse = () => {
      throw notice('R034');
    };
    expect(await pledge.sign()).toBe(false);
    expect([asked('pledge'), Object.keys(pledge.ticked)]).toEqual([[], ['a02']]);
    behind({ stage: 'open', imported: true });
    expect(await pledge.sign()).toBe(true);
    expect(program.calls.map(([name]) => name)).toEqual(['recuse', 'pledge']);
  });
});

describe('the list of applications', () => {
  it('counts practice and recusals with nothing', async () => {
    const applications = new Applications();
    await applications.load();
    expect(applications.counts).toEqual({ all: 12, open: 9, ready: 1, sealed: 2 });
    expect([applications.done, applications.today]).toEqual([3, 2]);
  });

  it('keeps the signed order and narrows by words and state', async () => {
    const applications = new Applications();
    await applications.load();
    applications.shown = 'sealed';
    expect(applications.rows.map(({ number }) => number)).toEqual([1, 2]);
    applications.words = '乙仓';
    expect(applications.rows.map(({ number }) => number)).toEqual([2]);
    applications.clear();
    expect(applications.rows).toHaveLength(14);
    expect(applications.rows.every((row) => belongs(row, 'all'))).toBe(true);
  });

  it('goes on where one stopped, else at the first unfinished one', async () => {
    const applications = new Applications();
    await applications.load();
    expect(applications.next?.application).toBe('a04');
    applications.list = { rows: applications.list?.rows ?? [], last: null, needed_today: null };
    expect(applications.next?.application).toBe('a04');
  });
});
