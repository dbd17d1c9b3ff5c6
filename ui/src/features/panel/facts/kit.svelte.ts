// The kit of a visit: the team's card, how many claims are drawn, the digits two people type.
import { call, type PanelKitMade } from '$api';
import { host, type Offered } from '$platform';
import { Shown } from '../panel.svelte';

/** Drawing a kit in one window. */
export class Kit {
  readonly made = new Shown<PanelKitMade | null>(() => Promise.resolve(null));
  open = $state(false);
  card = $state.raw<Offered | null>(null);
  sample = $state('3');
  typed = $state([
    { person: '', digits: '' },
    { person: '', digits: '' },
  ]);

  /** Whether it can be drawn now. */
  get ready(): boolean {
    const typed = this.typed.every(({ person, digits }) => person.trim() !== '' && /^\d{6,64}$/.test(digits));
    return this.card !== null && /^\d{1,3}$/.test(this.sample) && typed;
  }

  /** Opens the dialog anew: digits are typed for each draw. */
  ask(): void {
    this.open = true;
    this.made.data = null;
    this.made.fault = null;
    for (const one of this.typed) one.digits = '';
  }

  /** Picks the team's card. */
  async pick(): Promise<void> {
    this.card = (await host().pick('files'))[0] ?? this.card;
  }

  /** Draws, and writes the kit into a folder. */
  async draw(): Promise<void> {
    const { card } = this;
    const [into] = await host().pick('folder');
    if (!card || !into) return;
    const typed = this.typed.map(({ person, digits }): [string, string] => [person.trim(), digits]);
    await this.made.act(async () => {
      this.made.data = await call('panel_kit', { card: card.id, applications: [], sample: Number(this.sample), typed, into: into.id });
    });
  }
}
