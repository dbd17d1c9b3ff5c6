// Where the expert stands behind the lock: which screen is due, and the round. Owns the order of
// the first hour; screens tell it what happened and never choose their successor themselves.
import { call, CODES, toFault, type Fault, type OfferedFile, type RoundView, type StartState } from '$api';
import { locale, say } from '$i18n';
import type { Entry } from '../start/entry.svelte';
import { Reading } from './reading/reading.svelte';

/** Screens of the expert. */
export type Screen =
  | 'loading'
  | 'failed'
  | 'import'
  | 'pledge'
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
  import: 4,
  pledge: 5,
  list: 6,
  // 7 was the wait for the first reading of all evidence, which goes on beside the work now.
  desk: 10,
  check: 11,
  'hand-in': 12,
  search: 13,
  compare: 14,
};

/** The expert's work in one window, from unlocking to the lock. */
export class Session {
  screen = $state<Screen>('loading');
  round = $state.raw<RoundView | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** The application on the desk. */
  application = $state<string | null>(null);
  /** Where on the desk to go; the desk takes it. */
  goal = $state.raw<Goal | null>(null);
  /** The reading of evidence for search, which goes on beside the work. */
  readonly reading = new Reading();
  /** The leaf that is compared. */
  compared = $state<string | null>(null);

  readonly #entry: Entry;

  constructor(entry: Entry) {
    this.#entry = entry;
  }

  /** Has `flush` done before the program locks, until the result is called. */
  beforeLock(flush: () => Promise<void>): () => void {
    return this.#entry.beforeLock(flush);
  }

  /** What the program said last about itself. */
  get state(): StartState | null {
    return this.#entry.state;
  }

  /** Whether changes are refused. */
  get readOnly(): boolean {
    return this.#entry.readOnly;
  }

  /** Why nothing can be changed, in one short line. */
  get readOnlyLine(): string | null {
    if (!this.readOnly) return null;
    return say(this.#entry.isBehind ? 'behind-short' : 'read-only');
  }

  /** Files handed over by the system that wait for the import screen. */
  get waiting(): readonly OfferedFile[] {
    return this.#entry.waiting;
  }

  /** Shows the screen that is due, or why there is none. */
  async begin(): Promise<void> {
    try {
      await this.opened();
    } catch (said) {
      this.fault = toFault(said, 'round');
      this.screen = 'failed';
    }
  }

  /** Shows what is due behind the lock: import, pledge, or the place where one stopped. */
  async opened(): Promise<void> {
    const due = await this.#due();
    const last = this.round?.last ?? null;
    if (due === 'list' && last !== null) this.openDesk(last.application);
    else this.screen = due;
  }

  /** Shows what is due in the round: import, pledge or the list. */
  async toRound(): Promise<void> {
    this.screen = await this.#due();
  }

  async #due(): Promise<'import' | 'pledge' | 'list'> {
    try {
      this.round = await call('round');
    } catch (said) {
      const fault = toFault(said, 'round');
      if (fault.code !== CODES.noPackage) throw fault;
      return 'import';
    }
    locale.zone = this.round.time_zone;
    if (this.waiting.length > 0) return 'import';
    if (this.round.pledged_at === null) return 'pledge';
    this.reading.watch();
    return 'list';
  }

  /** Whoever shows the waiting files takes them. */
  takeWaiting(): void {
    this.#entry.takeWaiting();
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
}
