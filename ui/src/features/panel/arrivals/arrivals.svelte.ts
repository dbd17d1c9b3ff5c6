// Bundles that arrive, and what is decided about those that would not count. Owns what is asked of
// the chair; whether a bundle counts is the program's word.
import { call, type OfferedFile, type PanelArrival, type PanelArrived, type PanelConflict, type PanelStatusView } from '$api';
import { say } from '$i18n';
import { host, type Pickable } from '$platform';
import { notices } from '$shared/state/notices.svelte';
import { Progress } from '$shared/state/progress.svelte';
import { Grounds, namesIn, Shown, type Panel } from '../panel.svelte';

/** Which arrivals are shown. */
export const SHOWN = ['all', 'held', 'accepted'] as const;
/** A choice among them. */
export type ShownArrivals = (typeof SHOWN)[number];

/** The screen of arrivals. */
export class Arrivals {
  readonly status = new Shown<PanelStatusView>(() => call('panel_status'));
  readonly progress = new Progress();
  shown = $state<ShownArrivals>('all');
  /** What came of the last files. */
  arrived = $state.raw<PanelArrived | null>(null);
  /** The bundle a decision is asked for, and which. */
  ruled = $state.raw<{ arrival: PanelArrival; out: boolean } | null>(null);
  /** Seals of which one is to be named. */
  conflict = $state.raw<PanelConflict | null>(null);
  seal = $state('');
  reason = $state('');
  /** A card that is compared. */
  card = $state.raw<{ ticket: string; fingerprint: string } | null>(null);
  by = $state('');
  readonly grounds = new Grounds();
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Rows of the list. */
  get rows(): PanelArrival[] {
    const all = this.status.data?.arrivals ?? [];
    if (this.shown === 'held') return all.filter(({ state }) => state === 'held' || state === 'unreadable');
    return this.shown === 'accepted' ? all.filter(({ state }) => state === 'accepted') : all;
  }

  /** Lets the person pick files or a folder. */
  async pick(what: Pickable): Promise<void> {
    await this.add(await host().pick(what));
  }

  /** Registers files by their labels. */
  async add(files: readonly OfferedFile[]): Promise<void> {
    if (files.length === 0 || this.status.busy) return;
    const request = { files: files.map(({ id }) => id), correction: null };
    await this.status.act(async () => {
      this.arrived = await this.progress.during(() => call('panel_arrive', request));
    });
    await this.#after();
  }

  async #after(): Promise<void> {
    const { fault } = this.status;
    await this.status.load();
    this.status.fault ??= fault;
    await this.#panel.changed();
  }

  /** Asks for a decision about a bundle. */
  ask(arrival: PanelArrival, out: boolean): void {
    this.reason = '';
    this.ruled = { arrival, out };
  }

  /** Records the decision. */
  async rule(): Promise<void> {
    const { ruled } = this;
    if (!ruled) return;
    const request = { label: ruled.arrival.label, reason: this.reason, correction: this.grounds.given };
    const done = await this.status.act(async () => {
      this.status.data = await call(ruled.out ? 'panel_keep_out' : 'panel_admit', request);
    });
    if (!done) return;
    this.ruled = null;
    notices.announce(say('panel-recorded'));
    await this.#panel.changed();
  }

  /** Records which seal the expert has named. */
  async nameSeal(): Promise<void> {
    const { conflict, seal, reason } = this;
    if (!conflict || seal === '') return;
    const request = { ticket: conflict.who.ticket, application: conflict.application, seal, reason, correction: this.grounds.given };
    const done = await this.status.act(async () => {
      this.status.data = await call('panel_name_seal', request);
    });
    if (!done) return;
    this.conflict = null;
    await this.#panel.changed();
  }

  /** Records that a card was compared with its person. */
  async confirm(): Promise<void> {
    const { card } = this;
    if (!card) return;
    const request = { ...card, by: namesIn(this.by), correction: this.grounds.given };
    const done = await this.status.act(async () => {
      this.status.data = await call('panel_confirm_card', request);
    });
    if (!done) return;
    this.card = null;
    await this.#panel.changed();
  }
}
