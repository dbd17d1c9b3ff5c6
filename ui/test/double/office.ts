// The office in memory: a round in the middle of its work, for unit tests and pictures. Owns data
// that looks like a round; it checks nothing.
import type {
  CommandName,
  Commands,
  FingerprintView,
  OfficeApplication,
  OfficeBoard,
  OfficeExpert,
  OfficeFinding,
  OfficePanel,
  OfficePerson,
  OfficeRound,
  OfficeScheme,
  OfficeTicket,
} from '$api';

type Answers = { [C in CommandName]?: (request: Commands[C]['request']) => Commands[C]['response'] };

const UNITS = [
  ['YL', '云岭省商务厅'],
  ['JY', '江原省商务厅'],
  ['DY', '东屿省商务厅'],
] as const;
const ENTERPRISES = ['云岭山货郎电子商务有限公司', '江原智选供应链集团股份有限公司', '东屿海链数字科技有限公司', '北漠优品网络有限公司', '云岭古道跨境电商服务有限公司', '江原生活在线信息技术有限公司'];
const NAMES = ['陈秀英', '欧阳建国', '马兰', '李志强', '王素芬', '赵一鸣', '周文静'];
const text = (zh: string, en = ''): { zh: string; en: string } => ({ zh, en });

/** The round of the double. */
export const officeRound: OfficeRound = {
  round: 'selection-2026',
  title: text('2026 年电子商务示范企业遴选', 'Selection of e-commerce demonstration enterprises 2026'),
  time_zone: 'Asia/Shanghai',
  due: '2026-05-28T10:00:00Z',
  days_left: 6,
  scheme: text('电子商务示范企业指标体系', 'E-commerce demonstration enterprises'),
  applications: 6,
  roster: 7,
  confirmed: 6,
  committee: true,
  draws: 1,
  assigned: true,
  edition: 1,
  tickets: 8,
  handed_out: 5,
  receipted: 2,
  experts: 5,
};

const applications: OfficeApplication[] = ENTERPRISES.map((enterprise, at) => ({
  application: `a0${String(at + 1)}`,
  enterprise,
  credit_code: `9199010${String(at)}MA9001487F`,
  unit: UNITS[at % 3]?.[0] ?? 'YL',
  kind: text(['网络零售', '交易平台', '电子商务服务'][at % 3] ?? ''),
  items: 18 - at,
  fields: 52 + at,
  bytes: 42_000_000 + at * 11_000_000,
  version: at === 2 ? 2 : 1,
  practice: false,
  file: `/materials/applications/a0${String(at + 1)}/application.toml`,
}));

const finding = (severity: string, kind: string, of: string[], codes: string[], zh: string, en: string): OfficeFinding => ({ severity, kind, applications: of, codes, said: text(zh, en) });
const findings: OfficeFinding[] = [
  finding('refused', 'quota-exceeded', ['a01', 'a04'], ['YL'], '云岭省商务厅 推荐 6 家，名额为 5 家', 'YL recommends 6, its quota is 5'),
  finding('ask', 'missing-evidence', ['a02'], ['E05'], '缺 E05 近三年审计报告', 'E05 audit reports of three years is missing'),
  finding('ask', 'unreadable-file', ['a03'], ['E02'], 'E02：申报书（加密）.pdf 无法打开', 'E02: application (locked).pdf cannot be opened'),
  finding('ask', 'identical-file', ['a01', 'a05'], ['E09'], '荣誉证书.pdf 在多份申报中是同一文件', 'honours.pdf is the same file in several applications'),
  finding('ask', 'same-group', ['a02', 'a06'], [], '江原智选集团：同一集团 2 家', 'Jiangyuan group: 2 enterprises of one group'),
  finding('note', 'missing-year', ['a05'], ['F17'], 'F17 利润总额：缺前 2 年的数据', 'F17 profit: no value 2 year(s) back'),
];

const experts: OfficeExpert[] = NAMES.map((name, at) => ({
  expert: `x00${String(at + 1)}`,
  kind: 'expert',
  name,
  unit: `第 ${String(at + 1)} 研究院`,
  fields: at % 2 === 0 ? ['电子商务'] : ['供应链', '财务'],
  ties: at === 3 ? [{ organisation: '江原智选供应链集团股份有限公司', until: 2025 }] : [],
  words: at === 6 ? [] : [...'山水云天风雨松竹梅兰月日'],
  confirmed: at < 5 ? '2026-05-11T02:10:00Z' : null,
  place: at < 5 ? 'seat' : 'reserve',
  ticket: at < 5 ? `t${String(at + 1)}` : null,
  history: [{ at: '2026-05-10T01:00:00Z', said: text('登记', 'enrolled'), detail: '' }],
}));

