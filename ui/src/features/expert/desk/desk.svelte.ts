// The desk: which application and which leaf are open, and where each was left. Owns moving between
// them; marks are `marking`'s, pages `evidence`'s, saving `saving`'s.
// Trap: texts are flushed before anything else is opened, or words land beside the wrong leaf.
import { call, toFault, type ApplicationList, type ApplicationRow, type ApplicationView, type CitationView, type Cite, type Fault, type LeafCard, type MarkingWay, type RailLeaf, type Saved, type Undone, type WorkState } from '$api';
import { say } from '$i18n';
import { notices } from '$shared/state/notices.svelte';
import { preferences, TINTS } from '$shared/state/preferences.svelte';
import type { Goal } from '../session.svelte';
import { Evidence } from './evidence.svelte';
import { judgementText, nextUnmarked } from './judgement';
import { readLayout, writeLayout, type DeskLeft } from './layout';
import { OpenLeaf } from './leaf.svelte';
import { Saving } from './saving.svelte';

/** What the desk shows beside the evidence: the card of a leaf, a table, the opinion, own citations. */
export const VIEWS = ['card', 'sheet', 'across', 'facts', 'opinion', 'citations'] as const;
/** What the desk shows beside the evidence. */
export type DeskView = (typeof VIEWS)[number];
/** What can fill the window. */
export const PANES = ['rail', 'evidence', 'card'] as const;
/** What can fill the window. */
export type DeskPane = (typeof PANES)[number];

/** Milliseconds of rest after which the place is kept. */
const PLACE_REST = 700;

/** States in which a review is read and not written. */
const CLOSED: readonly WorkState[] = ['sealed', 'withdrawn'];
const isOpen = (row: ApplicationRow): boolean => row.state !== 'recused';

/** The desk of one window. */
export class Desk {
  readonly saving = new Saving();
  readonly evidence = new Evidence();
  view = $state<DeskView>('card');
  full = $state<DeskPane | null>(null);
  /** Whether the tools of the page stand above it. */
  tools = $state(false);
  /** Whether there is room for one pane beside the rail only. */
  isNarrow = $state(false);
  /** Whether the card is out, where it is a drawer. */
  drawer = $state(false);
  list = $state.raw<ApplicationList | null>(null);
  open = $state.raw<ApplicationView | null>(null);
  leaf = $state.raw<OpenLeaf | null>(null);
  citations = $state.raw<readonly CitationView[]>([]);
  fault = $state.raw<Fault | null>(null);
  /** When this application was left last; until something is done. */
  stoppedAt = $state<string | null>(null);
  /** Grows with every change, for tables that must be read again. */
  changes = $state(0);
  /** How leaves are marked, as far as known. */
  ways = $state.raw<Readonly<Record<string, MarkingWay>>>({});
  /** Evidence codes that leaves require. */
  #needs: Readonly<Record<string, readonly string[]>> = $state.raw({});
  #leaving: readonly (() => Promise<void>)[] = [];
  #entering = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly isReadOnly: () => boolean = () => false) {}

  /** Leaves of the rail from top to bottom. */
  get leaves(): readonly RailLeaf[] {
    return (this.open?.sections ?? []).flatMap(({ leaves }) => leaves);
  }
  /** The leaf as the rail has it. */
  get railLeaf(): RailLeaf | null {
    return this.leaves.find(({ indicator }) => indicator === this.leaf?.indicator) ?? null;
  }
  /** Whether marks can be changed now. */
  get canMark(): boolean {
    return this.open !== null && !CLOSED.includes(this.open.state) && !this.isReadOnly();
  }
  /** Completed or sealed today. */
  get today(): number {
    return (this.list?.rows ?? []).filter((row) => row.today && isOpen(row) && row.state !== 'practice').length;
  }

