// Controllers of the office over a program in memory.
import { beforeEach, describe, expect, it } from 'vitest';
import { useHost } from '$platform';
import { officeBoard, officeRound } from '../../../test/double/office';
import { notice, Program } from '../../../test/double/program';
import { Entry } from '../start/entry.svelte';
import { belongs, Board, nextStep } from './board/board.svelte';
import { Desk } from './board/desk.svelte';
import { stepsOf } from './home/steps';
import { Findings } from './materials/findings.svelte';
import { Materials } from './materials/materials.svelte';
import { Packing } from './packing/packing.svelte';
import { Panel } from './roster/panel.svelte';
import { Roster, textOf, tiesOf } from './roster/roster.svelte';
import { NewRound, unitsOf } from './round/new_round.svelte';
import { TrialOf } from './round/trial.svelte';
import { OfficeSession } from './session.svelte';

let program: Program;
const asked = (command: string): unknown[] => program.calls.filter(([name]) => name === command).map(([, request]) => request);
const file = (id: string): { id: string; name: string; bytes: number | null } => ({ id, name: `${id}.json`, bytes: 3 });
beforeEach(() => {
  program = new Program({ stage: 'open', workspace: 'office' });
  program.picks = [file('f1')];
  useHost(program);
});

describe('the round at a glance', () => {
  it('leads to the step that the program names', async () => {
    const session = new OfficeSession(new Entry());
    await session.refresh();
    session.goOn();
    expect(session.screen).toBe('board');
  });

  it('knows no other screen than the new round before there is one', async () => {
    program.answers.office_home = () => ({ round: null, next: 'round' });
    const session = new OfficeSession(new Entry());
    await session.refresh();
    session.go('packing');
    expect(session.screen).toBe('new-round');
  });

  it('marks one step as the next, however far the others are', () => {
    const steps = stepsOf({ ...officeRound, edition: 0, handed_out: 0 }, 'pack');
    expect(steps.filter(({ state }) => state === 'next').map(({ id }) => id)).toEqual(['pack']);
    expect(steps.find(({ id }) => id === 'hand-out')?.state).toBe('open');
  });
});

describe('a new round', () => {
  it('reads units as they are typed or pasted', () => {
    expect(unitsOf('YL，云岭省商务厅，10\nJY, 江原\n\n')).toEqual([
      { code: 'YL', name: '云岭省商务厅', quota: 10 },
      { code: 'JY', name: '江原', quota: 5 },
    ]);
  });

  it('makes no folder while the scheme has faults', async () => {
    const round = new NewRound();
    Object.assign(round.terms, { id: 'r', title: '轮次', year: '2026', from: '2026-01-01', until: '2026-02-01' });
    round.units = 'YL,云岭,5';
    await round.choose(null);
    expect([round.view?.faults.length, round.ready]).toEqual([1, false]);
    await round.choose('ecommerce-demonstration.toml');
    expect(round.ready).toBe(true);
    await round.layOut();
    expect(round.path).not.toBe('');
  });

  it('shows faults of the folder and has made nothing then', async () => {
    program.answers.office_new_round = () => ({ faults: [{ file: 'round.toml', place: 'valid_until', said: { zh: '', en: '' } }], applications: 0, items: 0, outdated: false, not_packable: [] });
    const round = new NewRound();
    await round.chooseFolder();
    expect([await round.make(), round.faults.length, round.taken]).toEqual([false, 1, null]);
  });

  it('marks a fictitious application with the middle of each scale and drops slow answers', async () => {
    const round = new NewRound();
    await round.choose('x');
    if (!round.view?.scheme || !round.choice) throw new Error('no scheme');
    const trial = new TrialOf(round.view.scheme, round.choice);
    expect(trial.marks).toEqual({ 'C2.2': 'a', 'C3.1': '5' });
    const first = trial.go();
    trial.marks['C2.2'] = '';
    await Promise.all([first, trial.go()]);
    expect(trial.tried?.composite).toBe('61');
  });
});

describe('materials', () => {
  it('open at what a finding is about, a field with all its years', async () => {
    const materials = new Materials();
    await materials.load();
    await materials.show('a02', ['F16']);
    expect([materials.open?.row.application, materials.isMeant('F16_2'), materials.isMeant('F1')]).toEqual(['a02', true, false]);
  });

  it('narrow by unit and words', async () => {
    const materials = new Materials();
    await materials.load();
    materials.unit = 'JY';
    expect(materials.rows.map(({ application }) => application)).toEqual(['a02', 'a05']);
    materials.words = '古道';
    expect(materials.rows).toHaveLength(1);
  });

  it('findings are counted by weight and found by application', async () => {
    const findings = new Findings();
    await findings.check();
    expect(findings.counts).toEqual({ all: 6, refused: 1, ask: 4, note: 1 });
    findings.words = 'a05';
    expect(findings.rows.map(({ kind }) => kind)).toEqual(['identical-file', 'missing-year']);
  });
});

