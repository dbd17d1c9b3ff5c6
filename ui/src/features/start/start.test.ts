// The door of the window: first start, identities, unlocking, over a program in memory.
import { beforeEach, describe, expect, it } from 'vitest';
import { useHost } from '$platform';
import { Program } from '../../../test/double/program';
import { Entry, nameOf } from './entry.svelte';
import { FirstStart, groupsToConfirm } from './first_start.svelte';
import { Restore } from './restore.svelte';
import { Unlock } from './unlock.svelte';

let program: Program;
const behind = (situation: ConstructorParameters<typeof Program>[0] = {}): Program => {
  program = new Program(situation);
  useHost(program);
  return program;
};
const asked = (command: string): unknown[] => program.calls.filter(([name]) => name === command).map(([, request]) => request);
beforeEach(() => void behind());

describe('the door', () => {
  it.each([
    [{ stage: 'fresh' }, 'start'],
    [{ stage: 'closed' }, 'unlock'],
    [{ stage: 'locked' }, 'unlock'],
    [{ stage: 'open' }, 'open'],
    [{ stage: 'read_only', imported: true, pledged: true }, 'open'],
  ] as const)('shows for %j the screen %s', async (situation, screen) => {
    behind(situation);
    const entry = new Entry();
    await entry.begin();
    expect(entry.screen).toBe(screen);
  });

  it('makes a workspace anew at each unlocking, not at each answer', async () => {
    behind({ stage: 'closed' });
    const entry = new Entry();
    await entry.begin();
    program.situation.stage = 'open';
    await entry.begin();
    await entry.begin();
    expect(entry.opened).toBe(1);
    await entry.lock();
    expect([entry.screen, entry.opened]).toEqual(['unlock', 1]);
    program.situation.stage = 'open';
    await entry.begin();
    expect(entry.opened).toBe(2);
  });

  it('saves what is on its way before it closes, and closes when that is refused', async () => {
    behind({ stage: 'open' });
    const entry = new Entry();
    await entry.begin();
    const seen: string[] = [];
    const saved = async (name: string, fails: boolean): Promise<void> => {
      await Promise.resolve();
      seen.push(`${name} ${asked('lock').length}`);
      if (fails) throw new Error(name);
    };
    entry.beforeLock(() => saved('mark', false));
    entry.beforeLock(() => saved('place', true));
    entry.beforeLock(() => saved('gone', false))();
    await entry.lock();
    expect([...seen, asked('lock').length]).toEqual(['mark 0', 'place 0', 1]);
  });

  it('tells once what was recovered, and not again before the next unlock', async () => {
    behind({ stage: 'open', imported: true, pledged: true });
    program.recovered = [{ kind: 'erased' }];
    const entry = new Entry();
    await entry.begin();
    expect(entry.recovered).toEqual([{ kind: 'erased' }]);
    entry.recovered = [];
    await entry.begin();
    expect(entry.recovered).toEqual([]);
  });

  it('says so when the program does not answer', async () => {
    program.answers.start_state = () => {
      throw new TypeError();
    };
    const entry = new Entry();
    await entry.begin();
    expect([entry.screen, entry.fault?.code]).toEqual(['failed', 'U001']);
  });

  it('names an identity by its label, else by kind and number', () => {
    const one = { identity: 'panel-2', workspace: 'panel', number: 2, label: '' } as const;
    expect([nameOf(one), nameOf({ ...one, number: 1 }), nameOf({ ...one, label: '甲组' })]).toEqual(['汇总（2）', '汇总', '汇总：甲组']);
  });
});

describe('the first start', () => {
  it('asks two different groups back, one of each half', () => {
    for (const random of [() => 0, () => 0.5, () => 0.999]) {
      const [first, second] = groupsToConfirm(6, random);
      expect(first).toBeGreaterThanOrEqual(1);
      expect(first).toBeLessThanOrEqual(3);
      expect(second).toBeGreaterThan(3);
      expect(second).toBeLessThanOrEqual(6);
    }
  });

  it('makes no identity from empty fields or a weak passphrase', async () => {
    const start = new FirstStart();
    start.workspace = 'expert';
    start.name = ' ';
    start.unit = '研究院';
    start.passphrase = 'short';
    await start.create();
    expect([start.step, start.tried, asked('create_identity')]).toEqual(['identity', true, []]);
  });

  it('forgets passphrase and code once they have served', async () => {
    const start = new FirstStart();
    start.workspace = 'expert';
    [start.name, start.unit, start.passphrase] = ['陈秀英', '研究院', '晚饭后沿着江边散步三公里'];
    await start.create();
    expect([start.step, start.passphrase, start.code.length]).toEqual(['recovery', '', 6]);
    start.askBack();
    for (const number of start.asked) start.retyped[number] = start.code[number - 1] ?? '';
    await start.confirm();
    expect([start.step, start.code, start.retyped]).toEqual(['card', [], {}]);
  });

  it('stays on the sheet when the groups differ', async () => {
    const start = new FirstStart();
    start.workspace = 'expert';
    [start.name, start.unit, start.passphrase] = ['陈秀英', '研究院', '晚饭后沿着江边散步三公里'];
    await start.create();
    start.askBack();
    await start.confirm();
    expect([start.step, start.fault?.code]).toEqual(['recovery', 'S012']);
  });

  it('saves no card when no folder was picked', async () => {
    const start = new FirstStart();
    await start.saveCard();
    expect(asked('save_card')).toEqual([]);
    program.picks = [{ id: 'f7', name: 'U 盘', bytes: null }];
    await start.saveCard();
    expect([asked('save_card'), start.saved?.name]).toEqual([[{ folder: 'f7' }], 'card-陈秀英.json']);
  });
});

describe('the identity of an office', () => {
  it('needs an authority and no employer', async () => {
    const start = new FirstStart();
    start.workspace = 'office';
    [start.name, start.passphrase] = ['评审办公室', '晚饭后沿着江边散步三公里'];
    await start.create();
    expect(asked('create_identity')).toEqual([{ workspace: 'office', label: '', name: '评审办公室', unit: '', passphrase: '晚饭后沿着江边散步三公里' }]);
  });
});

describe('restoring', () => {
  it('asks for folder and secret, and keeps no secret after a try', async () => {
    const restore = new Restore('expert');
    restore.secret = 'x';
    expect(await restore.go()).toBeNull();
    program.picks = [{ id: 'f3', name: 'hengping-copy', bytes: null }];
    await restore.pick();
    restore.isCode = true;
    expect((await restore.go())?.stage).toBe('open');
    expect([restore.secret, asked('restore')]).toEqual(['', [{ workspace: 'expert', folder: 'f3', secret: 'x', is_recovery_code: true }]]);
  });
});

describe('unlocking', () => {
  const state = { stage: 'locked', has_pin: true, pin_tries_left: 5, holder: null, chosen: 'work', observing: false, workspace: null } as const;
  const lists = { identities: [], recovered: [], handed_over: [], for_others: [], behind_since: null };

  it('offers the PIN only while it re-opens', () => {
    const ways = (over: object): string[] => new Unlock({ ...state, ...lists, ...over }).ways;
    expect(ways({})).toContain('pin');
    expect(ways({ pin_tries_left: 0 })).not.toContain('pin');
    expect(ways({ stage: 'closed' })).not.toContain('pin');
  });

  it('keeps nothing that was typed after a try', async () => {
    const unlock = new Unlock({ ...state, ...lists, stage: 'closed' });
    unlock.secret = 'wrong';
    expect(await unlock.go()).toBeNull();
    expect([unlock.secret, unlock.fault?.code, unlock.busy]).toEqual(['', 'S011', false]);
  });
});
