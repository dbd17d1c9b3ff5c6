// The desk over a program in memory: moving, marking, taking back, and texts that are never lost.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useHost } from '$platform';
import { notices } from '$shared/state/notices.svelte';
import { DeskProgram } from '../../../../test/double/desk';
import { notice } from '../../../../test/double/program';
import { Desk } from './desk.svelte';
import { REST } from './durable.svelte';
import { Marking } from './marking.svelte';

let program: DeskProgram;
let desk: Desk;
let marking: Marking;
const asked = (command: string): unknown[] => program.calls.filter(([name]) => name === command).map(([, request]) => request);
const type = (text: string): void => [...text].forEach((sign) => marking.press(sign));
const value = (application: string, indicator: string): unknown => program.marks[application]?.[indicator]?.judgement;

/** As the desk does with Enter. */
async function enter(): Promise<void> {
  if (await marking.enter()) await desk.toNext();
}

beforeEach(async () => {
  vi.useFakeTimers();
  program = new DeskProgram();
  useHost(program);
  desk = new Desk();
  marking = new Marking(desk);
  await desk.enter('a01');
  await desk.leaf?.ready;
});
afterEach(() => {
  vi.useRealTimers();
  notices.toasts.forEach(({ id }) => notices.close(id));
});

describe('the core loop', () => {
  it('shows what is typed before it counts, and stores nothing until Enter', async () => {
    type('75');
    expect([marking.preview, marking.stored, asked('save_mark')]).toEqual([{ kind: 'score', value: '7.5' }, null, []]);
    await enter();
    expect(value('a01', 'A1.2')).toEqual({ kind: 'score', value: '7.5' });
  });

  it('goes on to the next leaf without a mark, with its first required evidence at the page to begin with', async () => {
    await desk.toLeaf('A1.2');
    type('8');
    await enter();
    expect(desk.leaf?.indicator).toBe('C3.1');
    expect(desk.evidence.main).toEqual({ document: 'd2', page: 1 });
    expect(marking.typed).toBe('');
  });

  it('goes around the end to leaves that were passed over, and stays when all are marked', async () => {
    await desk.toLeaf('D1.2');
    type('1');
    await enter();
    expect([value('a01', 'D1.2'), desk.leaf?.indicator]).toEqual([{ kind: 'pass', value: true }, 'A1.2']);
    for (const digit of ['7', '7', '2']) {
      type(digit);
      await enter();
    }
    expect(value('a01', 'C2.2')).toEqual({ kind: 'choice', value: 'join' });
    expect([desk.open?.progress.marked, desk.leaf?.indicator]).toEqual([4, 'C2.2']);
  });

  it('stays at the leaf when there is no such mark, keeping what was typed', async () => {
    type('77');
    await enter();
    expect([desk.leaf?.indicator, marking.typed, marking.isRefused, asked('save_mark')]).toEqual(['A1.2', '77', true, []]);
    expect(marking.drop()).toBe(true);
    expect([marking.typed, marking.isRefused]).toEqual(['', false]);
  });

  it('stays at a leaf without a mark when nothing was typed', async () => {
    await enter();
    expect([desk.leaf?.indicator, asked('save_mark')]).toEqual(['A1.2', []]);
  });

  it('drops what was typed when another leaf is opened', async () => {
    marking.follow('a01/A1.2');
    type('7');
    await desk.toLeaf('C3.1');
    marking.follow('a01/C3.1');
    expect(marking.typed).toBe('');
    expect(asked('save_mark')).toEqual([]);
  });

  it('says old and new', async () => {
    type('7');
    await enter();
    await desk.toLeaf('A1.2');
    type('75');
    await marking.enter();
    expect(notices.heard).toBe('A1.2 细分行业地位：7.0 → 7.5');
  });
});

