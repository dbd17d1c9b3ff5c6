// One application at the panel's table: the leaf that is looked at, the place in a document that is
// open beside it, an agreed mark that is being recorded. Owns no number: they come from the program.
import { call, type CitationView, type JudgementView, type PanelApplication, type PanelCitation, type PanelEffect, type PanelMark, type PanelNode, type PanelStep } from '$api';
import { ViewerController } from '$viewer';
import { Grounds, namesIn, Shown, type Panel } from '../panel.svelte';

/** What stands beside the leaves. */
export const VIEWS = ['leaf', 'values', 'opinions', 'derivation'] as const;
/** One of them. */
export type PanelView = (typeof VIEWS)[number];

/** An application with what is open in it. */
export class Application {
  readonly shown: Shown<PanelApplication>;
  readonly viewer = new ViewerController();
  view = $state<PanelView>('leaf');
  indicator = $state<string | null>(null);
  /** The document that is open beside. */
  document = $state<{ document: string; title: string } | null>(null);
  derivation = $state.raw<PanelStep | null>(null);
  /** Whose mark is being agreed on: `null` for nobody's, a mark for one expert's, `panel` for all. */
  agreeing = $state.raw<PanelMark | 'panel' | null>(null);
  value = $state('');
  ground = $state('');
  reason = $state('');
  by = $state('');
  effect = $state.raw<PanelEffect | null>(null);
  readonly grounds = new Grounds();
  readonly id: string;
  readonly #panel: Panel;

  constructor(panel: Panel, id: string) {
    this.id = id;
    this.#panel = panel;
    this.shown = new Shown(() => call('panel_application', { application: id }));
    this.indicator = panel.indicator;
  }

  /** Reads it; the first leaf with marks is looked at unless one was asked for. */
  async load(): Promise<void> {
    await this.shown.load();
    this.indicator ??= this.leaves.find(({ leaf }) => leaf?.marked)?.indicator ?? null;
  }

  /** Nodes that have a leaf. */
  get leaves(): PanelNode[] {
    return (this.shown.data?.nodes ?? []).filter(({ leaf }) => leaf !== null);
  }

  /** The leaf that is looked at. */
  get node(): PanelNode | null {
    return this.leaves.find(({ indicator }) => indicator === this.indicator) ?? null;
  }

  /** Looks at a leaf. */
  look(indicator: string): void {
    this.indicator = indicator;
    this.view = 'leaf';
  }

  /** The next leaf or the one before. */
  step(by: 1 | -1): void {
    const at = this.leaves.findIndex(({ indicator }) => indicator === this.indicator);
    const next = this.leaves[at + by];
    if (next) this.look(next.indicator);
  }

  /** Opens a citation at its page and outlines it. */
  cite(citation: PanelCitation): void {
    const item = this.shown.data?.evidence.find(({ code }) => code === citation.evidence);
    this.document = { document: citation.document, title: item ? `${item.code} ${item.title}` : citation.evidence };
    this.viewer.goTo(citation.page, undefined, { of: citation.document });
    this.sought = citation.citation;
  }

  /** A citation to be outlined once its document is open. */
  sought = $state<string | null>(null);

  /** Outlines what was sought, as soon as the document tells where it is. */
  outline(citations: readonly CitationView[]): void {
    const found = citations.find(({ citation }) => citation === this.sought);
    if (!found) return;
    this.sought = null;
    this.viewer.showCitation(found);
  }

  /** Asks how the composite came about. */
  async derive(): Promise<void> {
    this.view = 'derivation';
    await this.shown.act(async () => {
      this.derivation = await call('panel_derivation', { application: this.id });
    });
  }

  /** Begins an agreed mark. */
  agree(whose: PanelMark | 'panel'): void {
    this.agreeing = whose;
    this.value = '';
    this.ground = '';
    this.reason = '';
    this.by = this.#panel.name;
    this.effect = null;
  }

  /** Records it; an empty value takes an earlier one back. */
  async record(): Promise<void> {
    const { agreeing, indicator } = this;
    if (agreeing === null || indicator === null) return;
    const judgement: JudgementView | null = this.value.trim() === '' ? null : { kind: 'score', value: this.value.trim() };
    const request = {
      application: this.id, indicator, ticket: agreeing === 'panel' ? null : agreeing.who.ticket, judgement,
      ground: this.ground, reason: this.reason, by: namesIn(this.by), correction: this.grounds.given,
    };
    const done = await this.shown.act(async () => {
      this.effect = await call('panel_agree', request);
    });
    if (!done) return;
    this.agreeing = null;
    await this.shown.load();
    await this.#panel.changed();
  }
}
