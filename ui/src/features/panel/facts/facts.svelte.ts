// The fact queue: proposals gathered per fact, decided once. Owns the fact that is being decided and
// the effect that was tried; a try records nothing.
import { call, type PanelDecideFact, type PanelEffect, type PanelFact, type PanelFacts } from '$api';
import { say } from '$i18n';
import { notices } from '$shared/state/notices.svelte';
import { Grounds, namesIn, Shown, type Panel } from '../panel.svelte';

/** Name of a fact in the queue. */
export const keyOf = (fact: PanelFact): string => `${fact.application}/${fact.fact}`;

/** The fact queue. */
export class Facts {
  readonly queue = new Shown<PanelFacts>(() => call('panel_facts'));
  openOnly = $state(true);
  chosen = $state<string | null>(null);
  /** Value to be decided; `null` stands for *as declared*. */
  value = $state<string | null>(null);
  reason = $state('');
  by = $state('');
  effect = $state.raw<PanelEffect | null>(null);
  /** Whether the effect is of a decision that was recorded. */
  recorded = $state(false);
  readonly grounds = new Grounds();
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
    this.by = panel.name;
  }

  /** Rows of the queue. */
  get rows(): PanelFact[] {
    const all = this.queue.data?.facts ?? [];
    return this.openOnly ? all.filter(({ decided }) => !decided) : all;
  }

  /** The fact that is looked at. */
  get fact(): PanelFact | null {
    return this.queue.data?.facts.find((fact) => keyOf(fact) === this.chosen) ?? null;
  }

  /** Looks at a fact. */
  look(fact: PanelFact): void {
    this.chosen = keyOf(fact);
    this.value = fact.proposals[0]?.value ?? fact.now;
    this.reason = fact.proposals[0]?.by[0]?.reason ?? '';
    this.effect = null;
    this.recorded = false;
  }

  #request(fact: PanelFact): PanelDecideFact {
    return { application: fact.application, fact: fact.fact, value: this.value, reason: this.reason, by: namesIn(this.by), correction: this.grounds.given };
  }

  /** Shows what the decision would do. */
  async try(): Promise<void> {
    const { fact } = this;
    if (!fact) return;
    this.recorded = false;
    await this.queue.act(async () => {
      this.effect = await call('panel_try_fact', this.#request(fact));
    });
  }

  /** Records the decision. */
  async decide(): Promise<void> {
    const { fact } = this;
    if (!fact) return;
    const done = await this.queue.act(async () => {
      this.effect = await call('panel_decide_fact', this.#request(fact));
    });
    if (!done) return;
    this.recorded = true;
    notices.announce(say('panel-recorded'));
    await this.queue.load();
    await this.#panel.changed();
  }
}
