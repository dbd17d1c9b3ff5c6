// Short words about what just happened, seen and heard. Owns the list of toasts and what the live
// region says. Trap: nothing important may live only here, since toasts go away.
import { toFault, type Fault } from '$api';

/** How a toast is meant. */
export type Tone = 'plain' | 'good' | 'warn' | 'danger';

/** A toast on the screen. */
export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  fault?: Fault;
}

/** Milliseconds a toast stays; refusals stay until they are closed. */
const STAY = 6000;

let last = 0;
let toasts = $state<Toast[]>([]);
let heard = $state('');

/** Toasts and announcements. */
export const notices = {
  /** Toasts on the screen, oldest first. */
  get toasts(): readonly Toast[] {
    return toasts;
  },
  /** What the live region says now. */
  get heard(): string {
    return heard;
  },
  /** Says something to those who listen, and shows nothing. */
  announce(text: string): void {
    // The same words twice would not be heard twice without a difference.
    heard = heard === text ? `${text}\u00a0` : text;
  },
  /** Shows a toast for a while. */
  show(text: string, tone: Tone = 'plain'): void {
    last += 1;
    const id = last;
    toasts = [...toasts, { id, tone, text }];
    notices.announce(text);
    setTimeout(() => notices.close(id), STAY);
  },
  /** Shows what was refused, until it is closed. */
  refuse(said: unknown): void {
    last += 1;
    const fault = toFault(said, '');
    const others = toasts.filter((toast) => toast.fault?.code !== fault.code);
    toasts = [...others, { id: last, tone: 'danger', text: '', fault }];
  },
  /** Takes a toast away. */
  close(id: number): void {
    toasts = toasts.filter((toast) => toast.id !== id);
  },
};
