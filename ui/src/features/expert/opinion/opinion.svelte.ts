// The opinion on one application: its texts, what they can start from, what is unusual about them.
// Owns saving each field on its own and which of the own words were struck. Trap: a text that is
// being typed is never replaced by what the program answers.
import { call, toFault, type CheckItem, type Fault, type OpinionMaterial, type OpinionView, type Saved } from '$api';
import { say } from '$i18n';
import { DurableText } from '../desk/durable.svelte';
import type { Saving } from '../desk/saving.svelte';

/** Milliseconds after the last save before texts are compared with those of other applications. */
const LOOK_REST = 900;

/** Own words that were struck, for as long as the program runs. */
const struckBefore: Record<string, readonly string[]> = {};

/** Own words about a leaf as they go into a field: the comment, then where it can be read. */
export function asText({ comment, citations }: Pick<OpinionMaterial, 'comment' | 'citations'>, withCitations: boolean): string {
  const words = comment.trim();
  if (!withCitations || citations.length === 0) return words;
  const cited = citations.join(say('opinion-citation-separator'));
  return words === '' ? cited : say('opinion-with-citations', { words, cited });
}

/** `text` with `words` as a line of their own at its end. */
export const withLine = (text: string, words: string): string => (text.trim() === '' ? words : `${text.trimEnd()}\n${words}`);

/** The opinion of one application. */
export class OpinionWork {
  view = $state.raw<OpinionView | null>(null);
  fault = $state.raw<Fault | null>(null);
  texts = $state.raw<Readonly<Record<string, DurableText>>>({});
  recommendation = $state<string | null>(null);
  /** Field that words go into. */
  current = $state('');
  withCitations = $state(true);
  struck = $state.raw<readonly string[]>([]);
  phrases = $state.raw<readonly string[]>([]);
  /** What is unusual about these texts. */
  points = $state.raw<readonly CheckItem[]>([]);
  /** Names of the applications that are named beside it. */
  names = $state.raw<Readonly<Record<string, string>>>({});
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly application: string,
    private readonly saving: Saving,
    private readonly onsaved: (saved: Saved) => void,
  ) {
    this.struck = struckBefore[application] ?? [];
  }

  /** Own words that were not struck. */
  get kept(): OpinionMaterial[] {
    return (this.view?.material ?? []).filter(({ indicator }) => !this.struck.includes(indicator));
  }
  /** What is unusual about a field. */
  of = (field: string): CheckItem[] => this.points.filter((point) => point.field === field);
  /** Whether the words of a leaf stand in some field already. */
  isUsed = ({ comment }: OpinionMaterial): boolean =>
    comment.trim() !== '' && Object.values(this.texts).some(({ text }) => text.includes(comment.trim()));

  /** Reads the opinion again. */
  async load(): Promise<void> {
    try {
      const view = await call('opinion', { application: this.application });
      this.view = view;
      this.fault = null;
      this.phrases = view.phrases;
      this.recommendation = view.recommendation;
      if (this.current === '') this.current = view.fields[0]?.code ?? '';
      this.texts = Object.fromEntries(view.fields.map(({ code, text }) => [code, this.#textOf(code, text)]));
    } catch (said) {
      this.fault = toFault(said, 'opinion');
    }
  }

  /** Compares the texts with the marks and with those of other applications. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    const check = await call('check').catch(() => null);
    const own = check?.applications.find(({ row }) => row.application === this.application);
    this.names = Object.fromEntries((check?.applications ?? []).map(({ row }) => [row.application, row.enterprise]));
    this.points = (own?.unusual ?? []).filter(({ field }) => field !== null);
  }

  /** Chooses a recommendation; an empty code takes it back. */
  async recommend(code: string): Promise<void> {
    const before = this.recommendation;
    this.recommendation = code === '' ? null : code;
    if (!(await this.#save({ field: null, recommendation: code }))) this.recommendation = before;
  }

  /** Puts words at the end of the field in use. */
  insert(words: string): void {
    const text = this.texts[this.current];
    if (!text || words.trim() === '' || this.view?.sealed) return;
    text.type(withLine(text.text, words));
    void text.flush();
  }
  /** Puts everything that was not struck and is not used yet into the field in use. */
  insertKept(): void {
    const words = this.kept.filter((material) => !this.isUsed(material)).map((material) => asText(material, this.withCitations));
    this.insert(words.filter((line) => line !== '').join('\n'));
  }
  /** Strikes own words, or brings them back. */
  strike(indicator: string): void {
    const isStruck = this.struck.includes(indicator);
    this.struck = isStruck ? this.struck.filter((one) => one !== indicator) : [...this.struck, indicator];
    struckBefore[this.application] = this.struck;
  }

  /** Keeps a phrase, once. */
  async keepPhrase(phrase: string): Promise<boolean> {
    const words = phrase.trim();
    if (words === '' || this.phrases.includes(words)) return false;
    return this.#keepPhrases([...this.phrases, words]);
  }
  /** Forgets a phrase. */
  forgetPhrase(phrase: string): Promise<boolean> {
    return this.#keepPhrases(this.phrases.filter((one) => one !== phrase));
  }

  /** Saves what was typed; called before anything else is opened. */
  async leave(): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.all(Object.values(this.texts).map((text) => text.flush()));
  }

  async #keepPhrases(phrases: readonly string[]): Promise<boolean> {
    const kept = await this.saving.run('save_phrases', () => call('save_phrases', { phrases: [...phrases] }));
    if (kept) this.phrases = phrases;
    return kept !== null;
  }
  async #save(change: { field: [string, string] | null; recommendation: string | null }): Promise<string | null> {
    const send = (): Promise<Saved> => call('save_opinion', { application: this.application, ...change });
    const saved = await this.saving.run('save_opinion', send, (answer) => answer);
    if (!saved) return null;
    this.onsaved(saved);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), LOOK_REST);
    return saved.at;
  }
  #textOf(code: string, text: string): DurableText {
    const known = this.texts[code];
    if (known && (known.state !== 'kept' || known.text === text)) return known;
    return new DurableText(text, (typed) => this.#save({ field: [code, typed], recommendation: null }));
  }
}
