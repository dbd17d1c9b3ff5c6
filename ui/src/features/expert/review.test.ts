// Controllers of opinion, check, hand-in, search, citations and comparison, over a program in memory.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApplicationCheckView, CheckItem, CitationView, OpinionView, OwnMark, Saved, SearchRow, SearchView } from '$api';
import { useHost } from '$platform';
import { applications, fingerprint } from '../../../test/double/data';
import { notice, Program } from '../../../test/double/program';
import { Check, isPart } from './check/check.svelte';
import { goalOf, pointed, subject } from './check/words';
import { inOrder, offered } from './citations/citations';
import { byMark } from './compare/compare.svelte';
import { Saving } from './desk/saving.svelte';
import { HandingIn, standing } from './hand-in/hand_in.svelte';
import { chaptersOf, guideOf } from '../help/guide';
import { asText, OpinionWork, withLine } from './opinion/opinion.svelte';
import { linesOf, ranges, Search } from './search/search.svelte';

let program: Program;
beforeEach(() => {
  vi.useFakeTimers();
  program = new Program({ stage: 'open', imported: true, pledged: true });
  useHost(program);
});
afterEach(() => void vi.useRealTimers());
const asked = (command: string): unknown[] => program.calls.filter(([name]) => name === command).map(([, request]) => request);

const saved: Saved = { at: '2026-05-21T02:00:00Z', leaf: null, progress: { marked: 1, asked: 13, missing: 3 }, undo: 'opinion', redo: null };
const item = (kind: string, part: Partial<CheckItem> = {}): CheckItem => ({ kind, indicator: null, field: null, other: null, ...part });
const text = (zh: string) => ({ zh, en: '' });

const opinion: OpinionView = {
  application: 'a04',
  fields: [
    { code: 'strengths', name: text('优势'), readers: ['province', 'panel'], required: true, text: '' },
    { code: 'remarks', name: text('备注'), readers: ['panel'], required: false, text: '已写' },
  ],
  recommendations: [{ code: 'recommend', name: text('推荐') }],
  recommendation: null,
  material: [
    { indicator: 'C3.1', name: text('商业模式创新'), judgement: { kind: 'score', value: '8.00' }, comment: '模式有特色。', citations: ['E02 p.9 «直采»'] },
    { indicator: 'C3.2', name: text('新技术'), judgement: null, comment: '数字化程度一般。', citations: [] },
  ],
  phrases: ['材料齐全。'],
  sealed: false,
};

describe('the opinion', () => {
  async function open(): Promise<OpinionWork> {
    program.answers.opinion = () => structuredClone(opinion);
    program.answers.save_opinion = () => saved;
    program.answers.save_phrases = () => ({});
    program.answers.check = () => ({ applications: [], notices: [] });
    const work = new OpinionWork('a04', new Saving(), () => undefined);
    await work.load();
    return work;
  }

  it('is durable within a second, field by field', async () => {
    const work = await open();
    work.texts['strengths']?.type('模式清晰');
    await vi.advanceTimersByTimeAsync(999);
    expect(asked('save_opinion')).toEqual([{ application: 'a04', field: ['strengths', '模式清晰'], recommendation: null }]);
    expect(work.texts['strengths']).toMatchObject({ state: 'kept', at: saved.at });
  });

  it('puts own words that were not struck into the field in use, once', async () => {
    const work = await open();
    work.strike('C3.2');
    work.insertKept();
    expect(work.texts['strengths']?.text).toBe('模式有特色。（E02 p.9 «直采»）');
    work.insertKept();
    expect(work.texts['strengths']?.text).toBe('模式有特色。（E02 p.9 «直采»）');
  });

  it('remembers what was struck while the program runs', async () => {
    const again = await open();
    expect(again.struck.includes('C3.2')).toBe(true);
    again.strike('C3.2');
    expect(again.kept).toHaveLength(2);
  });

  it('leaves a text alone that is being typed while it is read again', async () => {
    const work = await open();
    work.texts['strengths']?.type('正在写');
    await work.load();
    expect(work.texts['strengths']?.text).toBe('正在写');
  });

  it('shows the recommendation as it was when the choice is refused', async () => {
    const work = await open();
    program.answers.save_opinion = () => {
      throw notice('D009');
    };
    await work.recommend('recommend');
    expect(work.recommendation).toBeNull();
  });

  it('keeps phrases once', async () => {
    const work = await open();
    expect([await work.keepPhrase(' 材料齐全。 '), await work.keepPhrase('建议现场核查。')]).toEqual([false, true]);
    expect(asked('save_phrases')).toEqual([{ phrases: ['材料齐全。', '建议现场核查。'] }]);
  });

  it('joins words and citations, and lines', () => {
    expect(asText({ comment: '好。', citations: ['E02 p.9'] }, false)).toBe('好。');
    expect(asText({ comment: '', citations: ['E02 p.9', 'E03 p.1'] }, true)).toBe('E02 p.9；E03 p.1');
    expect([withLine(' ', '一'), withLine('一\n', '二')]).toEqual(['一', '一\n二']);
  });
});

