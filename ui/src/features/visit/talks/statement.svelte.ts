// What stands below the lines: talks, documents, members, conclusion, the enterprise's word. Owns
// what is typed until it is saved. Trap: empty rows are for typing and never go into the record.
import { call, toFault, type Fault, type VisitAttitude, type VisitShown, type VisitStatement, type VisitTalk, type VisitView } from '$api';

/** Milliseconds of rest after which what was typed is saved. */
export const REST = 500;

const some = (...texts: string[]): boolean => texts.some((text) => text.trim() !== '');

/** The statement of one application on the screen. */
export class Statement {
  members = $state<string[]>([]);
  conclusion = $state('');
  talks = $state<VisitTalk[]>([]);
  documents = $state<VisitShown[]>([]);
  attitude = $state<VisitAttitude['kind']>('agrees');
  signatory = $state('');
  objection = $state('');
  witnesses = $state<[string, string]>(['', '']);
  state = $state<'kept' | 'waiting' | 'saving' | 'refused'>('kept');
  fault = $state.raw<Fault | null>(null);
  readonly #application: string;
  readonly #take: (view: VisitView) => void;
  #dirty = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;

  constructor({ application, statement }: VisitView, take: (view: VisitView) => void) {
    this.#application = application;
    this.#take = take;
    this.members = [...statement.members, ''];
    this.conclusion = statement.conclusion;
    this.talks = [...statement.interviews, { with: '', said: '' }];
    this.documents = [...statement.documents, { title: '', kept_by: '', note: '' }];
    const { enterprise } = statement;
    this.attitude = enterprise.kind;
    if (enterprise.kind === 'refused_to_sign') this.witnesses = [...enterprise.witnesses];
    else this.signatory = enterprise.signatory;
    if (enterprise.kind === 'objects') this.objection = enterprise.statement;
  }

  /** As it is sent. */
  get statement(): VisitStatement {
    return {
      members: this.members.map((name) => name.trim()).filter((name) => name !== ''),
      conclusion: this.conclusion,
      interviews: this.talks.filter((talk) => some(talk.with, talk.said)).map((talk) => ({ ...talk })),
      documents: this.documents.filter((shown) => some(shown.title, shown.kept_by, shown.note)).map((shown) => ({ ...shown })),
      enterprise: this.#enterprise,
    };
  }

  get #enterprise(): VisitAttitude {
    if (this.attitude === 'refused_to_sign') return { kind: 'refused_to_sign', witnesses: [...this.witnesses] };
    if (this.attitude === 'objects') return { kind: 'objects', signatory: this.signatory, statement: this.objection };
    return { kind: 'agrees', signatory: this.signatory };
  }

  /** Something was typed: it is saved after a short rest, and an empty row follows the last one. */
  typed(): void {
    this.#dirty = true;
    this.state = 'waiting';
    if (this.members.at(-1) !== '') this.members.push('');
    const [talk, shown] = [this.talks.at(-1), this.documents.at(-1)];
    if (!talk || some(talk.with, talk.said)) this.talks.push({ with: '', said: '' });
    if (!shown || some(shown.title, shown.kept_by, shown.note)) this.documents.push({ title: '', kept_by: '', note: '' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), REST);
  }

  /** Saves now what is not saved yet; resolves when it is durable or refused. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#saving ??= this.#saveAll().finally(() => (this.#saving = null));
    return this.#saving;
  }

  async #saveAll(): Promise<void> {
    while (this.#dirty) {
      this.#dirty = false;
      this.state = 'saving';
      try {
        this.#take(await call('save_statement', { application: this.#application, statement: this.statement }));
        this.fault = null;
        this.state = 'kept';
      } catch (said) {
        this.fault = toFault(said, 'save_statement');
        this.state = 'refused';
        return;
      }
    }
  }
}
