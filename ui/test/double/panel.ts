// A panel behind the window, in memory: enough of a round for pictures and unit tests of its screens.
// Trap: the numbers are made up and do not follow from each other; the real program computes them.
import type { Commands, PanelApplication, PanelMark, PanelNode, PanelResultRow, PanelWho, TextView } from '$api';

type Answers = { [C in keyof Commands]?: (request: Commands[C]['request']) => Commands[C]['response'] };

const text = (zh: string, en = zh): TextView => ({ zh, en });
const WORDS = ['荣', '汽', '狠', '埔', '碗', '倒', '弱', '缝', '筑', '仓', '矩', '贝'];
const UNITS = ['浙江', '四川', '广东', '山东', '陕西', '福建'];
const KINDS = [['R', '网络零售'], ['B', '网络批发'], ['X', '跨境电商'], ['S', '生活服务']] as const;
const EXPERTS = 7;

const who = (number: number): PanelWho => ({ ticket: `t${number}`, kind: 'expert', number });
const composite = (at: number): number => 91.4 - at * 0.83 - (at % 3) * 0.17;

function row(at: number): PanelResultRow {
  const ranked = at < 34;
  const [kind] = KINDS[at % KINDS.length] ?? KINDS[0];
  const totals = Array.from({ length: at % 5 === 0 ? 6 : 7 }, (_, n) => composite(at) + ((n * 37 + at * 11) % 13) - 6).sort((a, b) => a - b);
  return {
    application: `a${String(at + 1).padStart(2, '0')}`, enterprise: `${'甲乙丙丁戊己庚辛壬癸'[at % 10] ?? ''}${at < 10 ? '' : '新'}电子商务有限公司`, kind, unit: UNITS[at % UNITS.length] ?? '',
    place: ranked ? at + 1 : null, place_in_kind: ranked ? Math.floor(at / 4) + 1 : null, place_in_unit: ranked ? Math.floor(at / 6) + 1 : null,
    composite: at === 35 ? null : composite(at).toFixed(2), other_method: null, totals: totals.map((total) => total.toFixed(2)),
    range: ((totals.at(-1) ?? 0) - (totals[0] ?? 0)).toFixed(2), deviation: '3.27', grade: null,
    status: ranked ? 'ranked' : at === 34 ? 'vetoed' : 'not_decidable', status_text: ranked ? text('参加排名', 'ranked') : at === 34 ? text('被否决', 'vetoed') : text('无法评定', 'not decidable'),
    reasons: at === 34 ? [text('V3')] : at === 35 ? [text('有效评分不足 5 个', 'fewer than 5 valid marks')] : [],
    valid: at % 5 === 0 ? 6 : 7, asked: 7, recused: at % 5 === 0 ? 1 : 0, absent: 0, bonus: '1', deductions: '0',
    decided_by: at === 7 ? text('按第 1 条并列规则', 'by tie-break 1') : null, proposed: at < 12, fate: ranked ? (at < 12 ? text('入选', 'proposed') : text('未入选', 'no seat')) : null,
    notes: at % 9 === 4 ? [text('C2.2 的选项申报多次且不一致，得分取均值', 'C2.2: stated several times and not alike')] : [],
  };
}
const rows = Array.from({ length: 36 }, (_, at) => row(at));

function mark(leaf: number, number: number): PanelMark {
  const value = Math.min(10, 5 + ((leaf * 7 + number * 13) % 9) / 2);
  const odd = leaf === 1 && number === 6;
  return {
    who: who(number), value: odd ? '2' : String(value), text: text(odd ? '2' : String(value)), dropped: number === 3, diverges: odd, agreed: null,
    comment: odd ? '材料只有框架协议，没有执行数据，模式创新缺少支撑。' : number % 2 === 0 ? '有完整的运营数据，模式有一定创新，但推广范围有限。' : '',
    citations: number % 2 === 0 ? [{ citation: `t${number}:c1`, evidence: 'E02', document: 'd2', page: 9, quote: '全年线上交易额同比增长 21.4%' }] : [],
  };
}