const person = (at: number): OfficePerson => ({ expert: `x00${String(at + 1)}`, name: NAMES[at] ?? '', unit: `第 ${String(at + 1)} 研究院` });
const panel: OfficePanel = {
  pool: 7,
  seats: 5,
  reserves: 2,
  same_unit_years: 3,
  draws: [
    {
      number: 1, at: '2026-05-12T02:00:00Z', reason: null, pool: '山水云天风雨松竹梅兰月日', seed: '日月兰梅竹松雨风天云水山', persons: ['甲', '乙'],
      seats: [0, 1, 2, 3, 4].map(person), reserves: [5, 6].map(person), excluded: [],
    },
  ],
  assignment: {
    at: '2026-05-12T02:05:00Z',
    loads: [0, 1, 2, 3, 4].map((at) => ({ person: person(at), count: at === 3 ? 5 : 6, barred: at === 3 ? 1 : 0 })),
    benches: applications.map((one, at) => ({
      application: one.application,
      enterprise: one.enterprise,
      experts: NAMES.slice(0, 5).filter((_, index) => at !== 1 || index !== 3),
      excluded: at === 1 ? [{ name: '李志强', why: text('任职、持股', 'employment or shares') }] : [],
      short: at === 1 ? 1 : 0,
    })),
    connected: true,
  },
};

const handed = (day: number): { at: string; way: string; by: string } => ({ at: `2026-05-1${String(day)}T03:00:00Z`, way: '当面', by: '孙敏' });
const ticket = (at: number, changes: Partial<OfficeTicket>): OfficeTicket => ({
  ticket: `t${String(at)}5f0c2d9a`, seq: 1, holder: NAMES[at - 1] ?? '组长一', kind: at <= 5 ? 'expert' : 'panel', applications: 6,
  handed_out: null, acknowledged: null, returned: null, bundles: 0, receipts: 0, revoked: null, days_left: 6, ...changes,
});
/** The board of the double. */
export const officeBoard: OfficeBoard = {
  rows: [
    ticket(1, { handed_out: handed(3), acknowledged: handed(4), bundles: 1, receipts: 1 }),
    ticket(2, { handed_out: handed(3), acknowledged: handed(4), bundles: 1, receipts: 1, returned: handed(9) }),
    ticket(3, { handed_out: handed(3), days_left: 1 }),
    ticket(4, { handed_out: handed(3), revoked: '2026-05-15T04:00:00Z' }),
    ticket(5, { days_left: -2 }),
    ticket(8, { handed_out: handed(3) }),
  ],
};

const scheme: OfficeScheme = {
  title: officeRound.scheme,
  version: 'ecommerce-demonstration 1.0',
  types: [{ code: 'R', name: text('网络零售', 'Online retail') }, { code: 'W', name: text('网络批发', 'Online wholesale') }],
  leaves: [
    { code: 'A1.1', name: text('营业收入增长率', 'Growth of revenue'), mode: 'computed', points: '5', typed: false, options: [], middle: '' },
    { code: 'C2.2', name: text('示范引领', 'Example set'), mode: 'choice', points: '3', typed: true, options: [{ code: 'a', name: text('国家级', 'national') }], middle: 'a' },
    { code: 'C3.1', name: text('商业模式创新', 'New business model'), mode: 'scored', points: '5', typed: true, options: [], middle: '5' },
  ],
  fields: [{ key: 'F16', name: text('营业收入', 'Revenue'), unit: '万元', number: true, codes: [] }],
  evidence: 24, bonus: '5', deductions: '10', vetoes: 10, seats: 5, reserves: 2,
};

