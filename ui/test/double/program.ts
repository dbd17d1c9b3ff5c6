// A program behind the window that keeps its state in memory. Owns just enough of each command
// for unit tests and pictures of the first hour. Trap: it checks nothing; the real host does.
import type { CommandName, Commands, Holder, IdentityView, LastPlace, NoticeView, Preferences, ReadingView, RecoveredView, Stage, TicketOffer, Workspace } from '$api';
import type { Host, Offered } from '$platform';
import { applications, conflicts, fingerprint, grounds } from './data';
import { visitAnswers } from './visit';
import { officeAnswers } from './office';
import { panelAnswers } from './panel';

type Answers = { [C in CommandName]?: (request: Commands[C]['request']) => Commands[C]['response'] | Promise<Commands[C]['response']> };

/** A refusal of the program. */
export const notice = (code: string, zh = '', en = ''): NoticeView => ({ code, zh, en, place: '' });

/** What the program behind the window is like. */
export interface Situation {
  stage: Stage;
  /** What the open identity is for. */
  workspace: Workspace;
  identities: IdentityView[];
  /** Whether a panel's bundles are open. */
  opened: boolean;
  imported: boolean;
  pledged: boolean;
  preferences: Partial<Preferences>;
  hasPin: boolean;
}

const CODE = ['K7QX', 'M2RD', '9WFT', 'HB4N', 'P3VC', 'Y8LJ'];

/** The program as a table of answers; `calls` tells what was asked. */
export class Program implements Host {
  readonly calls: [string, unknown][] = [];
  situation: Situation;
  answers: Answers;
  picks: Offered[] = [];
  /** Tickets that are found among dropped files. */
  tickets: TicketOffer[] = [{ file: { id: 't', name: '2026遴选-陈秀英.ticket', bytes: 3_217 }, fit: { kind: 'fits', ticket: 't07', seq: 1 } }];
  reading: ReadingView = { running: false, done: 171, documents: 171, pages: 4_812, pages_without_text: 1_377, unreadable: [], fault: null };
  /** Where the expert stopped last. */
  last: LastPlace | null = null;
  recovered: RecoveredView[] = [];

  constructor(situation: Partial<Situation> = {}) {
    this.situation = { stage: 'fresh', workspace: 'expert', identities: [], opened: true, imported: false, pledged: false, preferences: {}, hasPin: false, ...situation };
    this.answers = { ...this.#answers(), ...(officeAnswers(fingerprint) as Answers), ...(this.situation.workspace === 'panel' ? panelAnswers(this.situation.opened) : {}) };
  }

  send = async (command: string, request: unknown): Promise<unknown> => {
    this.calls.push([command, request]);
    const answer = this.answers[command as CommandName] as ((request: unknown) => unknown) | undefined;
    if (!answer) throw notice('R099', `没有命令 ${command}`, `No command ${command}`);
    return answer(request);
  };
  pick = async (): Promise<Offered[]> => this.picks;
  onDrop = (): (() => void) => () => undefined;
  onHandedOver = (): (() => void) => () => undefined;
  pageUrl = (path: string): string => `/page/${path}`;

  get #holder(): Holder {
    return { name: '陈秀英', fingerprint, recovery_confirmed: true };
  }

  #state = (): Commands['start_state']['response'] => ({
    stage: this.situation.stage,
    identities: this.situation.identities,
    chosen: this.situation.identities[0]?.identity ?? null,
    observing: false,
    workspace: ['open', 'read_only'].includes(this.situation.stage) ? this.situation.workspace : null,
    has_pin: this.situation.hasPin,
    pin_tries_left: this.situation.hasPin ? 5 : 0,
    recovered: this.recovered,
    holder: ['open', 'read_only'].includes(this.situation.stage) ? this.#holder : null,
    handed_over: [],
    behind_since: null,
    for_others: [],
  });

  #open = (): Commands['start_state']['response'] => {
    this.situation.stage = 'open';
    return this.#state();
  };

  #table = (): Commands['conflicts']['response'] => ({
    pledged_at: this.situation.pledged ? '2026-05-20T01:00:00Z' : null,
    grounds,
    rows: conflicts,
  });

  #answers(): Answers {
    return {
      ...visitAnswers(),
      start_state: this.#state,
      preferences: () => ({
        language: 'zh-CN', theme: 'light', text_size: 100, tint: 'white', idle_minutes: 10,
        show_passphrases: true, layout: '{}', ...this.situation.preferences,
      }),
      save_preferences: () => ({}),
      passphrase_strength: ({ passphrase }) => {
        const score = Math.min(4, Math.floor([...passphrase].length / 3));
        return { score, accepted: score >= 3 };
      },
      choose_identity: this.#state,
      create_identity: () => ({ holder: this.#holder, recovery_code: CODE }),
      confirm_recovery: ({ groups }) => {
        const wrong = groups.some(([number, typed]) => CODE[number - 1] !== typed);
        if (wrong) throw notice('S012', '恢复码不正确。请逐字核对。', 'The recovery code is not correct. Compare it letter by letter.');
        this.#open();
        return {};
      },
      save_card: () => ({ name: 'card-陈秀英.json', bytes: 1432 }),
      unlock: ({ secret }) => {
        if (secret === 'wrong') throw notice('S011', '口令不正确。', 'The passphrase is not correct.');
        return this.#open();
      },
      unlock_with_pin: this.#open,
      restore: this.#open,
      lock: () => {
        this.situation.stage = 'locked';
        return {};
      },
      set_pin: () => {
        this.situation.hasPin = true;
        return {};
      },
      about: () => ({
        version: '0.1.0', sqlcipher: '4.10.0 community', pdfium: '8149', font: 'NotoSansCJK-Regular.ttc',
        sandbox: ['landlock', 'seccomp'], system: 'linux x86_64',
      }),
      progress: () => ({ task: 'task-import', done: 734_003_200, total: 1_503_238_553, unit: 'bytes' }),
      inspect_import: ({ files }) => ({
        package: { id: files[0] ?? '', name: '2026遴选-评审包.orp', bytes: 1_503_238_553 },
        tickets: this.tickets,
        inside: null,
        root: { id: 'r', name: 'root.json', bytes: 1_204 },
        fingerprint,
        authority_known: false,
        others: ['说明.docx'],
      }),
      import: () => {
        this.situation.imported = true;
        return {
          round: { zh: '2026 年电子商务示范企业遴选', en: '' }, signed_by: '商务部电子商务和信息化司评审办公室', digest: fingerprint,
          applications: 13, bytes: 1_503_238_553, due: '2026-05-28T10:00:00Z', not_carried: [],
        };
      },
      reading: () => this.reading,
      renew_recovery: () => ({ recovery_code: CODE }),
      round: () => {
        if (!this.situation.imported) throw notice('R055', '还没有导入评审包。', 'No package was imported.');
        return {
          title: { zh: '2026 年电子商务示范企业遴选', en: 'Selection of e-commerce demonstration enterprises 2026' },
          time_zone: 'Asia/Shanghai', due: '2026-05-28T10:00:00Z', days_left: 6, clock_doubtful: false,
          pledged_at: this.situation.pledged ? '2026-05-20T01:00:00Z' : null, shows_totals: false,
          last: this.last,
        };
      },
      conflicts: this.#table,
      recuse: this.#table,
      pledge: () => {
        this.situation.pledged = true;
        return this.#table();
      },
      applications: () => ({
        rows: applications,
        last: { application: 'a04', indicator: 'C3.1', at: '2026-05-21T08:42:00Z' },
        needed_today: 6,
      }),
    };
  }
}
