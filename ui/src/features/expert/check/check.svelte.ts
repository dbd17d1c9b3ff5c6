// What every application lacks, what is unusual, sealing and unsealing. Owns which applications are
// asked about; the program seals all or refuses. Trap: a passphrase is forgotten as soon as it was
// used or the question was closed.
import { call, CODES, toFault, type ApplicationCheckView, type CheckView, type Fault, type SealView } from '$api';
import { pick } from '$i18n';
import type { Names } from './words';

/** What the list is narrowed to. */
export const PARTS = ['all', 'missing', 'ready', 'sealed'] as const;
/** What the list is narrowed to. */
export type Part = (typeof PARTS)[number];

/** Whether an application belongs to a part. */
export function isPart({ row, missing }: ApplicationCheckView, part: Part): boolean {
  if (part === 'all') return true;
  if (part === 'sealed') return row.state === 'sealed';
  return row.state !== 'sealed' && (missing.length === 0) === (part === 'ready');
}

/** Check and seal. */
export class Check {
  view = $state.raw<CheckView | null>(null);
  fault = $state.raw<Fault | null>(null);
  part = $state<Part>('all');
  /** Names of leaves, opinion fields and enterprises by code. */
  names = $state.raw<Names>({});
  /** Applications about to be sealed. */
  asked = $state.raw<readonly ApplicationCheckView[]>([]);
  /** The application about to be opened again. */
  unsealing = $state.raw<ApplicationCheckView | null>(null);
  passphrase = $state('');
  reason = $state('');
  /** What the question before the person was answered with. */
  refused = $state.raw<Fault | null>(null);
  busy = $state(false);
  /** What was sealed just now. */
  sealed = $state.raw<readonly SealView[]>([]);

  /** Rows of the part that is shown. */
  get rows(): ApplicationCheckView[] {
    return (this.view?.applications ?? []).filter((one) => isPart(one, this.part));
  }
  /** How many there are of each part. */
  get counts(): Record<Part, number> {
    const all = this.view?.applications ?? [];
    const count = (part: Part): number => all.filter((one) => isPart(one, part)).length;
    return { all: count('all'), missing: count('missing'), ready: count('ready'), sealed: count('sealed') };
  }
  /** Complete and not sealed. */
  get ready(): ApplicationCheckView[] {
    return (this.view?.applications ?? []).filter((one) => isPart(one, 'ready'));
  }
  /** Whether the passphrase was the reason. */
  get isWrong(): boolean {
    return this.refused?.code === CODES.wrongPassphrase;
  }

  /** Reads it. */
  async load(): Promise<void> {
    try {
      this.view = await call('check');
      this.fault = null;
      if (Object.keys(this.names).length === 0) await this.#name();
    } catch (said) {
      this.fault = toFault(said, 'check');
    }
  }

  /** Asks whether these are to be sealed. */
  ask(these: readonly ApplicationCheckView[]): void {
    this.#forget();
    this.asked = these;
  }
  /** Asks why this one is to be opened again. */
  askUnseal(one: ApplicationCheckView): void {
    this.#forget();
    this.unsealing = one;
  }
  /** Drops the question. */
  drop(): void {
    this.#forget();
    this.asked = [];
    this.unsealing = null;
  }

  /** Seals what was asked about. */
  async seal(): Promise<boolean> {
    const applications = this.asked.map(({ row }) => row.application);
    return this.#answer('seal', async () => {
      this.sealed = (await call('seal', { applications, passphrase: this.passphrase })).sealed;
    });
  }
  /** Opens a sealed review again. */
  async unseal(): Promise<boolean> {
    const application = this.unsealing?.row.application;
    if (application === undefined) return false;
    return this.#answer('unseal', async () => {
      await call('unseal', { application, reason: this.reason.trim() });
      this.sealed = this.sealed.filter((seal) => seal.application !== application);
    });
  }

  async #answer(command: string, act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refused = null;
    try {
      await act();
      this.drop();
      await this.load();
      return true;
    } catch (said) {
      this.refused = toFault(said, command);
      return false;
    } finally {
      this.busy = false;
    }
  }
  #forget(): void {
    this.passphrase = '';
    this.reason = '';
    this.refused = null;
  }

  /** Leaves and fields have the same names in every application of the round. */
  async #name(): Promise<void> {
    const rows = this.view?.applications ?? [];
    const application = rows[0]?.row.application;
    if (application === undefined) return;
    const [sheet, opinion] = await Promise.all([call('score_sheet', { application }), call('opinion', { application })]);
    this.names = Object.fromEntries([
      ...sheet.rows.map(({ indicator, name }) => [indicator, pick(name)]),
      ...opinion.fields.map(({ code, name }) => [code, pick(name)]),
      ...rows.map(({ row }) => [row.application, row.enterprise]),
    ]);
  }
}