describe('the other ways a mark changes', () => {
  it('moves a stored mark by half steps, and a typed one without storing it', async () => {
    type('7');
    await marking.step(1);
    expect([marking.preview, asked('save_mark').length]).toEqual([{ kind: 'score', value: '7.5' }, 0]);
    await marking.enter();
    await marking.step(-1);
    expect(value('a01', 'A1.2')).toEqual({ kind: 'score', value: '7.0' });
  });

  it('begins at nothing: a half step without a mark stores none', async () => {
    await marking.step(1);
    expect(asked('save_mark')).toEqual([]);
  });

  it('stores the middle of an anchor, and leaves a mark that lies in it', async () => {
    await marking.anchor(1);
    expect(value('a01', 'A1.2')).toEqual({ kind: 'score', value: '8.0' });
    await marking.step(1);
    await marking.anchor(1);
    expect(value('a01', 'A1.2')).toEqual({ kind: 'score', value: '8.5' });
  });

  it('takes a mark away by Delete, but first what is being typed', async () => {
    type('7');
    await marking.enter();
    type('9');
    await marking.clear();
    expect([marking.typed, value('a01', 'A1.2')]).toEqual(['', { kind: 'score', value: '7.0' }]);
    await marking.clear();
    expect([value('a01', 'A1.2'), desk.railLeaf?.mark]).toEqual([undefined, null]);
  });

  it('keeps the reason of a leaf that is not applicable as its comment', async () => {
    expect(await marking.notApplicable('没有自有系统')).toBe(true);
    expect(program.marks['a01']?.['A1.2']).toMatchObject({ judgement: { kind: 'not_applicable' }, comment: '没有自有系统' });
  });

  it('changes nothing on a sealed review or behind another window', async () => {
    program.sealed = ['a01'];
    await desk.enter('a01');
    type('7');
    await marking.anchor(0);
    await marking.step(1);
    const behind = new Desk(() => true);
    await behind.enter('a02');
    new Marking(behind).press('7');
    expect([marking.typed, asked('save_mark')]).toEqual(['', []]);
  });
});

describe('the way back', () => {
  it('goes to what it changes, on another leaf and on another application', async () => {
    type('7');
    await marking.enter();
    await desk.toLeaf('D1.2');
    await desk.turn('undo');
    expect([desk.leaf?.indicator, desk.railLeaf?.mark]).toEqual(['A1.2', null]);
    await desk.turn('redo');
    await desk.enter('a02');
    await desk.turn('undo');
    expect([desk.open?.application, desk.leaf?.indicator, desk.railLeaf?.mark]).toEqual(['a01', 'A1.2', null]);
  });

  it('says so when there is nothing to take back', async () => {
    expect(await desk.turn('undo')).toBeNull();
    expect(notices.toasts.map(({ fault }) => fault?.code)).toEqual(['D020']);
  });
});

describe('texts', () => {
  it('are saved after a short rest, well within a second', async () => {
    desk.leaf?.comment?.type('较好');
    expect(desk.leaf?.comment?.state).toBe('waiting');
    expect(REST).toBeLessThanOrEqual(600);
    await vi.advanceTimersByTimeAsync(REST + 50);
    expect([program.drafts['a01']?.['A1.2'], desk.leaf?.comment?.state]).toEqual(['较好', 'kept']);
    expect(desk.leaf?.comment?.at).not.toBeNull();
  });

  it('are saved to their own leaf when another one is opened at once', async () => {
    desk.leaf?.comment?.type('属于 A1.2');
    await desk.toLeaf('C3.1');
    expect([program.drafts['a01']?.['A1.2'], program.drafts['a01']?.['C3.1']]).toEqual(['属于 A1.2', undefined]);
    desk.leaf?.note?.type('备注');
    await desk.enter('a02');
    expect(program.notes['a01/C3.1']).toBe('备注');
  });

  it('are saved before the mark that takes them along', async () => {
    desk.leaf?.comment?.type('有第三方证明');
    type('9');
    await marking.enter();
    expect(program.marks['a01']?.['A1.2']?.comment).toBe('有第三方证明');
  });

  it('stay in the box when saving is refused, and are saved by the next try', async () => {
    const save = program.answers.save_comment;
    program.answers.save_comment = () => {
      throw notice('S030', '磁盘已满。', 'Disk full.');
    };
    const text = desk.leaf?.comment;
    text?.type('不能丢');
    await vi.advanceTimersByTimeAsync(REST + 50);
    expect([text?.state, text?.text, desk.saving.fault?.code]).toEqual(['refused', '不能丢', 'S030']);
    if (save) program.answers.save_comment = save;
    await text?.flush();
    expect([text?.state, program.drafts['a01']?.['A1.2'], desk.saving.fault]).toEqual(['kept', '不能丢', null]);
  });

  it('typed while saving are saved too', async () => {
    const text = desk.leaf?.comment;
    text?.type('一');
    const first = text?.flush();
    text?.type('一二');
    await first;
    expect([program.drafts['a01']?.['A1.2'], text?.state]).toEqual(['一二', 'kept']);
  });
});

