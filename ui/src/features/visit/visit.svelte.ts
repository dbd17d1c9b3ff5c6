// Where a visit team stands behind the lock: which screen is due, the applications, the one that is
// open. Owns the way through the screens and the sheet as the program said it last. Trap: the
// enterprise's page is the program's to leave; a window that is loaded anew comes back to it.
import { call, CODES, toFault, type Fault, type OfferedFile, type RoundView, type VisitLineView, type VisitList, type VisitView } from '$api';
import { locale } from '$i18n';
import type { Entry } from '../start/entry.svelte';

/** Screens of the visit. */
export type Screen = 'loading' | 'failed' | 'import' | 'list' | 'lines' | 'line' | 'talks' | 'sign' | 'seal' | 'paper' | 'counterpart' | 'hand-in';

/** Numbers of screens, for the telephone. They are for ever, like the codes of refusals. */
export const SCREEN_NUMBERS: Record<Screen, number> = {
  loading: 70,
  failed: 70,
  import: 71,
  list: 72,
  lines: 73,
  line: 74,
  talks: 75,
  sign: 76,
  seal: 77,
  paper: 78,
  counterpart: 79,
  'hand-in': 80,
};

/** The team's work in one window, from unlocking to the lock. */
export class Visiting {
  screen = $state<Screen>('loading');
  round = $state.raw<RoundView | null>(null);
  list = $state.raw<VisitList | null>(null);
  /** The application that is open. */
  open = $state.raw<VisitView | null>(null);
  /** The line that is open. */
  subject = $state<string | null>(null);
  /** A line that was added and of which nothing was found yet. */
  added = $state.raw<VisitLineView | null>(null);
  fault = $state.raw<Fault | null>(null);
  readonly #entry: Entry;

  constructor(entry: Entry) {
    this.#entry = entry;
  }

  /** Has `flush` done before the program locks, until the result is called. */
  beforeLock(flush: () => Promise<void>): () => void {
    return this.#entry.beforeLock(flush);
  }

  /** Whether changes are refused because another window holds the store. */
  get readOnly(): boolean {
    return this.#entry.readOnly;
  }
  /** Whether the record may be changed. */
  get canChange(): boolean {
    return !this.readOnly && this.open !== null && this.open.sealed === null;
  }
  /** Whether a PIN re-opens within this run. */
  get hasPin(): boolean {
    return this.#entry.state?.has_pin ?? false;
  }
  /** Files handed over by the system that wait for the import screen. */
  get waiting(): readonly OfferedFile[] {
    return this.#entry.waiting;
  }
  /** The line that is open, as the program said it last. */
  get line(): VisitLineView | null {
    const known = this.open?.lines.find((line) => line.subject === this.subject);
    return known ?? (this.added?.subject === this.subject ? this.added : null);
  }

  /** Shows the screen that is due, or why there is none. */
  async begin(): Promise<void> {
    try {
      const { visit } = await call('counterpart');
      if (visit !== null) {
        this.open = visit;
        this.screen = 'counterpart';
        return;
      }
      await this.opened();
    } catch (said) {
      this.fault = toFault(said, 'counterpart');
      this.screen = 'failed';
    }
  }

  /** Shows what is due behind the lock: import or the list. */
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
    else await this.toList();
  }

  /** Shows what is due once something was imported, or was not. */
  async toRound(): Promise<void> {
    await this.opened();
  }

  /** Whoever shows the waiting files takes them. */
  takeWaiting(): void {
    this.#entry.takeWaiting();
  }

  /** To the applications. */
  async toList(): Promise<void> {
    try {
      this.list = await call('visits');
      this.fault = null;
      this.screen = 'list';
    } catch (said) {
      this.fault = toFault(said, 'visits');
      this.screen = 'failed';
    }
  }

  /** Opens the sheet of an application. */
  async openVisit(application: string): Promise<void> {
    try {
      this.take(await call('visit', { application }));
      this.screen = 'lines';
    } catch (said) {
      this.fault = toFault(said, 'visit');
      this.screen = 'failed';
    }
  }

  /** Takes a sheet that the program said. */
  take(view: VisitView): void {
    this.open = view;
    this.fault = null;
  }

  /** To a screen of the application that is open. */
  go(screen: 'lines' | 'talks' | 'sign' | 'seal' | 'paper' | 'import' | 'hand-in' | 'counterpart'): void {
    this.screen = screen;
  }

  /** Opens a line of the sheet. */
  openLine(subject: string): void {
    this.subject = subject;
    this.screen = 'line';
  }

  /** Opens a line that is not on the sheet; it comes there with what is found. */
  addLine(line: VisitLineView): void {
    this.added = line;
    this.openLine(line.subject);
  }

  /** To the line before or after, or back to the sheet at its end. */
  turn(direction: 1 | -1): void {
    const lines = this.open?.lines ?? [];
    const at = lines.findIndex((line) => line.subject === this.subject);
    const next = lines[at + direction];
    if (next) this.subject = next.subject;
    else this.screen = 'lines';
  }

  /** Asked for anew, since the PIN is kept by the program. */
  async readState(): Promise<void> {
    await this.#entry.begin();
  }
}
