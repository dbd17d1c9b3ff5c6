// A visit in memory, for tests and pictures: one enterprise with four claims. Owns just enough of
// the commands; it computes no mark and checks nothing. Trap: the real host does both.
import type { CommandName, Commands, VisitLineView, VisitView } from '$api';
import { fingerprint } from './data';

type Answers = { [C in CommandName]?: (request: Commands[C]['request']) => Commands[C]['response'] | Promise<Commands[C]['response']> };

const text = (zh: string, en = '') => ({ zh, en });
const evidence = (code: string, name: string, page: number) => ({
  code,
  name: text(name),
  items: [{ title: name, document: code.padEnd(64, '0').toLowerCase(), page, seen: false }],
});

function line(subject: string, name: VisitLineView['name'], over: Partial<VisitLineView>): VisitLineView {
  return {
    subject, indicator: 'A2.1', indicator_name: text('跨境规模', 'Cross-border volume'), name, year: 2025, unit: '万元', declared: null, reasons: [],
    way: { kind: 'number' }, evidence: [], seen: [], photos: [], finding: null, ...over,
  };
}

/** The sheet to begin with. */
export const sheet = (): VisitView => ({
  application: 'a07',
  round: text('2026 年电子商务示范企业遴选', 'Selection of e-commerce demonstration enterprises 2026'),
  enterprise: '东屿扬帆跨境贸易有限公司',
  credit_code: '91330000MA2XXXXX0R',
  kind: text('跨境电商', 'Cross-border'),
  unit: '浙江省商务厅',
  lines: [
    line('F20', text('跨境电商进出口额', 'Cross-border imports and exports'), { declared: '126700.5', evidence: [evidence('E05', '海关申报数据', 3)] }),
    line('F27', text('缴纳社会保险人数', 'Employees with social insurance'), { declared: '412', unit: '人', indicator: 'D1.2', indicator_name: text('吸纳就业', 'Employment'), evidence: [evidence('E08', '社会保险参保证明', 1)] }),
    line('F24', text('年活跃用户数', 'Active users'), { declared: '214.6', unit: '万人', indicator: 'B1.1', indicator_name: text('用户规模', 'Users'), evidence: [{ code: 'E12', name: text('用户与商户数据'), items: [] }] }),
    line('indicator:D2.2', text('物流配送能力', 'Logistics'), { way: { kind: 'nothing' }, unit: '', year: null, indicator: 'D2.2', indicator_name: text('物流配送能力', 'Logistics'), evidence: [evidence('E02', '申报书', 13)] }),
  ],
  statement: { members: [], conclusion: '', enterprise: { kind: 'agrees', signatory: '' }, interviews: [], documents: [] },
  signatures: [],
  fallen: 0,
  faults: [],
  changed: [],
  sealed: null,
  seal: 0,
});

const change = (declared: string | null, verified: string | null): string | null =>
  declared === null || verified === null ? null : String(Math.round((10_000 * (Number(verified) - Number(declared))) / Number(declared)) / 100);

/** Answers about `view`, which they change. */
export function visitAnswers(view: VisitView = sheet()): Answers {
  let shown = false;
  let keeps = false;
  const copy = (): VisitView => structuredClone(view);
  const lineOf = (subject: string) => view.lines.find((one) => one.subject === subject);
  const list = (): Commands['visits']['response'] => ({
    keeps_place: keeps,
    rows: [
      {
        application: view.application, number: 1, enterprise: view.enterprise, unit: view.unit, lines: view.lines.length,
        found: view.lines.filter(({ finding }) => finding).length, photos: view.lines.reduce((sum, { photos }) => sum + photos.length, 0), sealed: view.sealed !== null,
      },
      { application: 'a11', number: 2, enterprise: '新疆维吾尔自治区己丰农牧产品电子商务综合服务平台运营管理（集团）股份有限责任公司', unit: '新疆生产建设兵团商务局', lines: 9, found: 0, photos: 0, sealed: false },
    ],
  });
  return {
    visits: list,
    keep_place: ({ keep }) => {
      keeps = keep;
      return list();
    },
    visit: copy,
    lines_to_add: () => ({ lines: [line('F16', text('营业收入', 'Revenue'), { declared: '88210', indicator: null })] }),
    visit_consider: ({ subject, verified, treatment }) => ({
      difference_percent: change(lineOf(subject)?.declared ?? null, verified),
      leaves: lineOf(subject)?.way.kind === 'number'
        ? [{ indicator: 'A2.1', name: text('跨境规模', 'Cross-border volume'), most: '8', before: '8', after: treatment === 'keep' ? '8' : treatment === 'count_zero' ? '0' : '6' }]
        : [],
    }),
    save_finding: ({ subject, finding, seen }) => {
      const known = lineOf(subject);
      if (known) Object.assign(known, { seen, finding: { ...finding, difference_percent: change(known.declared, finding.verified) } });
      view.fallen += view.signatures.length;
      view.signatures = [];
      return copy();
    },
    save_statement: ({ statement }) => {
      view.statement = statement;
      view.faults = statement.conclusion === '' ? [{ kind: 'visit-fault-conclusion', subject: null }] : [];
      return copy();
    },
    sign_visit: ({ side, name, strokes }) => {
      view.signatures = [...view.signatures.filter((one) => one.name !== name), { side, name, strokes, at: '2026-11-22T02:00:00Z' }];
      view.fallen = 0;
      return copy();
    },
    unsign_visit: ({ name }) => {
      view.signatures = view.signatures.filter((one) => one.name !== name);
      return copy();
    },
    look_at_photos: ({ files }) => ({
      others: 2,
      photos: files.map((file, at) => ({ file, name: `IMG_${String(2041 + at)}.JPG`, bytes: 4_812_330, taken_at: at === 0 ? '2026-11-22T01:30:00Z' : null, known: false })),
    }),
    add_photos: ({ subject, files }) => {
      lineOf(subject)?.photos.push(...files.map((file, at) => ({ photo: `${file}${String(at)}`.padEnd(64, '0'), original: 'c'.repeat(64), taken_at: '2026-11-22T01:30:00Z' })));
      return { visit: copy(), done: files, refused: [] };
    },
    remove_photo: ({ subject, photo }) => {
      const known = lineOf(subject);
      if (known) known.photos = known.photos.filter((one) => one.photo !== photo);
      return copy();
    },
    delete_origins: ({ files }) => ({ visit: copy(), done: files, refused: [] }),
    seal_visit: () => {
      view.sealed = fingerprint;
      view.seal += 1;
      return copy();
    },
    unseal: () => {
      view.sealed = null;
      return {};
    },
    show_counterpart: () => {
      shown = true;
      return copy();
    },
    counterpart: () => ({ visit: shown ? copy() : null }),
    leave_counterpart: ({ pin }) => {
      if (pin !== '2468') throw { code: 'D003', zh: 'PIN 不正确。', en: 'The PIN is wrong.', place: '' };
      shown = false;
      return {};
    },
    hand_ins: () => ({ bundles: [], waiting: 0 }),
  };
}
