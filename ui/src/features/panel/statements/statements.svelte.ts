// Notes on the record and signatures under the list: who signs, where the file goes, what came in.
// Trap: a passphrase is wiped here after each try; who looks on may sign, and only a chair takes in.
import { call, type IdentityView, type PanelStatements } from '$api';
import { host, type Offered } from '$platform';
import { Shown, type Panel } from '../panel.svelte';

/** Somebody else's store, not one of this machine. */
export const ELSEWHERE = 'elsewhere';

/** Statements in one window. */
export class Statements {
  readonly all = new Shown<PanelStatements>(() => call('panel_statements'));
  /** What is being signed; nothing while no dialog is open. */
  signing = $state<'note' | 'list' | null>(null);
  words = $state('');
  /** Who signs: empty for oneself, an identity of this machine, or somewhere else. */
  who = $state('');
  folder = $state.raw<Offered | null>(null);
  passphrase = $state('');
  readonly #panel: Panel;

  constructor(panel: Panel) {
    this.#panel = panel;
  }

  /** Other identities of this machine that can sign. */
  get others(): IdentityView[] {
    const { state } = this.#panel.entry;
    const can = (one: IdentityView): boolean => one.workspace === 'panel' || one.workspace === 'expert';
    return (state?.identities ?? []).filter((one) => can(one) && one.identity !== state?.chosen);
  }

  /** Whether it can be signed now. */
  get ready(): boolean {
    const placed = this.who !== ELSEWHERE || this.folder !== null;
    return placed && this.passphrase !== '' && (this.signing === 'list' || this.words.trim() !== '');
  }

  /** Opens the dialog. */
  ask(signing: 'note' | 'list'): void {
    this.signing = signing;
    this.words = '';
    this.who = this.#panel.readOnly ? (this.others[0]?.identity ?? ELSEWHERE) : '';
    this.all.fault = null;
  }

  /** Picks the folder of the store of who signs. */
  async pickStore(): Promise<void> {
    this.folder = (await host().pick('folder'))[0] ?? this.folder;
  }

  /** Signs, and writes the file into a folder. */
  async sign(): Promise<void> {
    const { passphrase, who, folder, signing, words } = this;
    const [into] = await host().pick('folder');
    if (!into) return;
    this.passphrase = '';
    const done = await this.all.act(async () => {
      this.all.data = await call('panel_state', {
        words: signing === 'note' ? words : null,
        identity: who === '' || who === ELSEWHERE ? null : who,
        folder: who === ELSEWHERE ? (folder?.id ?? null) : null,
        passphrase,
        into: into.id,
      });
    });
    if (done) this.signing = null;
  }

  /** Takes files in that others signed. */
  async take(): Promise<void> {
    const files = await host().pick('files');
    if (files.length === 0) return;
    await this.all.act(async () => {
      this.all.data = await call('panel_take_statements', { files: files.map(({ id }) => id) });
    });
  }
}
