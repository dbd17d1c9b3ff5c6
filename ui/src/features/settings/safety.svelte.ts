// PIN and passphrase. Owns what is typed, which is wiped after each try.
import { call, toFault, type Fault } from '$api';

/** Whether `pin` is four to eight digits. */
export const isPin = (pin: string): boolean => /^\d{4,8}$/.test(pin);

/** The page of settings about safety. */
export class Safety {
  pin = $state('');
  old = $state('');
  fresh = $state('');
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);
  /** What was done last. */
  done = $state<'pin' | 'passphrase' | null>(null);

  /** Sets the PIN for this run. */
  async setPin(): Promise<void> {
    if (!isPin(this.pin)) return;
    const { pin } = this;
    this.pin = '';
    await this.#guarded('pin', () => call('set_pin', { pin }));
  }

  /** Changes the passphrase. */
  async changePassphrase(): Promise<void> {
    const { old, fresh } = this;
    this.old = '';
    this.fresh = '';
    await this.#guarded('passphrase', () => call('change_passphrase', { old, new: fresh }));
  }

  async #guarded(what: 'pin' | 'passphrase', work: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    this.fault = null;
    this.done = null;
    try {
      await work();
      this.done = what;
    } catch (said) {
      this.fault = toFault(said, what);
    } finally {
      this.busy = false;
    }
  }
}
