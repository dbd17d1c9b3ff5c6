// Where the expert stands: which screen is due, the round, who is unlocked. Owns the order of the
// first hour; screens tell it what happened and never choose their successor themselves.
import { call, CODES, toFault, type Fault, type OfferedFile, type RoundView, type StartState } from '$api';
import { locale, say } from '$i18n';
import { notices } from '$shared/state/notices.svelte';

/** Screens of the expert. */
export type Screen =
  | 'loading'
  | 'failed'
  | 'start'
  | 'unlock'
  | 'import'
  | 'pledge'
  | 'prepare'
  | 'list'
  | 'desk'
  | 'check'
  | 'hand-in'
  | 'search'
  | 'compare';

/** A place on the desk that something leads to: a leaf, a view, a page with the words looked for. */
export interface Goal {
  indicator?: string;
  view?: 'card' | 'facts' | 'opinion' | 'citations';
  at?: { document: string; page: number; words?: string };
}

/** Numbers of screens, for the telephone. They are for ever, like the codes of refusals. */
export const SCREEN_NUMBERS: Record<Screen, number> = {
  loading: 1,
  failed: 1,
  start: 2,
  unlock: 3,
  import: 4,
  pledge: 5,
  list: 6,
  prepare: 7,
  desk: 10,
  check: 11,
  'hand-in': 12,
  search: 13,
  compare: 14,
};

/** The session of one window. */
export class Session {
  screen = $state<Screen>('loading');
  /** What the program said last about itself. */
  state = $state.raw<StartState | null>(null);
  round = $state.raw<RoundView | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** Files handed over by the system that wait for the import screen. */
  waiting = $state.raw<OfferedFile[]>([]);
  /** The application on the desk. */
  application = $state<string | null>(null);
  /** Where on the desk to go; the desk takes it. */
  goal = $state.raw<Goal | null>(null);
  /** The leaf that is compared. */
  compared = $state<string | null>(null);

  /** Whether changes are refused because another window holds the store. */
  get readOnly(): boolean {
    return this.state?.stage === 'read_only';
  }

  /** Asks the program where it stands and shows the screen that is due. */
  async begin(): Promise<void> {
    try {
      await this.arrived(await call('start_state'));
    } catch (said) {
      this.fault = toFault(said, 'start_state');
      this.screen = 'failed';
    }
  }

  /** Takes over a state the program answered with. */
  async arrived(state: StartState): Promise<void> {
    this.state = state;
    this.waiting = [...this.waiting, ...state.handed_over];
    if (state.recovered.length > 0) notices.show(say('recovered-title'), 'good');
    if (state.stage === 'fresh') this.screen = 'start';
    else if (state.stage === 'closed' || state.stage === 'locked') this.screen = 'unlock';
    else await this.opened();
  }

  /** Shows what is due behind the lock: import, pledge or the list. */
  async opened(): Promise<void> {
    try {
      this.round = await call('round');
    } catch (said) {
      const fault = toFault(said, 'round');
      if (fault.code !== CODES.noPackage) throw fault;
      this.screen = 'import';
      return;
    }
    locale.zone = this.round.time_zone;
    if (this.waiting.length > 0) this.screen = 'import';
    else this.screen = this.round.pledged_at === null ? 'pledge' : 'list';
  }

  /** Something was imported: on to the pledge, or straight to reading what is new. */
  async imported(): Promise<void> {
    await this.opened();
    if (this.screen === 'list') this.screen = 'prepare';
  }

  /** The pledge was signed: the evidence may be read. */
  async pledged(): Promise<void> {
    await this.opened();
    this.screen = 'prepare';
  }

  /** Whoever shows the waiting files takes them. */
  takeWaiting(): void {
    this.waiting = [];
  }

  /** Opens an application on the desk. */
  openDesk(application: string, goal: Goal | null = null): void {
    this.application = application;
    this.goal = goal;
    this.screen = 'desk';
  }

  /** The desk goes there; asked once. */
  takeGoal(): Goal | null {
    const { goal } = this;
    this.goal = null;
    return goal;
  }

  /** To what every application lacks, and to sealing. */
  toCheck(): void {
    this.screen = 'check';
  }

  /** To handing in. */
  toHandIn(): void {
    this.screen = 'hand-in';
  }

  /** To looking for words in all evidence. */
  toSearch(): void {
    this.screen = 'search';
  }

  /** To own marks of one leaf side by side. */
  toCompare(indicator: string): void {
    this.compared = indicator;
    this.screen = 'compare';
  }

  /** Back to the application on the desk, or to the list. */
  back(): void {
    this.screen = this.application === null ? 'list' : 'desk';
  }

  /** Back to the list of applications. */
  toList(): void {
    this.screen = 'list';
  }

  /** To the import of further files. */
  toImport(): void {
    this.screen = 'import';
  }

  /** Locks the program. */
  async lock(): Promise<void> {
    await call('lock');
    await this.begin();
  }
}