const checked = (at: number, missing: CheckItem[], sealed = false): ApplicationCheckView => ({
  row: { ...(applications[at] ?? ({} as never)), state: sealed ? 'sealed' : missing.length === 0 ? 'complete' : 'open' },
  missing, unusual: [], judged_points: '71.5', seal: sealed ? fingerprint : null,
});

describe('check and seal', () => {
  const view = { applications: [checked(1, []), checked(2, [item('missing-mark', { indicator: 'C3.1' })]), checked(3, [], true)], notices: [] };
  async function open(): Promise<Check> {
    program.answers.check = () => view;
    program.answers.score_sheet = () => ({ application: 'a01', enterprise: '', rows: [{ indicator: 'C3.1', name: text('商业模式创新'), depth: 2, points: '5', reached: null, way: null, mark: null, computed: false }], total: null, progress: saved.progress });
    program.answers.opinion = () => opinion;
    const check = new Check();
    await check.load();
    return check;
  }

  it('counts what is missing, ready and sealed', async () => {
    const check = await open();
    expect(check.counts).toEqual({ all: 3, missing: 1, ready: 1, sealed: 1 });
    expect(isPart(view.applications[2] as ApplicationCheckView, 'ready')).toBe(false);
  });

  it('names leaves, fields and enterprises, and leads to where a point can be mended', async () => {
    const { names } = await open();
    expect(subject(item('missing-mark', { indicator: 'C3.1' }), names)).toBe('C3.1 商业模式创新');
    expect(subject(item('missing-opinion', { field: 'strengths' }), names)).toBe('优势');
    expect(pointed(item('equal-text', { field: 'strengths', other: 'a02' }), names)).toContain('杭州乙仓跨境电子商务有限公司');
    expect(pointed(item('name-in-text', { field: 'strengths' }), names)).toContain('本人');
    expect(pointed(item('not-known-yet'), names)).toBe('not-known-yet');
    expect(goalOf(item('missing-fact-sheet'))).toEqual({ view: 'facts' });
    expect(goalOf(item('missing-recommendation'))).toEqual({ view: 'opinion' });
    expect(goalOf(item('missing-comment', { indicator: 'C3.1' }))).toEqual({ indicator: 'C3.1', view: 'card' });
  });

  it('keeps the question open when the passphrase is wrong, and forgets it when it was right', async () => {
    const check = await open();
    check.ask(check.ready);
    check.passphrase = 'falsch';
    program.answers.seal = () => {
      throw notice('S011');
    };
    expect(await check.seal()).toBe(false);
    expect([check.isWrong, check.asked.length]).toEqual([true, 1]);
    program.answers.seal = () => ({ sealed: [{ application: 'a01', seal: 1, digest: fingerprint }] });
    expect(await check.seal()).toBe(true);
    expect([check.passphrase, check.asked.length, check.sealed.length]).toEqual(['', 0, 1]);
    expect(asked('seal').at(-1)).toMatchObject({ applications: ['a01'] });
  });

  it('sends the reason with an unsealing', async () => {
    const check = await open();
    program.answers.unseal = () => ({});
    check.askUnseal(view.applications[2] as ApplicationCheckView);
    check.reason = ' 补看材料 ';
    await check.unseal();
    expect(asked('unseal')).toEqual([{ application: 'a03', reason: '补看材料' }]);
    expect(check.unsealing).toBeNull();
  });
});

describe('handing in', () => {
  const bundle = { seq: 1, digest: fingerprint, at: '2026-05-22T02:00:00Z', exported: false, receipt: null };
  async function open(): Promise<HandingIn> {
    program.answers.hand_ins = () => ({ bundles: [bundle], waiting: 1 });
    const handing = new HandingIn();
    await handing.load();
    return handing;
  }

  it('names what is sealed, not done and recused; practice is none of them', async () => {
    const handing = await open();
    const named = handing.sealed.length + handing.open.length + handing.recused.length;
    expect([handing.sealed.length, named]).toEqual([2, applications.length - 1]);
  });

  it('says a bundle is on its way until its receipt is there', () => {
    expect([standing(bundle), standing({ exported: true, receipt: null }), standing({ exported: true, receipt: 4 })]).toEqual(['made', 'exported', 'receipted']);
  });

  it('exports into the folder that was picked and shows what was read back; nothing when none was', async () => {
    const handing = await open();
    await handing.export(1);
    expect(asked('export_bundle')).toEqual([]);
    program.picks = [{ id: 'f1', name: 'U', bytes: null }];
    program.answers.export_bundle = () => ({ files: [{ name: 'zj-07-1.orb', bytes: 48_211 }] });
    await handing.export(1);
    expect(asked('export_bundle')).toEqual([{ seq: 1, folder: 'f1' }]);
    expect(handing.written[1]).toEqual([{ name: 'zj-07-1.orb', bytes: 48_211 }]);
  });

  it('shows a refused export at its bundle and a refused receipt at the receipt', async () => {
    const handing = await open();
    program.picks = [{ id: 'f1', name: 'U', bytes: null }];
    program.answers.export_bundle = () => {
      throw notice('W002');
    };
    await handing.export(1);
    expect([handing.exportFault?.seq, handing.exportFault?.fault.code, handing.busy]).toEqual([1, 'W002', null]);
    program.answers.load_receipt = () => {
      throw notice('F031');
    };
    await handing.pickReceipt();
    expect(handing.receiptFault?.code).toBe('F031');
  });

  it('says which receipt was loaded', async () => {
    const handing = await open();
    program.answers.load_receipt = () => ({ bundles: [{ ...bundle, exported: true, receipt: 12 }], waiting: 0 });
    await handing.receive([{ id: 'r', name: 'r.receipt', bytes: 900 }]);
    expect(handing.loaded).toBe(12);
  });
});