  /** Opens an application where it was left, or at a leaf. */
  async enter(application: string, indicator?: string | null): Promise<void> {
    this.#entering += 1;
    const mine = this.#entering;
    await this.leave();
    try {
      const view = await call('open_application', { application });
      if (mine !== this.#entering) return;
      this.#show(view, indicator);
      await Promise.all([this.readList(), this.readCitations(), this.#readAllCards(application)]);
    } catch (said) {
      this.fault = toFault(said, 'open_application');
    }
  }

  #show(view: ApplicationView, indicator: string | null | undefined): void {
    const { place } = view;
    const left = readLayout(place.layout);
    // Whoever goes from one application to the next stays in the table they are working through.
    if (this.open === null) this.#arrange(left);
    const tint = TINTS.find((known) => known === left.tint);
    if (tint && tint !== preferences.now.tint) preferences.change({ tint });
    this.open = view;
    this.fault = null;
    this.citations = [];
    this.evidence.enter(view, left);
    const leaves = view.sections.flatMap(({ leaves: some }) => some);
    const wanted = leaves.find((leaf) => leaf.indicator === (indicator ?? place.indicator));
    const first = wanted ?? leaves.find(({ mark }) => mark === null) ?? leaves[0];
    this.leaf = first ? this.#leafOf(view.application, first.indicator) : null;
    this.stoppedAt = indicator === undefined ? place.at : null;
    if (indicator === undefined && place.at === null && first) void this.leaf?.ready.then(() => this.openEvidence());
    this.placed();
  }

  #arrange({ view, full }: DeskLeft): void {
    this.view = VIEWS.find((known) => known === view) ?? 'card';
    this.full = PANES.find((known) => known === full) ?? null;
  }

  /** Saves what is on its way before going elsewhere. */
  async leave(): Promise<void> {
    await Promise.all([this.leaf?.leave(), ...this.#leaving.map((flush) => flush())]);
    await this.keepPlace();
  }
  /** Has `flush` done before anything else is opened, until the result is called. */
  onLeave(flush: () => Promise<void>): () => void {
    this.#leaving = [...this.#leaving, flush];
    return () => (this.#leaving = this.#leaving.filter((one) => one !== flush));
  }

  /** Reads the list again: progress of all, what today came to. */
  async readList(): Promise<void> {
    this.list = await call('applications').catch(() => this.list);
  }
  /** Reads the citations of the application again. */
  async readCitations(): Promise<void> {
    const application = this.open?.application;
    if (application === undefined) return;
    const found = await call('citations', { application }).catch(() => null);
    if (found && application === this.open?.application) this.citations = found.citations;
  }
  /** Reads every card once: how leaves are marked and what they require is wanted before they are opened. */
  async #readAllCards(application: string): Promise<void> {
    const cards: Record<string, LeafCard> = {};
    for (const { indicator } of this.leaves) {
      const card = await call('leaf_card', { application, indicator }).catch(() => null);
      if (application !== this.open?.application) return;
      if (card) cards[indicator] = card;
    }
    this.ways = Object.fromEntries(Object.entries(cards).map(([indicator, { way }]) => [indicator, way]));
    this.#needs = Object.fromEntries(Object.entries(cards).map(([indicator, { evidence }]) => [indicator, evidence.map(({ code }) => code)]));
  }

  #leafOf(application: string, indicator: string): OpenLeaf {
    return new OpenLeaf(application, indicator, this.saving, (saved) => this.saved(application, saved));
  }

  /** Opens a leaf; the page stays unless `withEvidence`. */
  async toLeaf(indicator: string, withEvidence = false): Promise<void> {
    const application = this.open?.application;
    if (application === undefined) return;
    this.moved();
    if (indicator !== this.leaf?.indicator) {
      const before = this.leaf;
      this.leaf = this.#leafOf(application, indicator);
      await before?.leave();
    }
    const leaf = this.leaf;
    await leaf?.ready;
    if (withEvidence && leaf === this.leaf) this.openEvidence();
  }

  /** The leaf above or below. */
  step(direction: 1 | -1): void {
    const at = this.leaves.findIndex(({ indicator }) => indicator === this.leaf?.indicator);
    const next = this.leaves[at + direction];
    if (next) void this.toLeaf(next.indicator);
  }

  /** On to the next leaf without a mark, with its first required evidence. */
  async toNext(): Promise<void> {
    const next = nextUnmarked(this.leaves, this.leaf?.indicator ?? null);
    if (next) await this.toLeaf(next.indicator, true);
    else notices.announce(say('desk-all-marked'));
  }

  /** The application before or after in the reading order. */
  besideApplication(direction: 1 | -1): string | null {
    const rows = (this.list?.rows ?? []).filter(isOpen);
    const at = rows.findIndex(({ application }) => application === this.open?.application);
    return rows[at + direction]?.application ?? null;
  }

  /** Shows the first required evidence that is there, at the page to begin with. */
  openEvidence(): void {
    const items = this.leaf?.card?.evidence.flatMap((needed) => needed.items) ?? [];
    const first = items[0];
    if (first) this.evidence.open(first.document, first.page);
  }

  /** Shows an item by its code, at a page counted within it. */
  openItem(code: string, page: number): void {
    const item = this.open?.evidence.find((one) => one.code === code);
    if (item) this.look(item.document, (item.pages?.[0] ?? 1) + page - 1);
  }
  /** Shows a place because the person asked for it; where there is no room beside, in front. */
  look(document: string, page: number, citation?: string): void {
    this.evidence.open(document, page, citation);
    this.moved();
    if (!this.isNarrow) return;
    if (this.view === 'card') this.drawer = false;
    else this.full = 'evidence';
  }

  /** Goes to a place that something elsewhere leads to. */
  async reach({ indicator, view, at }: Goal): Promise<void> {
    if (view) this.view = view;
    if (indicator !== undefined) await this.toLeaf(indicator, at === undefined);
    // An application opened for the first time shows its first evidence, which must not come later.
    await this.leaf?.ready;
    this.stoppedAt = null;
    if (at) this.evidence.open(at.document, at.page);
    if (at?.words) this.evidence.sought = { document: at.document, words: at.words };
  }

  /** Takes over what a change answered with. */
  saved(application: string, saved: Saved): void {
    this.changes += 1;
    if (this.open?.application !== application) return;
    const wasDone = this.open.progress.missing === 0;
    const patched = (leaf: RailLeaf): RailLeaf => (leaf.indicator === saved.leaf?.indicator ? saved.leaf : leaf);
    const sections = this.open.sections.map((section) => ({ ...section, leaves: section.leaves.map(patched) }));
    this.open = { ...this.open, sections, progress: saved.progress };
    if (wasDone !== (saved.progress.missing === 0)) void this.readList();
  }

  /** The fact sheet was read or disputed: what stands in the rail and the status line is read again. */
  async factsChanged(application: string, read: boolean): Promise<void> {
    this.changes += 1;
    if (this.open?.application !== application) return;
    this.open = { ...this.open, facts: { ...this.open.facts, read } };
    const view = await call('open_application', { application }).catch(() => null);
    if (view && this.open.application === application) this.open = { ...view, place: this.open.place };
    await Promise.all([this.readList(), this.readCitations()]);
  }

  /** Takes the last change back, or brings it back, and goes where it was. */
  async turn(which: 'undo' | 'redo'): Promise<Undone | null> {
    await Promise.all([this.leaf?.leave(), ...this.#leaving.map((flush) => flush())]);
    const turned = await this.saving.run(which, () => call(which), (answer) => answer.saved);
    if (!turned) return null;
    const before = this.leaves.find(({ indicator }) => indicator === turned.indicator)?.mark?.judgement;
    if (turned.application !== this.open?.application) await this.enter(turned.application, turned.indicator);
    else if (turned.indicator !== null) {
      this.saved(turned.application, turned.saved);
      await this.toLeaf(turned.indicator);
      await this.leaf?.load();
      this.#sayTurned(which, turned, judgementText(before, this.ways[turned.indicator]));
    } else this.saved(turned.application, turned.saved);
    // What was taken back may be a citation, which stands on pages, cards and in the list.
    await this.readCitations();
    if (turned.field !== null) this.view = 'opinion';
    else if (this.view === 'opinion' || this.view === 'citations') this.view = 'card';
    return turned;
  }

  #sayTurned(which: 'undo' | 'redo', { indicator, saved }: Undone, old: string): void {
    const now = judgementText(saved.leaf?.mark?.judgement, this.ways[indicator ?? '']);
    const args = { indicator: indicator ?? '', old, now };
    if (old === now) notices.show(say(which === 'undo' ? 'desk-undone-text' : 'desk-redone-text', { indicator: indicator ?? '' }));
    else notices.show(say(which === 'undo' ? 'desk-undone' : 'desk-redone', args));
  }

  /** Leaves that require an evidence code. */
  requiring(code: string): string[] {
    return Object.entries(this.#needs).flatMap(([indicator, codes]) => (codes.includes(code) ? [indicator] : []));
  }

  /** Cites a place; it appears on the page and on the cards of its leaves. */
  async cite(place: Omit<Cite, 'application' | 'evidence'>): Promise<boolean> {
    const application = this.open?.application;
    if (application === undefined) return false;
    const cited = await this.saving.run('cite', () => call('cite', { application, evidence: null, ...place }));
    if (!cited) return false;
    this.citations = [...this.citations.filter(({ citation }) => citation !== cited.citation), cited];
    this.changes += 1;
    notices.announce(say('desk-cited', { code: cited.evidence, page: cited.page_in_item, indicators: cited.indicators.join(say('list-separator')) }));
    void this.leaf?.load();
    return true;
  }

  /** Pages were looked at; losing that costs nothing, so a refusal is not shown. */
  saw(document: string, pages: number[]): void {
    this.evidence.saw(document, pages);
    const application = this.open?.application;
    if (application !== undefined && !this.isReadOnly()) void call('pages_seen', { application, document, pages }).catch(() => undefined);
  }

  /** A citation on the page was clicked: its first leaf is opened. */
  pointAt(citation: string): void {
    const leaf = this.citations.find((one) => one.citation === citation)?.indicators[0];
    if (leaf !== undefined) void this.toLeaf(leaf);
  }

  /** Something was done: the line about the last time goes, the place is kept soon. */
  moved(): void {
    this.stoppedAt = null;
    this.placed();
  }

  /** The page moved: the place is kept soon. */
  placed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keepPlace(), PLACE_REST);
  }

  /** Keeps where one is; losing it costs a click, so a refusal is not shown. */
  async keepPlace(): Promise<void> {
    clearTimeout(this.#timer);
    const spot = this.evidence.main;
    if (!this.open || this.isReadOnly()) return;
    const place = {
      indicator: this.leaf?.indicator ?? null,
      tabs: [...this.evidence.tabs],
      evidence: this.evidence.itemAt(spot)?.code ?? null,
      page: spot?.page ?? 1,
      layout: writeLayout({ ...this.evidence.left, view: this.view, full: this.full, tint: preferences.now.tint }),
      at: null,
    };
    await call('save_place', { application: this.open.application, place }).catch(() => undefined);
  }
}
