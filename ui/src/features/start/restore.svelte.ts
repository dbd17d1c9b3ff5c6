// Restoring from a backup on another machine. Owns the folder and what is typed, wiped after a try.
import { call, toFault, type Fault, type OfferedFile, type StartState, type Workspace } from '$api';
import { host } from '$platform';
import { Progress } from '$shared/state/progress.svelte';

/** One restoring. */
export class Restore {
  folder = $state.raw<OfferedFile | null>(null);
  secret = $state('');
  isCode = $state(false);
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);
  readonly progress = new Progress();
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Whether there is enough to begin. */
  get ready(): boolean {
    return this.folder !== null && this.secret !== '';
  }

  /** Lets the person pick the folder of the backup. */
  async pick(): Promise<void> {
    try {
      const [folder] = await host().pick('folder');
      if (folder) this.folder = folder;
    } catch (said) {
      this.fault = toFault(said, 'pick');
    }
  }

  /** Restores; the state when it worked, `null` when not. */
  async go(): Promise<StartState | null> {
    if (!this.folder || this.secret === '' || this.busy) return null;
    const request = { workspace: this.#workspace, folder: this.folder.id, secret: this.secret, is_recovery_code: this.isCode };
    this.secret = '';
    this.busy = true;
    this.fault = null;
    try {
      return await this.progress.during(() => call('restore', request));
    } catch (said) {
      this.fault = toFault(said, 'restore');
      return null;
    } finally {
      this.busy = false;
    }
  }
}
