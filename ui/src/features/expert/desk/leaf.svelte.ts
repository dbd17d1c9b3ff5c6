// The leaf that is open: its card, comment and private note. Owns loading and the two texts.
// Trap: a card may arrive after the person went on; whoever shows it asks whether it is still his.
import { call, toFault, type Fault, type LeafCard, type Saved } from '$api';
import { DurableText } from './durable.svelte';
import type { Saving } from './saving.svelte';

/** One leaf of one application, from being opened to being left. */
export class OpenLeaf {
  card = $state.raw<LeafCard | null>(null);
  fault = $state.raw<Fault | null>(null);
  comment = $state.raw<DurableText | null>(null);
  note = $state.raw<DurableText | null>(null);
  /** Resolves when the card is there, or refused. */
  readonly ready: Promise<void>;

  constructor(
    readonly application: string,
    readonly indicator: string,
    private readonly saving: Saving,
    private readonly onsaved: (saved: Saved) => void,
  ) {
    this.ready = this.load();
  }

  /** Reads the card; texts that are being typed are left alone. */
  async load(): Promise<void> {
    try {
      const card = await call('leaf_card', { application: this.application, indicator: this.indicator });
      this.card = card;
      this.fault = null;
      if (!this.comment || this.comment.state === 'kept') this.comment = this.#text('save_comment', card.mark?.comment ?? card.draft);
      if (!this.note || this.note.state === 'kept') this.note = this.#text('save_note', card.private_note);
    } catch (said) {
      this.fault = toFault(said, 'leaf_card');
    }
  }

  /** Saves what was typed; called before anything else is opened. */
  async leave(): Promise<void> {
    await Promise.all([this.comment?.flush(), this.note?.flush()]);
  }

  #text(command: 'save_comment' | 'save_note', text: string): DurableText {
    const known = command === 'save_comment' ? this.comment : this.note;
    if (known && known.text === text) return known;
    return new DurableText(text, async (typed) => {
      const target = { application: this.application, indicator: this.indicator };
      const send = (): Promise<Saved> =>
        command === 'save_comment' ? call('save_comment', { ...target, comment: typed }) : call('save_note', { ...target, note: typed });
      const saved = await this.saving.run(command, send, (answer) => answer);
      if (saved) this.onsaved(saved);
      return saved?.at ?? null;
    });
  }
}
