// Where the window stands before and behind the lock: which identity, and whether it is open. Owns
// the way from the first start over unlocking to the workspace; what happens inside a workspace is
// its own. Trap: a workspace goes with the lock and is made anew behind it, so nothing decrypted
// stays in the window.
import { call, toFault, type Fault, type IdentityView, type OfferedFile, type RecoveredView, type StartState, type Workspace } from '$api';
import { say } from '$i18n';
import { notices } from '$shared/state/notices.svelte';

/** What the window shows. */
export type EntryScreen = 'loading' | 'failed' | 'start' | 'unlock' | 'open';

/** Numbers of these screens, for the telephone. They are for ever, like the codes of refusals. */
export const ENTRY_NUMBERS: Record<EntryScreen, number> = { loading: 1, failed: 1, start: 2, unlock: 3, open: 1 };

/** What an identity is called in a list: its label, or its kind and number. */
export function nameOf({ workspace, number, label }: IdentityView): string {
  const kind = say(`workspace-${workspace}`);
  if (label !== '') return say('identity-labelled', { kind, label });
  return number === 1 ? kind : say('identity-numbered', { kind, number });
}

/** The door of one window. */
export class Entry {
  screen = $state<EntryScreen>('loading');
  /** What the program said last about itself. */
  state = $state.raw<StartState | null>(null);
  fault = $state.raw<Fault | null>(null);
  /** Files handed over by the system that wait for the workspace. */
  waiting = $state.raw<readonly OfferedFile[]>([]);
  /** What an earlier run left and was made good, until the person has read it. */
  recovered = $state.raw<readonly RecoveredView[]>([]);
  /** The kind of work whose backup is to be restored, when somebody went there from within. */
  restoring = $state<Workspace | null>(null);
  /** Counts the unlockings: each makes its workspace anew. */
  opened = $state(0);

  #unsaved: readonly (() => Promise<void>)[] = [];

  /** Whether a store is open. */
  get isOpen(): boolean {
    return this.state?.stage === 'open' || this.readOnly;
  }

  /** Whether changes are refused: another window holds the store, an observer looks at it, it is behind its record. */
  get readOnly(): boolean {
    return this.state?.stage === 'read_only' || this.isBehind;
  }

  /** Whether the store is older than what the machine remembers of it. */
  get isBehind(): boolean {
    return this.state?.stage === 'behind';
  }

  /** Why changes are refused, for the head of a screen; a store that is behind has a line over all of them. */
  get readOnlyLines(): string[] {
    return this.readOnly && !this.isBehind ? [say('read-only')] : [];
  }

  /** The kind of work that is open. */
  get workspace(): Workspace | null {
    return this.state?.workspace ?? null;
  }

  /** Asks the program where it stands and shows the screen that is due. */
  async begin(): Promise<void> {
    try {
      this.arrived(await call('start_state'));
    } catch (said) {
      this.failed(toFault(said, 'start_state'));
    }
  }

  /** The program does not answer as it should. */
  failed(fault: Fault): void {
    this.fault = fault;
    this.screen = 'failed';
  }

  /** Takes over a state the program answered with. */
  arrived(state: StartState): void {
    const wasOpen = this.screen === 'open';
    this.state = state;
    this.restoring = null;
    this.waiting = [...this.waiting, ...state.handed_over];
    if (state.for_others.length > 0 && this.isOpen) {
      notices.show(say('files-for-others', { names: state.for_others.join(say('list-separator')) }));
    }
    if (state.stage === 'fresh') this.screen = 'start';
    else if (state.stage === 'closed' || state.stage === 'locked') this.screen = 'unlock';
    else this.screen = 'open';
    if (this.screen !== 'open') this.recovered = [];
    if (this.screen !== 'open' || wasOpen) return;
    this.recovered = state.recovered;
    this.opened += 1;
  }

  /** Reads again who is unlocked; the screen stays. */
  async refresh(): Promise<void> {
    const state = await call('start_state').catch(() => null);
    if (state && this.isOpen) this.arrived(state);
  }

  /** Chooses which identity is to be unlocked. */
  async choose(identity: string, observing = false): Promise<void> {
    try {
      this.arrived(await call('choose_identity', { identity, observing }));
    } catch (said) {
      notices.refuse(said);
    }
  }

  /** Leaves for the restoring of a backup beside the store that is open. */
  restore(): void {
    this.restoring = this.workspace;
    this.screen = 'start';
  }

  /** Goes on with a store that is behind its record. */
  async goOn(): Promise<void> {
    const state = await call('go_on_behind');
    // The workspace is made anew: what it holds was read as something that cannot be changed.
    this.screen = 'loading';
    this.arrived(state);
  }

  /** Begins to make a further identity. */
  add(): void {
    this.screen = 'start';
  }

  /** Whoever shows the waiting files takes them. */
  takeWaiting(): OfferedFile[] {
    const files = [...this.waiting];
    this.waiting = [];
    return files;
  }

  /** Has `flush` done before the door closes, until the result is called. */
  beforeLock(flush: () => Promise<void>): () => void {
    this.#unsaved = [...this.#unsaved, flush];
    return () => (this.#unsaved = this.#unsaved.filter((one) => one !== flush));
  }

  /** Locks the program, once what is on its way is saved or refused. */
  async lock(): Promise<void> {
    await Promise.allSettled(this.#unsaved.map((flush) => flush()));
    await call('lock');
    await this.begin();
  }
}

/** What every workspace is given by the window around it. */
export interface Shell {
  entry: Entry;
  settings: () => void;
  lock: () => void;
}
