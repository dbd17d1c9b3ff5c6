// A desk behind the window that keeps marks, comments and the way back in memory. Owns just enough
// for unit tests and pictures of the desk. Trap: it checks nothing but sealed reviews.
import type { Commands, EvidenceView, JudgementView, LeafCard, MarkingWay, MarkView, NamedView, RailLeaf, Saved } from '$api';
import { notice, Program } from './program';

const text = (zh: string, en = '') => ({ zh, en });
const anchor = (zh: string, en: string, from: string, to: string) => ({ name: text(zh, en), meaning: text(`${zh}的含义`, `What ${en} means`), from, to });

/** The scale of nearly all leaves: 0 to 10 in halves. */
export const halves: Extract<MarkingWay, { kind: 'scale' }> = {
  kind: 'scale', min: '0', max: '10', step: '0.5',
  anchors: [anchor('优秀', 'Excellent', '9', '10'), anchor('良好', 'Good', '7.5', '8.5'), anchor('一般', 'Fair', '6', '7'), anchor('较弱', 'Weak', '3', '5.5'), anchor('未证明', 'Unproven', '0', '2.5')],
};
const options: NamedView[] = [{ code: 'lead', name: text('主持', 'Led') }, { code: 'join', name: text('参与', 'Took part') }];

/** A leaf of the small scheme. */
interface Leaf {
  name: string;
  way: MarkingWay;
  evidence: string[];
  turnedOver?: string;
}

/** Four leaves: two on the scale, one chosen, one passed or failed. */
export const LEAVES: Record<string, Leaf> = {
  'A1.2': { name: '细分行业地位', way: halves, evidence: ['E13'] },
  'C3.1': { name: '商业模式创新', way: halves, evidence: ['E02', 'E03'] },
  'C2.2': { name: '标准与奖项', way: { kind: 'choice', options, proposed_only: false }, evidence: [], turnedOver: '缺佐证' },
  'D1.2': { name: '制度健全', way: { kind: 'pass_fail' }, evidence: ['E15'] },
};

const item = (code: string, title: string, document: string, pages: [number, number] | null = null): EvidenceView => ({
  code, title, document, pages, bytes: 1000, media: 'pdf', seen: [],
});

/** Three files, of which one holds two items. */
export const EVIDENCE: EvidenceView[] = [
  item('E02', '申报书', 'd2'),
  item('E03', '商业模式说明', 'd3', [1, 2]),
  item('E13', '细分行业地位证明', 'd3', [3, 5]),
];

interface Change {
  application: string;
  indicator: string;
  before: MarkView | undefined;
  after: MarkView | undefined;
}

/** A program with two applications on the desk. */
export class DeskProgram extends Program {
  marks: Record<string, Record<string, MarkView>> = { a01: {}, a02: {} };
  drafts: Record<string, Record<string, string>> = { a01: {}, a02: {} };
  notes: Record<string, string> = {};
  places: Record<string, Commands['open_application']['response']['place']> = {};
  sealed: string[] = [];
  done: Change[] = [];
  undone: Change[] = [];
  #clock = 0;

