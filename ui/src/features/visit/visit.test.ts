// The visit over a program in memory: the pad, a line, photographs, statement, signatures, the seal
// and the enterprise's page.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { VisitView } from '$api';
import { useHost } from '$platform';
import { Program } from '../../../test/double/program';
import { sheet, visitAnswers } from '../../../test/double/visit';
import { Entry } from '../start/entry.svelte';
import { Line, REST } from './line/line.svelte';
import { asNumber, grouped, isNumber, pressed, type PadKey } from './line/pad';
import { Photos } from './photos/photos.svelte';
import { Leaving } from './seal/leaving.svelte';
import { Sealing } from './seal/sealing.svelte';
import { Drawing, pathOf } from './sign/drawing.svelte';
import { signatories, Signing } from './sign/signing.svelte';
import { Statement } from './talks/statement.svelte';
import { Visiting } from './visit.svelte';

let program: Program;
let view: VisitView;
const asked = (command: string): unknown[] => program.calls.filter(([name]) => name === command).map(([, request]) => request);

beforeEach(() => {
  vi.useFakeTimers();
  program = new Program({ stage: 'open', workspace: 'visit', imported: true });
  view = sheet();
  Object.assign(program.answers, visitAnswers(view));
  useHost(program);
  return () => vi.useRealTimers();
});

async function visiting(): Promise<Visiting> {
  const entry = new Entry();
  await entry.begin();
  const one = new Visiting(entry);
  await one.begin();
  await one.openVisit('a07');
  return one;
}
const lineOf = (at: number, take: (said: VisitView) => void = () => undefined): Line => {
  const line = view.lines[at];
  if (!line) throw new Error('no such line');
  return new Line('a07', structuredClone(line), take);
};

describe('the number pad', () => {
  const typed = (...keys: PadKey[]): string => keys.reduce(pressed, '');

  it('makes numbers as they are written', () => {
    expect(typed('0', '0', '7', '.', '.', '5')).toBe('7.5');
    expect(typed('.', '5')).toBe('0.5');
    expect(typed('1', '2', 'back', '3')).toBe('13');
    expect(typed('4', '-')).toBe('-4');
    expect(typed('4', '-', '-')).toBe('4');
    expect(typed('4', 'clear')).toBe('');
    expect(typed(...Array.from({ length: 40 }, () => '9' as const))).toHaveLength(18);
  });

  it('knows a number from what is on its way to be one', () => {
    expect(['1', '-1.5', '0.25'].every(isNumber)).toBe(true);
    expect(['', '-', '1.', 'x', '1.2.3'].some(isNumber)).toBe(false);
    expect([asNumber('１１３,400．5'), grouped('113400.5'), grouped('-1234567')]).toEqual(['113400.5', '113,400.5', '-1,234,567']);
  });
});

describe('a line', () => {
  it('preselects nothing and is saved once verdict and treatment are chosen', async () => {
    const line = lineOf(0);
    expect([line.verdict, line.treatment]).toEqual([null, null]);
    for (const key of ['1', '1', '3', '4', '0', '0', '.', '5'] as const) line.press(key);
    line.judge('inconsistent');
    expect(line.keeping).toBe('incomplete');
    await vi.advanceTimersByTimeAsync(REST);
    expect(asked('save_finding')).toEqual([]);
    expect(line.effect?.difference_percent).toBe('-10.5');
    line.treat('use_verified');
    line.remark('备货重复计算');
    await vi.advanceTimersByTimeAsync(REST);
    const finding = { verified: '113400.5', verdict: 'inconsistent', treatment: 'use_verified', note: '备货重复计算', difference_percent: null };
    expect(asked('save_finding')).toEqual([{ application: 'a07', subject: 'F20', finding, seen: [] }]);
    expect([line.keeping, line.effect?.leaves[0]?.after]).toEqual(['kept', '6']);
  });

  it('sends no value that is none: not verifiable, half typed, or a judged leaf', async () => {
    const unverifiable = lineOf(0);
    unverifiable.write('12');
    unverifiable.judge('unverifiable');
    expect(unverifiable.value).toBeNull();
    const half = lineOf(0);
    half.write('12.');
    expect(half.value).toBeNull();
    const judged = lineOf(3);
    judged.write('12');
    expect(judged.value).toBeNull();
  });

  it('takes the declared value over with one tap and leaves a treatment that was chosen', () => {
    const line = lineOf(1);
    line.treat('deduct');
    line.asDeclared('412');
    expect([line.value, line.verdict, line.treatment]).toEqual(['412', 'consistent', 'deduct']);
  });

  it('keeps what was refused on the screen and says so', async () => {
    program.answers.save_finding = () => {
      throw { code: 'S008', zh: '已封存。', en: '', place: '' };
    };
    const line = lineOf(0);
    line.asDeclared('126700.5');
    await line.flush();
    expect([line.keeping, line.fault?.code, line.verified]).toEqual(['refused', 'S008', '126700.5']);
  });
});

describe('the way through a visit', () => {
  it('goes from line to line and back to the sheet at the end', async () => {
    const one = await visiting();
    one.openLine('F20');
    one.turn(1);
    expect([one.screen, one.subject]).toEqual(['line', 'F27']);
    one.openLine('indicator:D2.2');
    one.turn(1);
    expect(one.screen).toBe('lines');
  });

  it('comes back to the page of the enterprise when the window is loaded anew', async () => {
    const one = await visiting();
    await new Sealing(one).show();
    program.situation.hasPin = true;
    const entry = new Entry();
    await entry.begin();
    const anew = new Visiting(entry);
    await anew.begin();
    expect(anew.screen).toBe('list');
    program.answers.counterpart = () => ({ visit: view });
    await anew.begin();
    expect([anew.screen, anew.open?.application]).toEqual(['counterpart', 'a07']);
  });

  it('shows an added line before anything of it is on the sheet', async () => {
    const one = await visiting();
    const [added] = (await program.answers.lines_to_add?.({ application: 'a07' }))?.lines ?? [];
    if (added) one.addLine(added);
    expect([one.screen, one.line?.subject]).toEqual(['line', 'F16']);
  });
});

