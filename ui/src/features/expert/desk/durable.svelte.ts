// A text that is durable within a second of being typed. Owns waiting, saving one thing at a time,
// and keeping what was refused. Trap: it belongs to one leaf for ever; a leaf that is left gets a
// flush, and another leaf another text, so that words cannot land beside the wrong mark.

/** Milliseconds of rest after which typed text is saved. */
export const REST = 500;

/** Whether what is seen is what is kept. */
export type Durability = 'kept' | 'waiting' | 'saving' | 'refused';

/** A text box of one leaf. */
export class DurableText {
  text = $state('');
  state = $state<Durability>('kept');
  /** When it was last saved here. */
  at = $state<string | null>(null);
  readonly #save: (text: string) => Promise<string | null>;
  #kept: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;

  /** `save` answers when it was saved, or `null` when it was refused. */
  constructor(text: string, save: (text: string) => Promise<string | null>) {
    this.text = text;
    this.#kept = text;
    this.#save = save;
  }

  /** Takes what was typed; it is saved after a short rest. */
  type(text: string): void {
    this.text = text;
    this.state = 'waiting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), REST);
  }

  /** Saves now what is not saved yet; resolves when everything typed so far is durable or refused. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#saving ??= this.#saveAll().finally(() => (this.#saving = null));
    return this.#saving;
  }

  async #saveAll(): Promise<void> {
    while (this.text !== this.#kept) {
      const sent = this.text;
      this.state = 'saving';
      const at = await this.#save(sent);
      if (at === null) {
        this.state = 'refused';
        return;
      }
      this.#kept = sent;
      this.at = at;
    }
    this.state = 'kept';
  }
}
