// The opening ceremony: shares, holders who unlock one after another, a rehearsal, the opening.
// Trap: a passphrase is wiped here after each try; the program keeps the holder, never the words.
import { call, type IdentityView, type PanelCeremony, type PanelOpened, type PanelRehearsed } from '$api';
import { host } from '$platform';
import { Progress } from '$shared/state/progress.svelte';
import { Grounds, Shown, type Panel } from '../panel.svelte';

/** The screen of the opening. */
export class Opening {
  readonly ceremony = new Shown<PanelCeremony>(() => call('panel_ceremony', { files: [] }));
  readonly progress = new Progress();
  readonly grounds = new Grounds();
  passphrase = $state('');
  /** The identity on this machine whose holder unlocks next; empty for a folder. */
  identity = $state('');
  folder = $state.raw<{ id: string; name: string } | null>(null);
  rehearsed = $state.raw<PanelRehearsed | null>(null);
  opened = $state.raw<PanelOpened | null>(null);
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
    this.identity = this.others[0]?.identity ?? '';
  }

  /** Other identities of the panel on this machine. */
  get others(): IdentityView[] {
    const { state } = this.#panel.entry;
    return (state?.identities ?? []).filter((one) => one.workspace === 'panel' && one.identity !== state?.chosen);
  }

  /** Whether enough of the shares are open. */
  get enough(): boolean {
    const { data } = this.ceremony;
    return data !== null && data.needed > 0 && data.opened >= data.needed;
  }

  /** Whether somebody can unlock now. */
  get canUnlock(): boolean {
    return this.passphrase !== '' && (this.identity !== '' || this.folder !== null);
  }

  /** Adds the files with the shares. */
  async pickShares(what: 'files' | 'folder'): Promise<void> {
    const files = await host().pick(what);
    if (files.length === 0) return;
    await this.ceremony.act(async () => {
      this.ceremony.data = await call('panel_ceremony', { files: files.map(({ id }) => id) });
    });
  }

  /** Picks the folder of a holder's store. */
  async pickFolder(): Promise<void> {
    const [folder] = await host().pick('folder');
    if (!folder) return;
    this.folder = folder;
    this.identity = '';
  }

  /** A holder unlocks. */
  async add(): Promise<void> {
    const { passphrase, identity, folder } = this;
    this.passphrase = '';
    const request = { identity: identity || null, folder: identity ? null : (folder?.id ?? null), passphrase };
    await this.ceremony.act(async () => {
      this.ceremony.data = await call('panel_add_holder', request);
      this.folder = null;
    });
  }

  /** Everybody leaves. */
  async clear(): Promise<void> {
    await this.ceremony.act(async () => {
      this.ceremony.data = await call('panel_clear_holders');
    });
    this.rehearsed = null;
  }

  /** Puts the key together and forgets it. */
  async rehearse(): Promise<void> {
    await this.ceremony.act(async () => {
      this.rehearsed = await call('panel_rehearse');
    });
  }

  /** Freezes the list and opens the bundles. */
  async open(): Promise<void> {
    const request = { files: [], correction: this.grounds.given };
    await this.ceremony.act(async () => {
      this.opened = await this.progress.during(() => call('panel_open', request));
      await this.#panel.changed();
    });
  }
}