describe('photographs', () => {
  it('ticks files that were picked, nothing of a folder, and offers what came in for deletion', async () => {
    program.picks = [{ id: 'f1', name: 'IMG_2041.JPG', bytes: 1 }, { id: 'f2', name: 'IMG_2042.JPG', bytes: 1 }];
    const photos = new Photos('a07', 'F20', () => undefined);
    await photos.pick('folder');
    expect(photos.chosen).toEqual([]);
    await photos.pick('files');
    photos.toggle('f2');
    await photos.add();
    expect(asked('add_photos')).toEqual([{ application: 'a07', subject: 'F20', files: ['f1'] }]);
    expect([photos.found, photos.origins]).toEqual([[], ['f1']]);
    await photos.deleteOrigins();
    expect([photos.deleted, photos.origins, asked('delete_origins')]).toEqual([1, [], [{ application: 'a07', files: ['f1'] }]]);
  });
});

describe('the statement', () => {
  it('keeps an empty row for typing and none in the record', async () => {
    const statement = new Statement(view, () => undefined);
    expect([statement.members, statement.talks.length]).toEqual([[''], 1]);
    statement.members[0] = '岑见微 ';
    statement.talks[0] = { with: '财务负责人', said: '' };
    statement.typed();
    expect([statement.members.length, statement.talks.length]).toEqual([2, 2]);
    await statement.flush();
    const [saved] = asked('save_statement') as { statement: VisitView['statement'] }[];
    expect([saved?.statement.members, saved?.statement.interviews]).toEqual([['岑见微'], [{ with: '财务负责人', said: '' }]]);
  });

  it('sends of the enterprise only what its word needs', () => {
    const statement = new Statement(view, () => undefined);
    statement.signatory = '楚远航';
    statement.objection = '口径不同';
    expect(statement.statement.enterprise).toEqual({ kind: 'agrees', signatory: '楚远航' });
    statement.attitude = 'objects';
    expect(statement.statement.enterprise).toEqual({ kind: 'objects', signatory: '楚远航', statement: '口径不同' });
    statement.attitude = 'refused_to_sign';
    statement.witnesses = ['甲', '乙'];
    expect(statement.statement.enterprise).toEqual({ kind: 'refused_to_sign', witnesses: ['甲', '乙'] });
  });
});

describe('signatures', () => {
  it('are strokes within the field; a touch is none', () => {
    const drawing = new Drawing();
    drawing.down(0.5, 0.1);
    drawing.up();
    expect(drawing.isDrawn).toBe(false);
    drawing.down(0.1, 0.1);
    drawing.move(0.1001, 0.1);
    drawing.move(2, 2);
    drawing.up();
    expect(drawing.strokes).toEqual([[[1000, 1000], [10_000, 3000]]]);
    expect(pathOf(drawing.strokes)).toBe('M1000 1000L10000 3000');
  });

  it('are asked of those whom the record names', async () => {
    view.statement = { ...view.statement, members: ['岑见微', ' '], enterprise: { kind: 'refused_to_sign', witnesses: ['甲', '乙'] } };
    expect(signatories(view).map(({ side, name }) => [side, name])).toEqual([['team', '岑见微'], ['witness', '甲'], ['witness', '乙']]);
    let taken: VisitView | null = null;
    const signing = new Signing('a07', (said) => (taken = said));
    const [who] = signatories(view);
    if (who) signing.begin(who);
    await signing.take();
    expect(asked('sign_visit')).toEqual([]);
    signing.drawing.down(0.1, 0.1);
    signing.drawing.move(0.5, 0.2);
    signing.drawing.up();
    await signing.take();
    expect([signing.signing, asked('sign_visit')]).toEqual([null, [{ application: 'a07', side: 'team', name: '岑见微', strokes: [[[1000, 1000], [5000, 2000]]] }]]);
    expect(taken).not.toBeNull();
  });
});

describe('the end at the door', () => {
  it('asks for a PIN before the page of the enterprise where none was set', async () => {
    const one = await visiting();
    const sealing = new Sealing(one);
    await sealing.show();
    expect([sealing.asked, asked('show_counterpart')]).toEqual(['pin', []]);
    sealing.pin = '2468';
    await sealing.show();
    expect([asked('set_pin'), one.screen, sealing.pin]).toEqual([[{ pin: '2468' }], 'counterpart', '']);
    const leaving = new Leaving(one);
    for (const key of ['1', '1', '1']) leaving.press(key);
    await leaving.go();
    expect(asked('leave_counterpart')).toEqual([]);
    leaving.press('1');
    await leaving.go();
    expect([leaving.fault?.code, leaving.pin, one.screen]).toEqual(['D003', '', 'counterpart']);
    for (const key of ['2', '4', '6', '8']) leaving.press(key);
    await leaving.go();
    expect(one.screen).toBe('seal');
  });

  it('seals with the passphrase, forgets it, and locks the sheet until it is opened again', async () => {
    const one = await visiting();
    const sealing = new Sealing(one);
    sealing.ask('seal');
    sealing.passphrase = '口令';
    await sealing.seal();
    expect([sealing.passphrase, one.open?.seal, one.canChange]).toEqual(['', 1, false]);
    sealing.ask('unseal');
    sealing.reason = '补一项';
    await sealing.unseal();
    expect([one.canChange, asked('unseal')]).toEqual([true, [{ application: 'a07', reason: '补一项' }]]);
  });
});
