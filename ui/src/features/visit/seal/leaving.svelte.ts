// Leaving the enterprise's page with the team's PIN. Owns the digits typed. Trap: after five wrong
// ones the program locks itself, and the passphrase is asked at the door.
import { call, CODES, toFault, type Fault } from '$api';
import type { Visiting } from '../visit.svelte';

/** Digits of a PIN. */
const LEAST = 4;
const MOST = 8;

/** Leaving one page. */
export class Leaving {
  asking = $state(false);
  pin = $state('');
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  readonly #visiting: Visiting;

  constructor(visiting: Visiting) {
    this.#visiting = visiting;
  }

  /** Whether it can be a PIN. */
  get isWhole(): boolean {
    return this.pin.length >= LEAST;
  }

  /** Asks, or drops the question. */
  ask(asking: boolean): void {
    this.asking = asking;
    this.pin = '';
    this.fault = null;
  }

  /** Takes a digit of the pad. */
  press(key: string): void {
    if (key === 'back') this.pin = this.pin.slice(0, -1);
    else if (key === 'clear') this.pin = '';
    else if (/^\d$/.test(key) && this.pin.length < MOST) this.pin += key;
  }

  /** Tries to leave. */
  async go(): Promise<void> {
    if (!this.isWhole || this.busy) return;
    this.busy = true;
    try {
      await call('leave_counterpart', { pin: this.pin });
      this.ask(false);
      if (this.#visiting.round === null) await this.#visiting.begin();
      else this.#visiting.go('seal');
    } catch (said) {
      this.pin = '';
      this.fault = toFault(said, 'leave_counterpart');
      if (this.fault.code === CODES.pinSpent) await this.#visiting.readState();
    } finally {
      this.busy = false;
    }
  }
}
