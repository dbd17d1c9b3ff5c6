// The rolling copy on the stick as the status line says it. Owns asking how it stands and naming the
// stick; the program makes the copies by itself.
import { call, type CopyState } from '$api';
import { has, say, timeOf, type PlainId } from '$i18n';
import { host } from '$platform';
import { notices } from '$shared/state/notices.svelte';

/** Milliseconds between two questions. */
const EVERY = 20_000;

/** The copy of one window. */
export class StickCopy {
  state = $state.raw<CopyState | null>(null);

  /** Asks now and then, until the result is called. */
  watch(): () => void {
    void this.ask();
    const timer = setInterval(() => void this.ask(), EVERY);
    return () => clearInterval(timer);
  }

  /** Asks once; without an answer the last one holds. */
  async ask(): Promise<void> {
    this.state = await call('copy_state').catch(() => this.state);
  }

  /** Whether the person should look at it. */
  get isWarning(): boolean {
    const { state } = this;
    return state !== null && (!state.named || state.fault !== null || (!state.present && state.due));
  }

  /** What the status line says. */
  get text(): string {
    const { state } = this;
    if (!state) return '';
    if (!state.named) return say('stick-unnamed');
    if (state.fault !== null) return has(`stick-${state.fault}`) ? say(`stick-${state.fault}` as PlainId) : say('stick-fault');
    const time = state.last === null ? null : timeOf(state.last);
    if (!state.present) return time === null ? say('stick-absent') : say('stick-absent-since', { time });
    return time === null ? say('stick-waiting') : say('stick-copied', { time });
  }

  /** Names the stick, or makes a copy now when one is named. */
  async press(): Promise<void> {
    try {
      if (this.state?.named && this.state.present) {
        this.state = await call('copy_now');
        notices.show(this.text);
      } else await this.name();
    } catch (said) {
      notices.refuse(said);
    }
  }

  /** Asks for the folder on the stick. */
  async name(): Promise<void> {
    try {
      const [folder] = await host().pick('folder');
      if (folder) this.state = await call('name_stick', { folder: folder.id });
    } catch (said) {
      notices.refuse(said);
    }
  }
}