describe('a refused mark', () => {
  it('stays typed, at its leaf, with the code to be read', async () => {
    program.answers.save_mark = () => {
      throw notice('R061', '不能保存。', 'Cannot.');
    };
    type('7');
    await enter();
    expect([marking.typed, desk.leaf?.indicator, notices.toasts.at(-1)?.fault?.code]).toEqual(['7', 'A1.2', 'R061']);
  });
});

describe('where one stopped', () => {
  it('is kept after a rest and found again, with the time until something is done', async () => {
    await desk.toLeaf('C3.1', true);
    desk.evidence.open('d3', 4);
    desk.moved();
    await vi.advanceTimersByTimeAsync(1000);
    expect(program.places['a01']).toMatchObject({ indicator: 'C3.1', evidence: 'E13', page: 4, tabs: ['d2', 'd3'] });
    const again = new Desk();
    await again.enter('a01');
    expect([again.leaf?.indicator, again.evidence.main, again.evidence.tabs]).toEqual(['C3.1', { document: 'd3', page: 4 }, ['d2', 'd3']]);
    expect(again.stoppedAt).not.toBeNull();
    await again.toLeaf('A1.2');
    expect(again.stoppedAt).toBeNull();
  });

  it('has fit, split, turned pages and the pane in focus as they were left', async () => {
    desk.evidence.open('d2', 3);
    desk.evidence.moved('main', { document: 'd2', page: 3 }, { fit: 1.5, down: 0.4 });
    desk.evidence.turned('d2', 3, 1);
    desk.evidence.toggleSplit();
    desk.evidence.open('d3', 4);
    desk.evidence.moved('beside', { document: 'd3', page: 4 }, { fit: 'page', down: 0 });
    desk.view = 'sheet';
    desk.moved();
    await vi.advanceTimersByTimeAsync(1000);
    const again = new Desk();
    await again.enter('a01');
    const { evidence } = again;
    expect([evidence.main, evidence.beside, evidence.side, again.view]).toEqual([{ document: 'd2', page: 3 }, { document: 'd3', page: 4 }, 'beside', 'sheet']);
    expect([evidence.shownAs('main'), evidence.shownAs('beside').fit, evidence.turnsOf('d2')]).toMatchObject([{ fit: 1.5, down: 0.4 }, 'page', { 3: 1 }]);
    // From one application to the next the table stays, whatever was open there.
    again.view = 'across';
    await again.enter('a02');
    expect([again.view, evidence.beside]).toEqual(['across', null]);
  });

  it('is the first leaf without a mark, with its evidence, where one never was', async () => {
    await desk.enter('a02');
    await desk.leaf?.ready;
    expect([desk.leaf?.indicator, desk.evidence.main?.document, desk.stoppedAt]).toEqual(['A1.2', 'd3', null]);
  });
});

describe('evidence', () => {
  it('names a page of a bound file by the item it belongs to', () => {
    expect(desk.evidence.itemAt({ document: 'd3', page: 2 })?.code).toBe('E03');
    expect(desk.evidence.itemAt({ document: 'd3', page: 4 })?.code).toBe('E13');
  });

  it('comes back to where a document was left', () => {
    desk.evidence.open('d3', 4);
    desk.evidence.open('d2');
    desk.evidence.open('d3');
    expect(desk.evidence.main).toEqual({ document: 'd3', page: 4 });
  });

  it('opens into the one of two places that was touched last', () => {
    desk.evidence.open('d2', 3);
    desk.evidence.toggleSplit();
    desk.evidence.open('d3', 1);
    expect([desk.evidence.main, desk.evidence.beside]).toEqual([{ document: 'd2', page: 3 }, { document: 'd3', page: 1 }]);
    desk.evidence.toggleSplit();
    expect(desk.evidence.beside).toBeNull();
  });

  it('knows which leaves require it', () => {
    expect(desk.requiring('E02')).toEqual(['C3.1']);
  });
});
