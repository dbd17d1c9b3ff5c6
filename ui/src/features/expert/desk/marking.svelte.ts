// The mark field: what is typed before it counts, and the few ways by which a mark changes. Owns
// those ways: Enter, a click on an anchor or option, the half-step keys, Delete, not applicable.
// Trap: nothing else may change a mark; focus, wheel and leaving a leaf never do.
import { call, type JudgementView, type MarkingWay } from '$api';
import { pick, say } from '$i18n';
import { notices } from '$shared/state/notices.svelte';
import type { Desk } from './desk.svelte';
import { isSameJudgement, judgementText, scoreOf } from './judgement';
import { middle, stepped, typedValue, within } from './scale';

/** Most characters a mark has on any scale. */
const LONGEST = 6;

/** Marking of the leaf that is open. */
export class Marking {
  /** Digits typed and not stored. */
  typed = $state('');
  /** Whether what was typed is none of the marks of the leaf and was to be stored. */
  isRefused = $state(false);
  #target = '';

  constructor(private readonly desk: Desk) {}

  /** How the open leaf is marked, once known. */
  get way(): MarkingWay | null {
    const { leaf, ways } = this.desk;
    return leaf?.card?.way ?? ways[leaf?.indicator ?? ''] ?? null;
  }
  /** The mark that is stored. */
  get stored(): JudgementView | null {
    return this.desk.railLeaf?.mark?.judgement ?? null;
  }
  /** What the typed characters would store; `null` when they are none of its marks. */
  get preview(): JudgementView | null {
    return this.typed === '' ? null : meaning(this.way, this.typed);
  }
  /** The score seen in the field, typed or stored. */
  get score(): string | null {
    return scoreOf(this.typed === '' ? this.stored : this.preview);
  }

  /** Takes a digit or the decimal point. */
  press(sign: string): void {
    if (!this.#mayMark()) return;
    this.desk.moved();
    this.isRefused = false;
    if (this.typed.length < LONGEST) this.typed += sign === ',' ? '.' : sign;
    const meant = this.preview;
    if (meant) notices.announce(say('desk-typed', { value: judgementText(meant, this.way) }));
  }
  /** Takes the last digit away. */
  back(): void {
    this.typed = this.typed.slice(0, -1);
    this.isRefused = false;
  }
  /** Drops what was typed; says whether there was something. */
  drop(): boolean {
    const had = this.typed !== '';
    this.typed = '';
    this.isRefused = false;
    return had;
  }
  /** Another leaf is open: what was typed belonged to the one before. */
  follow(target: string): void {
    if (target !== this.#target) this.drop();
    this.#target = target;
  }

  /** Stores what was typed and goes on. `false` says that it stays here. */
  async enter(): Promise<boolean> {
    const { leaf } = this.desk;
    await leaf?.ready;
    if (leaf !== this.desk.leaf) return false;
    if (this.typed !== '') {
      const meant = this.preview;
      if (meant === null) return this.#refuse();
      if (!(await this.put(meant))) return false;
    } else if (this.stored === null) {
      notices.announce(say('desk-nothing-typed'));
      return false;
    }
    return true;
  }

  #refuse(): false {
    this.isRefused = true;
    notices.announce(say('desk-no-such-mark', { typed: this.typed }));
    return false;
  }

  /** One step up or down: of what is typed while something is, else of the stored mark. */
  async step(direction: 1 | -1): Promise<void> {
    const way = this.way;
    if (!this.#mayMark() || way?.kind !== 'scale') return;
    const from = this.score;
    const next = from === null ? null : stepped(way, from, direction);
    if (next === null) notices.announce(say('desk-nothing-to-step'));
    else if (this.typed !== '') this.typed = next.replace('-', '');
    else await this.put({ kind: 'score', value: next });
  }

  /** An anchor was clicked: the middle of its range, unless the mark already lies in it. */
  async anchor(at: number): Promise<void> {
    const way = this.way;
    const anchor = way?.kind === 'scale' ? way.anchors[at] : undefined;
    if (way?.kind !== 'scale' || !anchor) return;
    const has = scoreOf(this.stored);
    if (has !== null && within(way, has, anchor.from, anchor.to)) return;
    const value = middle(way, anchor.from, anchor.to);
    if (value !== null) await this.put({ kind: 'score', value });
  }

  /** Takes the mark away; it can be undone. */
  async clear(): Promise<void> {
    if (this.drop()) return;
    if (this.stored !== null) await this.put(null);
  }

  /** Not applicable, for a reason, which is the comment. */
  async notApplicable(reason: string): Promise<boolean> {
    const { leaf } = this.desk;
    if (!leaf?.comment) return false;
    if (leaf.comment.text !== reason) leaf.comment.type(reason);
    await leaf.comment.flush();
    return leaf.comment.state === 'kept' && this.put({ kind: 'not_applicable' });
  }

  /** Stores a judgement of the open leaf, or takes it away, and says old and new. */
  async put(judgement: JudgementView | null): Promise<boolean> {
    const { desk } = this;
    const { leaf } = desk;
    if (!leaf || !this.#mayMark()) return false;
    const [old, way] = [this.stored, this.way];
    await leaf.comment?.flush();
    const { application, indicator } = leaf;
    const saved = await desk.saving.run('save_mark', () => call('save_mark', { application, indicator, judgement }), (answer) => answer);
    if (!saved) return false;
    if (leaf === desk.leaf) this.drop();
    desk.saved(application, saved);
    if (!isSameJudgement(old, judgement)) this.#said(indicator, judgementText(old, way), judgementText(judgement, way));
    void leaf.load();
    return true;
  }

  #said(indicator: string, old: string, now: string): void {
    const name = this.desk.leaves.find((leaf) => leaf.indicator === indicator)?.name;
    notices.announce(say('desk-changed', { indicator, name: name ? pick(name) : '', old, now }));
  }

  #mayMark(): boolean {
    if (this.desk.canMark) return true;
    notices.announce(say(this.desk.isReadOnly() ? 'read-only' : this.desk.open?.state === 'withdrawn' ? 'desk-withdrawn' : 'desk-sealed'));
    return false;
  }
}

/** What typed characters mean for a leaf: a score, or the option of that number. */
function meaning(way: MarkingWay | null, typed: string): JudgementView | null {
  if (way?.kind === 'scale') {
    const value = typedValue(way, typed);
    return value === null ? null : { kind: 'score', value };
  }
  if (way?.kind === 'pass_fail') return typed === '1' || typed === '2' ? { kind: 'pass', value: typed === '1' } : null;
  const option = way?.kind === 'choice' && !way.proposed_only ? way.options[Number(typed) - 1] : undefined;
  return option ? { kind: 'choice', value: option.code } : null;
}
