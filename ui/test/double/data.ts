// A small round for tests and pictures. Names are invented; one is forty characters long.
import type { ApplicationRow, ConflictRow, FingerprintView, NamedView, WorkState } from '$api';

const text = (zh: string, en = '') => ({ zh, en });

/** Twelve characters and a QR code that is none. */
export const fingerprint: FingerprintView = {
  words: [...'山川日月江河湖海春夏秋冬'],
  spoken: Array.from({ length: 12 }, (_, at) => String(10_000 + at * 7_411)),
  hex: '00'.repeat(32),
  qr: {
    side: 29,
    path: Array.from({ length: 25 }, (_, y) =>
      Array.from({ length: 25 }, (_, x) => ((x * 7 + y * 11 + ((x * y) % 5)) % 3 === 0 ? `M${x + 2} ${y + 2}h1v1h-1z` : '')).join(''),
    ).join(''),
  },
};

/** Grounds of recusal. */
export const grounds: NamedView[] = [
  { code: 'employment', name: text('任职关系', 'Employment') },
  { code: 'shareholding', name: text('持股关系', 'Shareholding') },
  { code: 'kinship', name: text('亲属关系', 'Kinship') },
  { code: 'same-unit', name: text('三年内同单位', 'Same unit within three years') },
];

const NAMES = [
  '浙江甲选网络科技有限公司',
  '杭州乙仓跨境电子商务有限公司',
  '丙公司',
  '宁波丁源供应链管理股份有限公司',
  '温州戊和数字贸易有限公司',
  '新疆维吾尔自治区己丰农牧产品电子商务综合服务平台运营管理（集团）股份有限责任公司',
  '江苏庚信生活服务有限公司',
  '南京辛城到家信息技术有限公司',
  '苏州壬泰网络批发市场有限公司',
  '无锡癸元软件有限公司',
  '上海子午电子商务服务有限公司',
  '安徽丑牛农产品有限公司',
  '合肥寅虎云仓有限公司',
];
const KINDS = [text('网络零售', 'Online retail'), text('跨境电商', 'Cross-border'), text('交易平台', 'Platform'), text('生活服务', 'Local services')];
const UNITS = ['浙江省商务厅', '江苏省商务厅', '上海市商务委员会', '安徽省商务厅', '新疆生产建设兵团商务局'];
const STATES: WorkState[] = ['sealed', 'sealed', 'complete', 'open', 'open', 'untouched', 'recused'];
const MARKED: Record<WorkState, number> = { untouched: 0, open: 7, complete: 13, sealed: 13, recused: 0, withdrawn: 0, practice: 4 };

const of = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** The conflict table. */
export const conflicts: ConflictRow[] = NAMES.map((enterprise, at) => ({
  application: `a${String(at + 1).padStart(2, '0')}`,
  enterprise,
  legal_representative: of(['王立新', '李秀兰', '欧阳振华', '陈𠀀平'], at),
  group: at % 3 === 0 ? '东方电子商务集团' : null,
  shareholders: at % 2 === 0 ? ['华东产业投资基金（有限合伙）', '张伟'] : ['赵敏'],
  unit: of(UNITS, Math.floor(at / 3)),
  assigned: at % 2 === 0,
  recused: null,
}));

function row(at: number): ApplicationRow {
  const state: WorkState = at === 0 ? 'practice' : (STATES[at - 1] ?? 'untouched');
  return {
    application: `a${String(at).padStart(2, '0')}`,
    number: at,
    enterprise: at === 0 ? '试评企业' : state === 'recused' ? '' : of(NAMES, at - 1),
    kind: of(KINDS, at),
    unit: at === 0 ? '' : of(UNITS, Math.floor((at - 1) / 3)),
    state,
    marked: MARKED[state],
    asked: 13,
    missing: state === 'open' ? 6 : state === 'untouched' ? 15 : 0,
    touched_at: MARKED[state] > 0 ? `2026-05-2${at % 10}T08:42:00Z` : null,
    today: at === 2 || at === 3,
  };
}

/** The list of applications. */
export const applications: ApplicationRow[] = Array.from({ length: NAMES.length + 1 }, (_, at) => row(at));
