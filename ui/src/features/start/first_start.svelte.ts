// The first start: identity, recovery sheet, enrolment card. Owns the steps and what was typed.
// Trap: the recovery code is shown once; it lives here until it is confirmed and nowhere else.
import { call, toFault, type Fault, type FingerprintView, type Strength, type Workspace, type WrittenFile } from '$api';
import { host } from '$platform';

/** Steps of the first start, in order. */
export const STEPS = ['identity', 'recovery', 'card'] as const;
/** A step of the first start. */
export type Step = (typeof STEPS)[number];

/** Milliseconds after the last letter before the strength is asked. */
const REST = 150;

/** Two different groups of `count` to be typed back, counted from 1; the first half and the second. */
export function groupsToConfirm(count: number, random: () => number = Math.random): [number, number] {
  const half = Math.max(1, Math.floor(count / 2));
  const first = 1 + Math.floor(random() * half);
  return [first, Math.min(count, half + 1 + Math.floor(random() * (count - half)))];
}

/** The first start of one window. */
export class FirstStart {
  /** The part the person has; asked first. */
  workspace = $state<Workspace | null>(null);
  step = $state<Step>('identity');
  /** What the identity is called on this machine, where there are several. */
  label = $state('');
  name = $state('');
  unit = $state('');
  passphrase = $state('');
  strength = $state.raw<Strength | null>(null);
  /** Whether complaints about empty fields show. */
  tried = $state(false);
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);
  code = $state.raw<readonly string[]>([]);
  fingerprint = $state.raw<FingerprintView | null>(null);
  /** Groups that are asked back; empty while the sheet is shown. */
  asked = $state.raw<readonly number[]>([]);
  retyped = $state<Record<number, string>>({});
  saved = $state.raw<WrittenFile | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether there is a person with an employer behind it; an office is an authority. */
  get hasUnit(): boolean {
    return this.workspace !== 'office';
  }

  /** Whether everything of the first step is there. */
  get complete(): boolean {
    return this.name.trim() !== '' && (this.unit.trim() !== '' || !this.hasUnit) && this.strength?.accepted === true;
  }

  /** Asks how strong the passphrase is, after a short rest. */
  typed(): void {
    clearTimeout(this.#timer);
    const passphrase = this.passphrase;
    this.#timer = setTimeout(() => void this.#ask(passphrase), REST);
  }

  async #ask(passphrase: string): Promise<void> {
    const strength = passphrase === '' ? null : await call('passphrase_strength', { passphrase }).catch(() => null);
    if (passphrase === this.passphrase) this.strength = strength;
  }

  /** Makes the identity and shows the recovery sheet. */
  async create(): Promise<void> {
    this.tried = true;
    await this.#ask(this.passphrase);
    const { workspace } = this;
    if (!this.complete || workspace === null) return;
    await this.#guarded('create_identity', async () => {
      const made = await call('create_identity', {
        workspace,
        label: this.label.trim(),
        name: this.name.trim(),
        unit: this.unit.trim(),
        passphrase: this.passphrase,
      });
      this.passphrase = '';
      this.code = made.recovery_code;
      this.fingerprint = made.holder.fingerprint;
      this.step = 'recovery';
    });
  }

  /** Hides the sheet and asks two of its groups back. */
  askBack(): void {
    this.retyped = {};
    this.fault = null;
    this.asked = groupsToConfirm(this.code.length);
  }

  /** Shows the sheet once more. */
  showAgain(): void {
    this.fault = null;
    this.asked = [];
  }

  /** Sends the groups typed back; on agreement the code is forgotten here. */
  async confirm(): Promise<void> {
    await this.#guarded('confirm_recovery', async () => {
      const groups = this.asked.map((number): [number, string] => [number, this.retyped[number] ?? '']);
      await call('confirm_recovery', { groups });
      this.code = [];
      this.retyped = {};
      this.step = 'card';
    });
  }

  /** Saves the enrolment card into a folder the person picks. */
  async saveCard(): Promise<void> {
    await this.#guarded('save_card', async () => {
      const [folder] = await host().pick('folder');
      if (folder) this.saved = await call('save_card', { folder: folder.id });
    });
  }

  async #guarded(command: string, work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.fault = null;
    try {
      await work();
    } catch (said) {
      this.fault = toFault(said, command);
    } finally {
      this.busy = false;
    }
  }
}