const LEAVES: [string, string, number, boolean][] = [
  ['A1.1', '网络交易规模', 4, false], ['A1.2', '交易规模增长', 3, false], ['A2.1', '营业收入', 3, false], ['C3.1', '商业模式创新', 5, true], ['C3.2', '技术应用创新', 5, true],
  ['D1.2', '带动就业', 3, true], ['D3.2', '公共服务', 2, true], ['E01.1', '诚信经营', 4, true], ['E01.2', '售后服务', 3, true],
];
const nodes: PanelNode[] = [
  { indicator: 'A', name: text('经营规模', 'Scale'), depth: 0, most: '10', points: '8.5', state: 'scored', leaf: null },
  ...LEAVES.map(([indicator, name, most, marked], at): PanelNode => ({
    indicator, name: text(name), depth: 1, most: String(most), points: (most * 0.78).toFixed(2), state: 'scored',
    leaf: {
      source: marked ? text('专家评分', 'experts') : text('申报值计算', 'facts'), marked, valid: marked ? 7 : 0, asked: 7, mark: marked ? '7.4' : '12.6', scale: marked ? ['0', '10'] : null,
      marks: marked ? Array.from({ length: EXPERTS }, (_, n) => mark(at - 2, n + 1)) : [],
      agreed: at === 5 ? { value: '8', ground: 'members_differ', reason: '查社保名册后一致认定', by: '李组长', at: '2026-05-29T03:20:00Z' } : null,
    },
  })),
];

const page = (application: string): PanelApplication => ({
  application, row: rows.find((one) => one.application === application) ?? row(0), nodes,
  experts: Array.from({ length: EXPERTS }, (_, n) => ({ who: who(n + 1), state: 'counts', total: '84.20', dropped: n === 2, diverges: n === 5 })),
  values: [
    { fact: 'F16', name: text('网络交易额'), unit: '万元', declared: '126700', now: '118300', from: text('评审组核定', 'decided') },
    { fact: 'F20', name: text('营业收入'), unit: '万元', declared: null, now: '45210.5', from: text('申报', 'declared') },
    { fact: 'type', name: text('企业类型'), unit: '', declared: null, now: 'R', from: text('申报', 'declared') },
  ],
  items: [{ indicator: 'J1', name: text('国家级荣誉'), kind: 'bonus', count: '1', points: '1' }],
  opinions: [1, 2, 3].map((number) => ({ who: who(number), recommendation: text('推荐', 'recommend'), fields: [[text('优势', 'Strengths'), '供应链完整，线上线下融合较好，带动就业明显。'], [text('不足', 'Weaknesses'), '技术投入占比偏低，数据治理制度不够健全。']] as [TextView, string][] })),
  evidence: [{ code: 'E02', title: '申报书', document: 'd2', pages: null, bytes: 812_000, media: 'pdf', seen: [] }],
});

