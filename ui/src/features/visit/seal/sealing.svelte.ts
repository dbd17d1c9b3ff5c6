// The end at the door: the page for the enterprise, the seal, and opening it again. Owns what is
// asked before each. Trap: the enterprise's page is entered only with a PIN set, or it could not be
// left again without the passphrase.
import { call, CODES, toFault, type Fault } from '$api';
import { Progress } from '$shared/state/progress.svelte';
import type { Visiting } from '../visit.svelte';

/** What is asked. */
export type Asked = 'seal' | 'unseal' | 'pin' | null;

/** Sealing one application. */
export class Sealing {
  asked = $state<Asked>(null);
  passphrase = $state('');
  reason = $state('');
  pin = $state('');
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  readonly progress = new Progress();
  readonly #visiting: Visiting;

  constructor(visiting: Visiting) {
    this.#visiting = visiting;
  }

  get #application(): string {
    return this.#visiting.open?.application ?? '';
  }
  /** Whether the passphrase was the reason. */
  get isWrong(): boolean {
    return this.fault?.code === CODES.wrongPassphrase;
  }

  /** Asks, or drops the question. */
  ask(asked: Asked): void {
    this.asked = asked;
    this.passphrase = '';
    this.reason = '';
    this.pin = '';
    this.fault = null;
  }

  /** Seals. */
  async seal(): Promise<void> {
    await this.#during('seal_visit', async () => {
      this.#visiting.take(await call('seal_visit', { application: this.#application, passphrase: this.passphrase }));
    });
  }

  /** Opens the seal again. */
  async unseal(): Promise<void> {
    await this.#during('unseal', async () => {
      await call('unseal', { application: this.#application, reason: this.reason });
      this.#visiting.take(await call('visit', { application: this.#application }));
    });
  }

  /** Shows the record to the enterprise; asks for a PIN first where none was set. */
  async show(): Promise<void> {
    if (!this.#visiting.hasPin && this.pin === '') {
      this.ask('pin');
      return;
    }
    await this.#during('show_counterpart', async () => {
      if (this.pin !== '') await call('set_pin', { pin: this.pin });
      this.#visiting.take(await call('show_counterpart', { application: this.#application }));
      this.#visiting.go('counterpart');
    });
  }

  async #during(command: string, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.fault = null;
    try {
      await this.progress.during(work);
      this.ask(null);
    } catch (said) {
      this.fault = toFault(said, command);
    } finally {
      this.busy = false;
    }
  }
}
