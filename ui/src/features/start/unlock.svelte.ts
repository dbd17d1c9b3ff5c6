// Unlocking by passphrase, PIN or recovery code. Owns what is typed and which way is open.
// Trap: what was typed is wiped after each try, whatever came of it.
import { call, toFault, type Fault, type StartState } from '$api';

/** Ways to unlock. */
export type Way = 'passphrase' | 'pin' | 'recovery';

/** One screen of unlocking. */
export class Unlock {
  way = $state<Way>('passphrase');
  secret = $state('');
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);
  #state: StartState;

  constructor(state: StartState) {
    this.#state = state;
    if (this.ways.includes('pin')) this.way = 'pin';
  }

  /** Ways that are open now: a PIN only within the run it was set in. */
  get ways(): Way[] {
    const pin = this.#state.stage === 'locked' && this.#state.has_pin && this.#state.pin_tries_left > 0;
    return pin ? ['pin', 'passphrase', 'recovery'] : ['passphrase', 'recovery'];
  }

  /** Changes the way; what was typed is dropped. */
  change(way: Way): void {
    this.way = way;
    this.secret = '';
    this.fault = null;
  }

  /** Tries to unlock; the state when it worked, `null` when not. */
  async go(): Promise<StartState | null> {
    if (this.secret === '' || this.busy) return null;
    this.busy = true;
    this.fault = null;
    const { secret, way } = this;
    this.secret = '';
    try {
      if (way === 'pin') return await call('unlock_with_pin', { pin: secret });
      return await call('unlock', { secret, is_recovery_code: way === 'recovery' });
    } catch (said) {
      this.fault = toFault(said, 'unlock');
      return null;
    } finally {
      this.busy = false;
    }
  }
}