  constructor() {
    super({ stage: 'open', imported: true, pledged: true });
    Object.assign(this.answers, this.#desk());
  }

  #now(): string {
    this.#clock += 1;
    return new Date(Date.UTC(2026, 4, 21, 8, 30, this.#clock)).toISOString();
  }
  #rail(application: string, indicator: string): RailLeaf {
    const mark = this.marks[application]?.[indicator] ?? null;
    return {
      indicator, mark, name: text(LEAVES[indicator]?.name ?? ''), needs_comment: mark !== null && mark.comment === '' && mark.judgement.kind === 'not_applicable',
      has_draft: mark === null && (this.drafts[application]?.[indicator] ?? '') !== '',
    };
  }
  #progress(application: string) {
    const marked = Object.keys(this.marks[application] ?? {}).length;
    return { marked, asked: 4, missing: 4 - marked };
  }
  #saved(application: string, indicator: string): Saved {
    return {
      at: this.#now(), leaf: this.#rail(application, indicator), progress: this.#progress(application),
      undo: this.done.length > 0 ? 'mark' : null, redo: this.undone.length > 0 ? 'mark' : null,
    };
  }
  #put(application: string, indicator: string, after: MarkView | undefined): void {
    const marks = (this.marks[application] ??= {});
    this.done.push({ application, indicator, before: marks[indicator], after });
    this.undone = [];
    this.#set(application, indicator, after);
  }
  #set(application: string, indicator: string, mark: MarkView | undefined): void {
    const others = Object.entries(this.marks[application] ?? {}).filter(([other]) => other !== indicator);
    this.marks[application] = Object.fromEntries(mark ? [...others, [indicator, mark]] : others);
  }
  #turn(from: Change[], to: Change[], side: 'before' | 'after'): Commands['undo']['response'] {
    const change = from.pop();
    if (!change) throw notice('D020', '没有可以撤销的改动。', 'Nothing to undo.');
    to.push(change);
    this.#set(change.application, change.indicator, change[side]);
    return { application: change.application, indicator: change.indicator, field: null, saved: this.#saved(change.application, change.indicator) };
  }
  #card(application: string, indicator: string): LeafCard {
    const leaf = LEAVES[indicator];
    if (!leaf) throw notice('R050', '没有这个指标。', 'No such leaf.');
    const own = Object.entries(this.marks).flatMap(([other, marks], at) => {
      const mark = marks[indicator];
      return mark ? [{ application: other, number: at + 1, enterprise: `${other}公司`, judgement: mark.judgement, citation: null, at: mark.at }] : [];
    });
    const mark = this.marks[application]?.[indicator] ?? null;
    return {
      indicator, name: text(leaf.name), path: [], points: '5', note: text(''), way: leaf.way, claims: [], mark, own,
      evidence: leaf.evidence.map((code) => ({
        code, name: text(code),
        items: EVIDENCE.filter((one) => one.code === code).map((one) => ({ title: one.title, document: one.document, page: one.pages?.[0] ?? 1, seen: false })),
      })),
      draft: this.drafts[application]?.[indicator] ?? '', private_note: this.notes[`${application}/${indicator}`] ?? '',
      history: mark ? [{ at: mark.at, judgement: mark.judgement }] : [], turned_over: leaf.turnedOver ?? null, sealed: this.sealed.includes(application),
    };
  }
  #refuseSealed(application: string): void {
    if (this.sealed.includes(application)) throw notice('R060', '已封存。', 'Sealed.');
  }

  #saveMark = (application: string, indicator: string, judgement: JudgementView | null): Saved => {
    this.#refuseSealed(application);
    const old = this.marks[application]?.[indicator];
    const comment = old?.comment ?? this.drafts[application]?.[indicator] ?? '';
    this.#put(application, indicator, judgement ? { judgement, comment, citations: [], at: this.#now() } : undefined);
    return this.#saved(application, indicator);
  };
  #saveComment = (application: string, indicator: string, comment: string): Saved => {
    this.#refuseSealed(application);
    const mark = this.marks[application]?.[indicator];
    if (mark) this.#put(application, indicator, { ...mark, comment });
    else (this.drafts[application] ??= {})[indicator] = comment;
    return this.#saved(application, indicator);
  };

  #desk(): Program['answers'] {
    const view = (application: string): Commands['open_application']['response'] => ({
      application, number: application === 'a01' ? 1 : 2, enterprise: `${application}科技有限公司`, kind: text('网络零售', 'Online retail'), unit: '浙江省商务厅',
      state: this.sealed.includes(application) ? 'sealed' : 'open',
      sections: [{ code: 'A', name: text('经营'), leaves: Object.keys(LEAVES).map((indicator) => this.#rail(application, indicator)) }],
      evidence: EVIDENCE, missing_evidence: [{ code: 'E15', name: text('制度汇编') }], facts: { leaves: 16, points: '57', read: false, doubts: 1 },
      place: this.places[application] ?? { indicator: null, tabs: [], evidence: null, page: 1, layout: '', at: null },
      progress: this.#progress(application), material_version: 1,
    });
    return {
      open_application: ({ application }) => view(application),
      leaf_card: ({ application, indicator }) => this.#card(application, indicator),
      save_mark: ({ application, indicator, judgement }) => this.#saveMark(application, indicator, judgement),
      save_comment: ({ application, indicator, comment }) => this.#saveComment(application, indicator, comment),
      save_note: ({ application, indicator, note }) => {
        this.notes[`${application}/${indicator ?? ''}`] = note;
        return this.#saved(application, indicator ?? '');
      },
      save_place: ({ application, place }) => {
        this.places[application] = { ...place, at: this.#now() };
        return {};
      },
      pages_seen: () => ({}),
      undo: () => this.#turn(this.done, this.undone, 'before'),
      redo: () => this.#turn(this.undone, this.done, 'after'),
      citations: () => ({ citations: [] }),
      copy_state: () => ({ named: true, present: true, last: '2026-05-21T02:30:00Z', fault: null, due: false }),
      applications: () => ({
        rows: ['a01', 'a02'].map((application, at) => ({
          application, number: at + 1, enterprise: `${application}科技有限公司`, kind: text('网络零售'), unit: '浙江省商务厅', state: 'open' as const,
          ...this.#progress(application), touched_at: null, today: false,
        })),
        last: null, needed_today: 6,
      }),
    };
  }
}