/** Answers of a panel whose bundles are open, or closed still. */
export function panelAnswers(opened: boolean): Answers {
  const status: Commands['panel_status']['response'] = {
    opened: opened ? '2026-05-29T01:10:00Z' : null, list: opened ? WORDS : [], present: opened ? ['李组长', '王保管'] : [],
    arrivals: Array.from({ length: 9 }, (_, at) => ({
      number: at + 1, bundle: `b${at}`, who: who((at % EXPERTS) + 1), seq: at > 6 ? 2 : 1, words: [...WORDS.slice(at), ...WORDS.slice(0, at)], label: `${at}`.repeat(64), late: at === 8,
      state: !opened ? 'closed' : at === 8 ? 'held' : at === 0 ? 'superseded' : at === 4 ? 'held' : 'accepted', at: `2026-05-28T0${at % 9}:20:00Z`, counts_for: opened && at !== 8 ? 20 : 0,
      reasons: opened && at === 8 ? [text('开启后才到', 'came after the opening')] : opened && at === 4 ? [text('同一封存号有两份不同内容：a03', 'two different seals: a03')] : [], ruling: null,
    })),
    columns: rows.map((one) => ({ application: one.application, enterprise: one.enterprise, counts: one.valid, asked: one.asked - one.recused })),
    rows: Array.from({ length: EXPERTS }, (_, n) => ({
      who: who(n + 1), revoked: false, bundles: 1, cells: rows.map((_row, at): [number, string] => [at, (at + n) % 11 === 0 ? 'recused' : n === 4 && at === 2 ? 'conflicting' : (at * n) % 23 === 7 ? 'not_done' : 'counts']),
    })),
    conflicts: opened ? [{
      who: who(5), application: 'a03', enterprise: '丙电子商务有限公司', seal: 2, kind: 'equivocation', base: { seal: '0', words: WORDS, at: '2026-05-26T08:00:00Z' },
      claims: [{ seal: '1', words: WORDS, at: '2026-05-27T08:00:00Z' }, { seal: '2', words: [...WORDS].reverse(), at: '2026-05-27T09:30:00Z' }],
      differences: [{ about: text('商业模式创新'), base: '6.5', one: '7', other: '4.5' }, { about: text('售后服务'), base: '8', one: '8', other: '5' }],
    }] : [],
    cards: [],
  };
  const results: Commands['panel_results']['response'] = {
    method: 'composite-1', scheme: 'ecommerce-demonstration 2026.1', rows, selects: true, cut: 11, ties: [['a13', 'a14']], open_seats: 0, corrections: [],
    changes: { since: '2026-05-29T02:00:00Z', rows: [{ application: 'a02', enterprise: '乙电子商务有限公司', before: { place: 4, composite: '88.10' }, after: { place: 2, composite: '90.40' } }] },
  };
  const list: Commands['panel_list']['response'] = { opinion: null, minority: [], by: '', at: null, results: [], corrected: false, proposed: rows.slice(0, 12).map((one) => [one.application, one.enterprise]), undecided: 2, open_seats: 0 };
  const ceremony: Commands['panel_ceremony']['response'] = { needed: 2, of: 3, shares: [{ index: 1, holder: '李组长' }, { index: 2, holder: null }], present: ['李组长'], opened: 1, others: [] };
  return {
    panel_round: () => ({
      title: text('2026 年电子商务示范企业遴选', 'Selection 2026'), time_zone: 'Asia/Shanghai', register: 1, applications: 36, experts: EXPERTS, arrivals: 9, held: opened ? 2 : 0,
      opened: status.opened, open_facts: opened ? 2 : 0, unexplained: opened ? 3 : 0, ties: opened ? 1 : 0, decided: null, corrected: false,
      units: UNITS.map((code) => ({ code, name: text(code) })), kinds: KINDS.map(([code, name]) => ({ code, name: text(name) })), leaves: [],
    }),
    panel_status: () => status,
    panel_results: () => results,
    panel_looked: () => ({ ...results, changes: { since: '2026-05-29T03:00:00Z', rows: [] } }),
    panel_application: ({ application }) => page(application),
    panel_derivation: () => ({
      label: text('综合得分', 'composite'), how: text('四舍五入到 2 位', 'rounded to 2'), value: text('91.40'),
      children: [{ label: text('A 经营规模'), how: text('求和', 'sum'), value: text('8.5'), children: [{ label: text('A1.1 网络交易规模'), how: text('公式与分档', 'bands'), value: text('3.2'), children: [] }] }],
    }),
    panel_facts: () => ({
      facts: ['F16', 'F27'].map((fact, at) => ({
        application: `a0${at + 1}`, enterprise: rows[at]?.enterprise ?? '', fact, name: text(at === 0 ? '网络交易额' : '研发人员'), unit: at === 0 ? '万元' : '人', now: at === 0 ? '126700' : '376', from: text('申报', 'declared'), declared: null, options: [],
        proposals: [{ value: at === 0 ? '118300' : '210', by: [2, 5].map((number) => ({ who: who(number), reason: '审计报告附注与申报不一致', citations: [{ citation: `t${number}:c2`, evidence: 'E04', document: 'd4', page: 17, quote: '合并口径 118,300 万元' }] })) }],
        decided: false, reason: null, decided_at: null,
      })),
      visited: [],
    }),
    panel_try_fact: () => ({ value_before: '126700', value_after: '118300', before: { place: 1, composite: '91.40' }, after: { place: 3, composite: '89.90' } }),
    panel_divergences: () => ({
      rows: rows.slice(0, 8).map((one, at) => ({
        application: one.application, enterprise: one.enterprise, indicator: at === 2 ? null : 'C3.1', name: at === 2 ? text('主观总分', 'judged total') : text('商业模式创新'), who: who((at % EXPERTS) + 1), mark: '2.00', mean: '6.93', valid: 7,
        percent: '-71.13', place: at + 10, place_without: at < 4 ? at + 8 : at + 10, composite_without: '80.10', explanation: at > 4 ? '核对后维持原评分：材料中没有执行数据。' : null,
      })),
    }),
    panel_list: () => list,
    panel_decisions: () => ({
      rows: [
        { number: 1, kind: 'fact', application: 'a01', subject: 'F16', reason: '以审计报告为准', by: '李组长', at: '2026-05-29T02:20:00Z' },
        { number: 2, kind: 'consensus', application: 'a01', subject: 'D1.2', reason: '查社保名册后一致认定', by: '李组长', at: '2026-05-29T03:20:00Z' },
      ],
    }),
    panel_log: () => ({ head: WORDS, entries: [{ number: 1, at: '2026-05-27T02:20:00Z', kind: 'imported', subjects: ['package-1'] }] }),
    panel_statements: () => ({ notes: [], decision: [], signed: [], missing: [], chair_signed: false, written: null }),
    panel_ceremony: () => ceremony,
    panel_add_holder: () => ({ ...ceremony, opened: 2, present: ['李组长', '王保管'], shares: [{ index: 1, holder: '李组长' }, { index: 2, holder: '王保管' }] }),
    panel_clear_holders: () => ceremony,
  };
}
