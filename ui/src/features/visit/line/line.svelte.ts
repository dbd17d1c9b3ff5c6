// One claim being looked at: what was seen, verified, judged and what follows. Owns what is typed
// until it is saved, and its effect while it is typed. Trap: nothing is preselected; it is saved by
// itself as soon as verdict and treatment are chosen, and belongs to its line for ever.
import {
  call, toFault, type Fault, type VisitEffect, type VisitLineView, type VisitSeen, type VisitTreatment, type VisitVerdict, type VisitView,
} from '$api';
import { asNumber, isNumber, pressed, type PadKey } from './pad';

/** Milliseconds of rest after which what was typed is considered and saved. */
export const REST = 400;

/** Whether what is seen is what is kept. */
export type Keeping = 'kept' | 'waiting' | 'saving' | 'refused' | 'incomplete';

/** A line on the screen. */
export class Line {
  verified = $state('');
  verdict = $state<VisitVerdict | null>(null);
  treatment = $state<VisitTreatment | null>(null);
  note = $state('');
  seen = $state.raw<readonly VisitSeen[]>([]);
  effect = $state.raw<VisitEffect | null>(null);
  keeping = $state<Keeping>('kept');
  fault = $state.raw<Fault | null>(null);
  readonly application: string;
  readonly subject: string;
  readonly way: VisitLineView['way'];
  readonly #take: (view: VisitView) => void;
  #dirty = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  #asked = 0;

  constructor(application: string, line: VisitLineView, take: (view: VisitView) => void) {
    this.application = application;
    this.subject = line.subject;
    this.way = line.way;
    this.#take = take;
    this.seen = line.seen;
    if (line.finding) {
      this.verified = line.finding.verified ?? '';
      this.verdict = line.finding.verdict;
      this.treatment = line.finding.treatment;
      this.note = line.finding.note;
    }
    void this.consider();
  }

  /** The value as it is sent; nothing when there is none, or when it is no number yet. */
  get value(): string | null {
    if (this.way.kind === 'nothing' || this.verdict === 'unverifiable') return null;
    const text = this.way.kind === 'number' ? asNumber(this.verified) : this.verified.trim();
    return text === '' || (this.way.kind === 'number' && !isNumber(text)) ? null : text;
  }

  /** Takes a press of the pad. */
  press(key: PadKey): void {
    this.write(pressed(asNumber(this.verified), key));
  }
  /** Takes a value. */
  write(value: string): void {
    this.verified = value;
    this.#changed();
  }
  /** Takes the declared value over as the verified one. */
  asDeclared(declared: string): void {
    this.verified = declared;
    this.verdict = 'consistent';
    this.treatment ??= 'keep';
    this.#changed();
  }
  judge(verdict: VisitVerdict): void {
    this.verdict = verdict;
    this.#changed();
  }
  treat(treatment: VisitTreatment): void {
    this.treatment = treatment;
    this.#changed();
  }
  remark(note: string): void {
    this.note = note;
    this.#changed();
  }
  see(seen: readonly VisitSeen[]): void {
    this.seen = seen;
    this.#changed();
  }

  #changed(): void {
    this.#dirty = true;
    this.keeping = this.verdict && this.treatment ? 'waiting' : 'incomplete';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.consider();
      void this.flush();
    }, REST);
  }

  /** Asks what it would do; an answer to an old question is dropped. */
  async consider(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    const request = { application: this.application, subject: this.subject, verified: this.value, treatment: this.treatment ?? 'keep' };
    const effect = await call('visit_consider', request).catch(() => null);
    if (mine === this.#asked) this.effect = effect;
  }

  /** Saves now what is not saved yet; resolves when it is durable, refused or not complete. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#saving ??= this.#saveAll().finally(() => (this.#saving = null));
    return this.#saving;
  }

  async #saveAll(): Promise<void> {
    while (this.#dirty && this.verdict && this.treatment) {
      this.#dirty = false;
      this.keeping = 'saving';
      const finding = { verified: this.value, verdict: this.verdict, treatment: this.treatment, note: this.note, difference_percent: null };
      const seen = this.seen.filter(({ title }) => title.trim() !== '');
      try {
        this.#take(await call('save_finding', { application: this.application, subject: this.subject, finding, seen }));
        this.fault = null;
        this.keeping = 'kept';
      } catch (said) {
        this.fault = toFault(said, 'save_finding');
        this.keeping = 'refused';
        return;
      }
    }
  }
}