describe('the roster', () => {
  it('reads ties with and without their last year, and writes them the same way', () => {
    const ties = tiesOf('甲公司，2024\n 乙大学 ');
    expect(ties).toEqual([{ organisation: '甲公司', until: 2024 }, { organisation: '乙大学', until: null }]);
    expect(tiesOf(textOf(ties))).toEqual(ties);
  });

  it('records a comparison only with something typed', async () => {
    const roster = new Roster();
    await roster.load();
    roster.show('x006');
    await roster.confirm();
    expect(asked('office_confirm')).toEqual([]);
    roster.typed = '山水';
    await roster.confirm();
    expect([asked('office_confirm'), roster.one?.confirmed !== null, roster.typed]).toEqual([[{ expert: 'x006', typed: '山水' }], true, '']);
  });

  it('draws only with digits of two people under different names, and with a reason the second time', async () => {
    const panel = new Panel();
    await panel.load();
    panel.typed = [{ person: '甲', digits: '471108' }, { person: '甲', digits: '081547' }];
    panel.reason = '重抽';
    expect(panel.ready).toBe(false);
    panel.typed = [{ person: '甲', digits: '471108' }, { person: '乙', digits: '08154' }];
    expect(panel.ready).toBe(false);
    panel.typed = [{ person: '甲', digits: '471108' }, { person: '乙', digits: '081547' }];
    panel.reason = '';
    expect(panel.ready).toBe(false);
    panel.reason = '重抽';
    await panel.draw();
    expect(asked('office_draw')).toEqual([{ contributions: [['甲', '471108'], ['乙', '081547']], reason: '重抽' }]);
    expect(panel.typed.every(({ digits }) => digits === '')).toBe(true);
  });
});

describe('packing', () => {
  it('waits for a folder of slips when somebody gets a code', async () => {
    const plan = { documents: 1, bytes: 1, files: 1, sticks: [] as [number, boolean][], experts: 5, coded: 1, edition: 0 };
    program.answers.office_plan = () => plan;
    const packing = new Packing();
    await packing.load();
    expect(packing.ready).toBe(false);
    packing.slips = file('f2');
    expect(packing.ready).toBe(true);
  });

  it('copies again only onto sticks that were refused', async () => {
    const packing = new Packing();
    packing.package = file('p');
    for (const id of ['s1', 's2']) {
      program.picks = [file(id)];
      await packing.addStick();
    }
    await packing.copy();
    await packing.copy();
    expect(asked('office_sticks')).toEqual([{ package: 'p', sticks: ['s1', 's2'] }, { package: 'p', sticks: ['s2'] }]);
  });
});

describe('the board', () => {
  it('misses tickets in force without a receipt, and no revoked one', () => {
    const missing = officeBoard.rows.filter((row) => belongs(row, 'missing'));
    expect(missing.map(({ days_left: left }) => left)).toEqual([1, -2]);
  });

  it('offers the steps of a ticket in their order', () => {
    const steps = officeBoard.rows.map((row) => nextStep(row));
    expect(steps).toEqual(['returned', undefined, 'acknowledged', undefined, 'handed_out', 'acknowledged']);
  });

  it('asks once where receipts go', async () => {
    const board = new Board();
    await board.receive([file('b1')]);
    program.picks = [];
    await board.receive([file('b2')]);
    expect(asked('office_receive')).toEqual([{ files: ['b1'], folder: 'f1' }, { files: ['b2'], folder: 'f1' }]);
  });
});

describe('the registration desk', () => {
  it('asks for the comparison again with every card', async () => {
    const desk = new Desk();
    desk.by = '孙敏';
    await desk.chooseFolder();
    await desk.show([file('c1')]);
    desk.compared = true;
    await desk.show([file('c2')]);
    expect([desk.compared, desk.ready]).toEqual([false, false]);
    await desk.checkIn();
    expect(asked('office_check_in')).toEqual([]);
    desk.compared = true;
    await desk.checkIn();
    expect([asked('office_check_in'), desk.done.length, desk.person]).toEqual([[{ card: 'c2', compared: true, by: '孙敏', folder: 'f1' }], 1, null]);
  });

  it('keeps the person at the desk when the ticket was refused', async () => {
    program.answers.office_check_in = () => {
      throw notice('R091');
    };
    const desk = new Desk();
    desk.by = '孙敏';
    await desk.chooseFolder();
    await desk.show([file('c1')]);
    desk.compared = true;
    await desk.checkIn();
    expect([desk.work.fault?.code, desk.person?.name, desk.done]).toEqual(['R091', '王素芬', []]);
  });
});