/** Answers of the office's commands. */
export function officeAnswers(fingerprint: FingerprintView): Answers {
  return {
    office_home: () => ({ round: officeRound, next: 'hand_out' }),
    office_schemes: () => ({ shipped: [{ code: 'ecommerce-demonstration.toml', name: officeRound.scheme }, { code: 'baldrige-style.toml', name: text('卓越绩效式', 'Baldrige style') }] }),
    office_scheme: ({ file }) =>
      file === null
        ? { name: 'ecommerce-demonstration.toml', faults: [], scheme }
        : {
            name: '指标体系.toml', scheme: null,
            faults: [{ line: 214, column: 10, subject: 'indicator C3.1', said: text('分值 6，下级合计 5', 'gives 6 points, its children add up to 5'), text: 'points = 6' }],
          },
    office_try: ({ marks }) => ({
      faults: [], composite: String(60 + marks.length), status: 'ranked', grade: null,
      leaves: scheme.leaves.map(({ code }) => ({ indicator: code, state: 'scored', mark: '5', points: '2.5' })),
    }),
    office_lay_out: () => ({ faults: [], folder: { id: 'f9', name: 'selection-2026', bytes: null }, path: '/materials/selection-2026' }),
    office_new_round: () => ({ faults: [], applications: 6, items: 96, outdated: false, not_packable: [] }),
    office_revise: () => ({ faults: [], applications: 1, items: 0, outdated: true, not_packable: [] }),
    office_materials: () => ({ rows: applications, units: UNITS.map(([code, name], at) => ({ code, name, quota: at === 0 ? 1 : 5, found: 2 })) }),
    office_application: ({ application }) => ({
      row: applications.find((row) => row.application === application) ?? (applications[0] as OfficeApplication),
      people: ['罗见山', '云岭青禾投资合伙企业'],
      evidence: [
        { code: 'E02', name: text('申报书', 'Application'), required: true, file: '合订本.pdf', pages: [3, 42], bytes: 12_000_000, media: 'pdf' },
        { code: 'E05', name: text('近三年审计报告', 'Audit reports'), required: true, file: null, pages: null, bytes: 0, media: '' },
      ],
      fields: [
        { key: 'F16', name: text('营业收入', 'Revenue'), unit: '万元', required: true, value: '31256.4', source: ['E05', 7] },
        { key: 'F17', name: text('利润总额', 'Profit'), unit: '万元', required: true, value: null, source: null },
      ],
    }),
    office_check: () => ({ applications: 6, documents: 88, blocks: true, findings }),
    office_form: () => ({ name: 'form.csv', bytes: 4_210 }),
    office_take_table: () => ({ faults: [], applications: 6, items: 96 }),
    office_roster: () => ({ rows: experts, committee: true, refused: [] }),
    office_take_cards: () => ({ rows: experts, committee: true, refused: [] }),
    office_confirm: ({ expert }) => ({ rows: experts.map((one) => (one.expert === expert ? { ...one, confirmed: '2026-05-12T01:00:00Z' } : one)), committee: true, refused: [] }),
    office_invite: () => ({ rows: experts, committee: true, refused: [] }),
    office_describe: () => ({ rows: experts, committee: true, refused: [] }),
    office_make_committee: ({ cards, threshold }) => ({ threshold, shares: cards.map((_, at) => ({ holder: `组长${String(at + 1)}`, words: '山水云天风雨松竹梅兰月日', name: `0${String(at + 1)}.share` })) }),
    office_panel: () => panel,
    office_draw: () => panel,
    office_assign: () => panel,
    office_plan: () => ({ documents: 88, bytes: 1_503_238_553, files: 1, sticks: [[4, true], [8, true], [16, true], [32, true], [64, true]], experts: 5, coded: 0, edition: 1 }),
    office_pack: () => packed(fingerprint),
    office_supersede: () => packed(fingerprint),
    office_sticks: ({ sticks }) => ({ rows: sticks.map((_, at) => ({ files: at === 1 ? 0 : 1, tickets: at === 1 ? 0 : 8, refused: at === 1 ? { code: 'R006', zh: '无法写入。', en: 'Cannot be written.', place: '' } : null })) }),
    office_issue: () => ({ tickets: [] }),
    office_board: () => officeBoard,
    office_hand_out: ({ ticket: id, step, by, way }) => ({ rows: officeBoard.rows.map((row) => (row.ticket === id ? { ...row, [step]: { at: '2026-05-20T01:00:00Z', by, way } } : row)) }),
    office_receive: ({ files }) => ({ receipts: files.map((_, at) => ({ ticket: 't1', number: at + 1, known: false, name: `t1-000${String(at + 1)}.receipt` })), refused: [] }),
    office_replace: () => ({ ticket: 't9', seq: 2, holder: '李志强', kind: 'expert', applications: 6, name: 't9-2.ort' }),
    office_look_at_card: () => ({ name: '王素芬', unit: '第 5 研究院', fingerprint, confirmed: false, ticket: 't5', applications: 6, handed_out: false }),
    office_check_in: () => ({ ticket: 't5', seq: 1, holder: '王素芬', kind: 'expert', applications: 6, name: 't5.ort' }),
    office_letters: () => ({
      rows: UNITS.map(([unit, name], at) => ({ unit, name, findings: findings.slice(1, 3 - (at % 2)), asked: at > 0 ? '2026-05-06T02:00:00Z' : null, answered: at > 1 ? '2026-05-08T02:00:00Z' : null })),
    }),
    office_letter: () => ({}),
    office_log: () => ({ head: fingerprint, rows: [{ number: 2, at: '2026-05-12T02:00:00Z', said: text('抽取专家', 'drawn'), subjects: ['5f0c2d9ab7'] }, { number: 1, at: '2026-05-01T02:00:00Z', said: text('建立轮次', 'round made'), subjects: ['selection-2026'] }] }),
  };
}

const packed = (digest: FingerprintView): Commands['office_pack']['response'] => ({
  package: 'p1', seq: 1, digest, files: [['package.orp', 1_503_238_553]], first: { id: 'f8', name: 'package.orp', bytes: 1_503_238_553 },
  tickets: NAMES.slice(0, 5).map((holder, at) => ({ ticket: `t${String(at + 1)}`, seq: 1, holder, kind: 'expert', applications: 6, name: `t${String(at + 1)}.ort` })),
  slips: 0, practice: true,
});
