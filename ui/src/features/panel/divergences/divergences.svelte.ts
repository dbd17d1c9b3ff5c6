// Marks that diverge, by their effect on the place, and the explanations on record.
import { call, type PanelDivergence, type PanelDivergences } from '$api';
import { say } from '$i18n';
import { notices } from '$shared/state/notices.svelte';
import { Grounds, Shown, type Panel } from '../panel.svelte';

/** What a divergence is known by. */
export const keyOf = (one: PanelDivergence): string => `${one.application}/${one.indicator ?? ''}/${one.who.ticket}`;

/** The queue of divergences. */
export class Divergences {
  readonly queue = new Shown<PanelDivergences>(() => call('panel_divergences'));
  openOnly = $state(false);
  /** The one that is being explained. */
  asked = $state.raw<PanelDivergence | null>(null);
  text = $state('');
  readonly grounds = new Grounds();
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Rows that are shown, the greatest effect first. */
  get rows(): PanelDivergence[] {
    const all = this.queue.data?.rows ?? [];
    return this.openOnly ? all.filter(({ explanation }) => explanation === null) : all;
  }

  /** How many have no explanation. */
  get open(): number {
    return (this.queue.data?.rows ?? []).filter(({ explanation }) => explanation === null).length;
  }

  /** Asks for an explanation. */
  ask(one: PanelDivergence): void {
    this.text = one.explanation ?? '';
    this.asked = one;
  }

  /** Records it. */
  async explain(): Promise<void> {
    const { asked } = this;
    if (!asked) return;
    const request = { application: asked.application, indicator: asked.indicator, ticket: asked.who.ticket, text: this.text, correction: this.grounds.given };
    const done = await this.queue.act(async () => {
      this.queue.data = await call('panel_explain', request);
    });
    if (!done) return;
    this.asked = null;
    notices.announce(say('panel-recorded'));
    await this.#panel.changed();
  }
}
