// One act of a screen at a time: whether it goes on, how far it is, why it was refused. Owns the
// shape that every controller of the office shares. Trap: a second press while one goes on is
// dropped, never queued.
import { call, toFault, type CommandName, type Commands, type Fault } from '$api';
import { host, type Offered, type Pickable } from '$platform';
import { Progress } from '$shared/state/progress.svelte';

/** What a screen does. */
export class Work {
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);
  readonly progress = new Progress();

  /** Calls a command that takes long or changes something; `null` when it was refused. */
  async run<C extends CommandName>(command: C, request: Commands[C]['request']): Promise<Commands[C]['response'] | null> {
    if (this.busy) return null;
    this.busy = true;
    this.fault = null;
    try {
      return await this.progress.during(() => call(command, request));
    } catch (said) {
      this.fault = toFault(said, command);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Lets the person pick; empty when they thought better of it or it was refused. */
  async pick(what: Pickable): Promise<Offered[]> {
    try {
      return await host().pick(what);
    } catch (said) {
      this.fault = toFault(said, 'pick');
      return [];
    }
  }

  /** One folder, or nothing. */
  async folder(): Promise<Offered | null> {
    return (await this.pick('folder'))[0] ?? null;
  }
}
