// Where the office stands behind the lock: which screen, the round at a glance, what comes next.
// Owns the ways between the screens; what a screen does is its own. Trap: after every act the
// glance is read again, or the next step named would be the last one done.
import { call, CODES, toFault, type Fault, type OfficeHome, type OfficeRound } from '$api';
import { locale } from '$i18n';
import type { Entry } from '../start/entry.svelte';

/** Screens of the office. */
export type Screen = 'home' | 'new-round' | 'materials' | 'findings' | 'roster' | 'draw' | 'packing' | 'board' | 'desk' | 'letters' | 'log';

/** Numbers of screens, for the telephone. They are for ever, like the codes of refusals. */
export const SCREEN_NUMBERS: Record<Screen, number> = {
  home: 20,
  'new-round': 21,
  materials: 22,
  findings: 23,
  roster: 24,
  draw: 25,
  packing: 26,
  board: 27,
  desk: 28,
  letters: 29,
  log: 30,
};

/** The screens one can always go to, in the order of the work. */
export const WAYS = ['home', 'materials', 'findings', 'letters', 'roster', 'draw', 'packing', 'board', 'desk', 'log'] as const;

/** Where each step of a round is done. */
export const STEP_SCREENS: Record<string, Screen> = {
  round: 'new-round',
  enrol: 'roster',
  confirm: 'roster',
  committee: 'roster',
  draw: 'draw',
  assign: 'draw',
  pack: 'packing',
  hand_out: 'board',
  collect: 'board',
  done: 'board',
};

/** What a finding leads to: an application, and the field or evidence in it. */
export interface Mending {
  application: string;
  codes: readonly string[];
}

/** The office's work in one window, from unlocking to the lock. */
export class OfficeSession {
  screen = $state<Screen>('home');
  home = $state.raw<OfficeHome | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** What is to be mended; the materials take it. */
  mending = $state.raw<Mending | null>(null);
  readonly entry: Entry;

  constructor(entry: Entry) {
    this.entry = entry;
  }

  /** The round, or nothing before there is one. */
  get round(): OfficeRound | null {
    return this.home?.round ?? null;
  }

  /** Whether changes are refused because another window holds the store. */
  get readOnly(): boolean {
    return this.entry.readOnly;
  }

  /** Reads where the round stands. */
  async refresh(): Promise<void> {
    try {
      this.home = await call('office_home');
      this.fault = null;
      if (this.round) locale.zone = this.round.time_zone;
    } catch (said) {
      this.fault = toFault(said, 'office_home');
      if (this.fault.code === CODES.locked) await this.entry.begin();
    }
  }

  /** Shows a screen; without a round only the one that makes it is there. */
  go(screen: Screen): void {
    this.screen = this.round === null && screen !== 'home' && screen !== 'log' ? 'new-round' : screen;
    void this.refresh();
  }

  /** Shows where the next step is done. */
  goOn(): void {
    this.go(STEP_SCREENS[this.home?.next ?? 'round'] ?? 'home');
  }

  /** Shows where a finding is mended. */
  mend(mending: Mending): void {
    this.mending = mending;
    this.go('materials');
  }

  /** The materials show it; asked once. */
  takeMending(): Mending | null {
    const { mending } = this;
    this.mending = null;
    return mending;
  }
}
