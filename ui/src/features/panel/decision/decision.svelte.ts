// Ties, the vote, the opinion with minority opinions, the decided list, what is written out.
// Trap: deciding asks for the passphrase once more, and it is wiped after each try.
import { call, type PanelFedBack, type PanelList, type PanelResults, type PanelWritten } from '$api';
import { say } from '$i18n';
import { host } from '$platform';
import { notices } from '$shared/state/notices.svelte';
import { Grounds, namesIn, Shown, type Panel } from '../panel.svelte';

/** The screen of the proposed list. */
export class Decision {
  readonly list = new Shown<PanelList>(() => call('panel_list'));
  readonly results = new Shown<PanelResults>(() => call('panel_results'));
  /** The tie that is voted on, in the order that was voted. */
  voting = $state.raw<readonly string[] | null>(null);
  reason = $state('');
  by = $state('');
  opinion = $state('');
  minority = $state<{ text: string; by: string }[]>([]);
  passphrase = $state('');
  written = $state.raw<PanelWritten | null>(null);
  /** What was written for the units. */
  fedBack = $state.raw<PanelFedBack | null>(null);
  readonly grounds = new Grounds();
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Reads list and results. */
  async load(): Promise<void> {
    await Promise.all([this.list.load(), this.results.load()]);
  }

  /** Name of an application. */
  nameOf(application: string): string {
    return this.results.data?.rows.find((row) => row.application === application)?.enterprise ?? application;
  }

  /** Begins a vote on a tie. */
  ask(tie: readonly string[]): void {
    this.voting = tie;
    this.reason = '';
    this.by = this.#panel.name;
  }

  /** Puts one before the one above it. */
  raise(at: number): void {
    const order = [...(this.voting ?? [])];
    const [one, above] = [order[at], order[at - 1]];
    if (one === undefined || above === undefined) return;
    order[at - 1] = one;
    order[at] = above;
    this.voting = order;
  }

  /** Records the vote. */
  async vote(): Promise<void> {
    const { voting } = this;
    if (!voting) return;
    const request = { order: [...voting], reason: this.reason, by: namesIn(this.by), correction: this.grounds.given };
    const done = await this.list.act(async () => {
      this.results.data = await call('panel_vote', request);
    });
    if (!done) return;
    this.voting = null;
    notices.announce(say('panel-recorded'));
    await this.load();
    await this.#panel.changed();
  }

  /** Records the opinion and freezes the list. */
  async decide(): Promise<void> {
    const { opinion, passphrase } = this;
    this.passphrase = '';
    const minority = this.minority.filter(({ text }) => text.trim() !== '');
    const done = await this.list.act(async () => {
      this.list.data = await call('panel_decide', { opinion, minority, passphrase });
    });
    if (done) await this.#panel.changed();
  }

  /** Writes the archive, the papers or the list of counted bundles into a folder. */
  async write(what: 'panel_archive' | 'panel_transcript' | 'panel_report'): Promise<void> {
    const [folder] = await host().pick('folder');
    if (!folder) return;
    await this.list.act(async () => {
      this.written = await call(what, { folder: folder.id });
    });
  }

  /** Writes the feedback of every unit into a folder. */
  async feedBack(): Promise<void> {
    const [folder] = await host().pick('folder');
    if (!folder) return;
    await this.list.act(async () => {
      this.fedBack = await call('panel_feedback', { folder: folder.id });
    });
  }
}
