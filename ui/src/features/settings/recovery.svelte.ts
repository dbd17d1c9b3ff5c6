// A fresh recovery sheet on demand. Owns its steps: passphrase, sheet, proof that it is on paper.
// Trap: the old sheet stays in force until the proof, and the code lives here no longer than that.
import { call, toFault, type Fault } from '$api';
import { groupsToConfirm } from '../start/first_start.svelte';

/** A sheet that takes the place of the old one. */
export class RecoverySheet {
  passphrase = $state('');
  /** The groups of the code while the sheet is made; empty before and afterwards. */
  code = $state.raw<readonly string[]>([]);
  /** Whether the person says that it is on paper. */
  written = $state(false);
  /** Groups that are asked back; empty while the sheet is shown. */
  asked = $state.raw<readonly number[]>([]);
  retyped = $state<Record<number, string>>({});
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);
  /** Whether the new sheet is in force. */
  done = $state(false);

  /** Which step is due. */
  get step(): 'passphrase' | 'sheet' | 'proof' | 'done' {
    if (this.done) return 'done';
    if (this.code.length === 0) return 'passphrase';
    return this.asked.length === 0 ? 'sheet' : 'proof';
  }

  /** Goes on from the step that is due. */
  async next(): Promise<void> {
    if (this.step === 'passphrase') await this.#make();
    else if (this.step === 'sheet') this.#askBack();
    else if (this.step === 'proof') await this.#confirm();
  }

  /** Shows the sheet once more. */
  showAgain(): void {
    this.fault = null;
    this.asked = [];
  }

  /** Forgets everything; without the proof the old sheet stays in force. */
  drop(): void {
    Object.assign(this, { passphrase: '', code: [], written: false, asked: [], retyped: {}, fault: null, done: false });
  }

  async #make(): Promise<void> {
    const { passphrase } = this;
    this.passphrase = '';
    await this.#guarded('renew_recovery', async () => {
      this.code = (await call('renew_recovery', { passphrase })).recovery_code;
    });
  }
  #askBack(): void {
    if (!this.written) return;
    this.retyped = {};
    this.fault = null;
    this.asked = groupsToConfirm(this.code.length);
  }
  async #confirm(): Promise<void> {
    await this.#guarded('confirm_recovery', async () => {
      await call('confirm_recovery', { groups: this.asked.map((number): [number, string] => [number, this.retyped[number] ?? '']) });
      this.drop();
      this.done = true;
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