describe('search', () => {
  const hit = (application: string, evidence: string, page: number): SearchRow => ({
    application, number: 1, enterprise: application, evidence, title: '报告', document: `${application}${evidence}`, page, count: 2, context: ['前', '词', '后'],
  });
  const answer = (hits: SearchRow[]): SearchView => ({ hits, more: false, unsearchable: [], unsearchable_pages: 7, unread: 0 });

  it('asks at once, then once for what was typed meanwhile, and drops an answer to older words', async () => {
    const search = new Search();
    const late: ((view: SearchView) => void)[] = [];
    program.answers.search = () => new Promise((resolve) => late.push(resolve));
    for (const words of ['直', '直采', '直采基地']) search.type(words);
    expect(asked('search')).toMatchObject([{ words: '直' }]);
    late[0]?.(answer([hit('a', 'E02', 1), hit('a', 'E02', 2)]));
    await vi.advanceTimersByTimeAsync(1);
    expect(asked('search')).toMatchObject([{ words: '直' }, { words: '直采基地' }]);
    search.narrow('a');
    late[2]?.(answer([hit('a', 'E02', 3)]));
    late[1]?.(answer([hit('old', 'E02', 1), hit('old', 'E02', 2)]));
    await vi.advanceTimersByTimeAsync(1);
    expect([search.asked, search.hits.length, search.view?.unsearchable_pages]).toEqual(['直采基地', 1, 7]);
  });

  it('groups by application and item, and steps over hits alone', async () => {
    const hits = [hit('a', 'E02', 3), hit('a', 'E02', 9), hit('a', 'E03', 1), hit('b', 'E02', 1)];
    expect(linesOf(hits).map(({ kind }) => kind)).toEqual(['application', 'item', 'hit', 'hit', 'item', 'hit', 'application', 'item', 'hit']);
    const search = new Search();
    program.answers.search = () => answer(hits);
    search.type('词');
    await vi.advanceTimersByTimeAsync(150);
    search.step(2);
    expect([search.chosen?.evidence, search.places]).toEqual(['E03', 8]);
    search.step(99);
    expect(search.chosen?.application).toBe('b');
  });

  it('shows nothing of an earlier answer when the words are gone', async () => {
    const search = new Search();
    program.answers.search = () => answer([hit('a', 'E02', 3)]);
    search.type('词');
    await vi.advanceTimersByTimeAsync(150);
    search.clear();
    expect([search.asked, search.view]).toEqual(['', null]);
  });

  it('writes pages as ranges', () => {
    expect(ranges([9, 3, 4, 5], '、')).toBe('3–5、9');
  });
});

describe('citations', () => {
  const citation = (name: string, evidence: string, page: number, indicators: string[], facts: string[] = []): CitationView => ({
    citation: name, evidence, document: evidence, page, page_in_item: page, quote: '', areas: [], indicators, facts, present: true,
  });

  it('come loose ones first, then by item and page; one that serves a proposal is not loose', () => {
    const list = inOrder([citation('a', 'E02', 9, ['C3.1']), citation('b', 'E02', 3, ['C3.1']), citation('c', 'E01', 1, [], ['F16']), citation('d', 'E09', 1, [])]);
    expect(list.map((one) => one.citation)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('are offered to the leaves that require their item first', () => {
    const leaf = (indicator: string) => ({ indicator, name: text(indicator), mark: null, needs_comment: false, has_draft: false });
    const { fit, others } = offered([leaf('A1'), leaf('C3.1')], ['C3.1']);
    expect([fit.map((one) => one.indicator), others.map((one) => one.indicator)]).toEqual([['C3.1'], ['A1']]);
  });
});

describe('the comparison', () => {
  it('puts the highest mark first and what is no score last', () => {
    const mark = (number: number, value: string | null): OwnMark => ({
      application: `a${number}`, number, enterprise: '', citation: null, at: '', judgement: value === null ? { kind: 'not_applicable' } : { kind: 'score', value },
    });
    expect(byMark([mark(1, null), mark(2, '7.50'), mark(3, '10.00')]).map(({ number }) => number)).toEqual([3, 2, 1]);
  });
});

describe('the guide', () => {
  it('has a chapter per heading, and its own begin with words', () => {
    expect(chaptersOf('# a\n\nx\n\n## b\n\ny').map(({ title, tokens }) => [title, tokens.some(({ type }) => type === 'paragraph')])).toEqual([['a', true], ['b', true]]);
    expect(guideOf('expert').length).toBeGreaterThan(8);
  });
});
