// Where the panel stands: which screen is shown, the round and its counts. Owns the ways between
// screens; what each shows is its own. Trap: every act may move every number, so what is shown is
// asked anew after each (`changed`), never patched here.
import { call, CODES, toFault, type Fault, type PanelGround, type PanelRound } from '$api';
import { locale } from '$i18n';
import { notices } from '$shared/state/notices.svelte';
import type { Entry } from '../start/entry.svelte';

/** Screens of the panel. */
export type PanelScreen =
  | 'loading'
  | 'failed'
  | 'import'
  | 'arrivals'
  | 'opening'
  | 'grid'
  | 'results'
  | 'application'
  | 'facts'
  | 'divergences'
  | 'list'
  | 'log';

/** Numbers of screens, for the telephone. They are for ever, like the codes of refusals. */
export const PANEL_NUMBERS: Record<PanelScreen, number> = {
  loading: 40,
  failed: 40,
  import: 40,
  arrivals: 41,
  opening: 42,
  grid: 43,
  results: 44,
  application: 45,
  facts: 46,
  divergences: 47,
  list: 48,
  log: 49,
};

/** Ways that lead somewhere before the bundles are open, and all of them. */
const EARLY = ['arrivals', 'opening', 'grid', 'log'] as const;
const ALL = ['arrivals', 'opening', 'grid', 'results', 'facts', 'divergences', 'list', 'log'] as const;
/** A way through the workspace. */
export type PanelWay = (typeof ALL)[number];

/** The grounds on which a signed result may change, and nothing else. */
export const GROUNDS = ['arithmetic', 'out_of_range', 'members_differ', 'unreasonable'] as const;

/** The panel's work in one window, from unlocking to the lock. */
export class Panel {
  screen = $state<PanelScreen>('loading');
  round = $state.raw<PanelRound | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** The application that is open. */
  application = $state<string | null>(null);
  /** A leaf to go to in it. */
  indicator = $state<string | null>(null);
  /** The screen the open application was reached from. */
  #from: PanelScreen = 'results';
  readonly entry: Entry;

  constructor(entry: Entry) {
    this.entry = entry;
  }

  /** Whether nothing may be changed. */
  get readOnly(): boolean {
    return this.entry.readOnly;
  }

  /** The name on the card of whoever is unlocked. */
  get name(): string {
    return this.entry.state?.holder?.name ?? '';
  }

  /** Ways that lead somewhere now. */
  get ways(): readonly PanelWay[] {
    return this.round?.opened ? ALL : EARLY;
  }

  /** What waits behind a way. */
  waits(way: PanelWay): number {
    const { round } = this;
    if (!round) return 0;
    const counts: Partial<Record<PanelWay, number>> = {
      arrivals: round.held, facts: round.open_facts, divergences: round.unexplained, list: round.ties,
    };
    return counts[way] ?? 0;
  }

  /** Shows the screen that is due. */
  async begin(): Promise<void> {
    try {
      await this.#ask();
      const hasFiles = this.entry.waiting.length > 0;
      if (this.screen === 'loading') this.screen = this.round?.opened && !hasFiles ? 'results' : 'arrivals';
      else if (hasFiles && this.screen !== 'import') this.screen = 'arrivals';
    } catch (said) {
      const fault = toFault(said, 'panel_round');
      this.fault = fault;
      this.screen = fault.code === CODES.noPackage ? 'import' : 'failed';
    }
  }

  async #ask(): Promise<void> {
    this.round = await call('panel_round');
    locale.zone = this.round.time_zone;
  }

  /** Something was imported. */
  async imported(): Promise<void> {
    this.screen = 'loading';
    await this.begin();
  }

  /** Something was changed: the counts are asked anew. */
  async changed(): Promise<void> {
    await this.#ask().catch(notices.refuse);
  }

  /** Goes to a screen. */
  go(screen: PanelScreen): void {
    this.screen = screen;
  }

  /** Opens an application, at a leaf where one is named. */
  open(application: string, indicator: string | null = null): void {
    if (this.screen !== 'application') this.#from = this.screen;
    this.application = application;
    this.indicator = indicator;
    this.screen = 'application';
  }

  /** Back to where the application was opened. */
  back(): void {
    this.screen = this.#from;
  }
}

/** What a screen shows, asked anew when it is shown and after each act. */
export class Shown<T> {
  data = $state.raw<T | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** Something is being done; while it is only being read again, one may press. */
  busy = $state(false);
  readonly #ask: () => Promise<T>;
  /** What was begun last: answers are taken in the order of the questions. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  /** Asks for it. */
  async load(): Promise<void> {
    await this.#inTurn(async () => {
      this.data = await this.#ask();
    });
  }

  /** Does something; whether it was done. What it was refused for stands in `fault`. */
  async act(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    try {
      return await this.#inTurn(work);
    } finally {
      this.busy = false;
    }
  }

  #inTurn(work: () => Promise<unknown>): Promise<boolean> {
    const turn = this.#last.then(() => this.#try(work));
    this.#last = turn;
    return turn;
  }

  async #try(work: () => Promise<unknown>): Promise<boolean> {
    this.fault = null;
    try {
      await work();
      return true;
    } catch (said) {
      this.fault = toFault(said, 'panel');
      return false;
    }
  }
}

/** The ground on which a decided list changes, as it is being filled in. */
export class Grounds {
  ground = $state('');
  note = $state('');

  /** What goes along with an act; nothing while the list is not decided. */
  get given(): PanelGround | null {
    return this.ground === '' ? null : { ground: this.ground, note: this.note };
  }
}

/** Names in one field, apart by semicolons. */
export const namesIn = (text: string): string[] =>
  text
    .split(/[;；]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
