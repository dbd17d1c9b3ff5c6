// Everything that can be done by a key or from the palette. Owns the one keydown listener of the
// window. Screens bind their acts while they are shown; what was bound last is asked first.
// Trap: acts never fire during composition, and plain keys never fire while text is typed.
import { untrack } from 'svelte';
import type { PlainId } from '$i18n';
import { chordOf, isComposing, writes, type Press } from './chord';

/** Something a person can do, by key, by palette, or both. */
export interface Act {
  /** Stable name, unique among what is bound. */
  id: string;
  /** What the palette and the list of keys call it; an argument-free message. */
  label: PlainId;
  /** Heading it stands under. */
  group: PlainId;
  /** Names of its keys as {@link chordOf} gives them. */
  keys?: readonly string[];
  /** Does it. */
  run: (press?: Press) => void;
  /** Whether it can be done now; always when absent. */
  enabled?: () => boolean;
  /** Whether its plain keys also work while text is typed (page keys, Escape). */
  inText?: boolean;
  /** Not offered in the palette (single digits and the like). */
  hidden?: boolean;
}

interface Layer {
  id: number;
  acts: readonly Act[];
  modal: boolean;
}

let last = 0;
let layers = $state.raw<readonly Layer[]>([]);

/** Layers that may act now: those above the topmost modal one, and it itself; newest first. */
function inForce(): Layer[] {
  const at = layers.findLastIndex((layer) => layer.modal);
  return layers.slice(Math.max(0, at)).reverse();
}

const isOn = (act: Act): boolean => act.enabled?.() ?? true;

/** Binds acts until the result is called; `modal` silences everything bound before. */
export function bindActs(acts: readonly Act[], { modal = false } = {}): () => void {
  last += 1;
  const id = last;
  // Binding inside an effect must not make the effect depend on what is bound.
  untrack(() => (layers = [...layers, { id, acts, modal }]));
  return () => untrack(() => (layers = layers.filter((layer) => layer.id !== id)));
}

/** Acts that can be done now, for the palette and the list of keys; newest layer first. */
export function actsNow(): Act[] {
  const acts = inForce().flatMap((layer) => [...layer.acts]);
  return acts.filter((act, at) => acts.findIndex((other) => other.id === act.id) === at);
}

/** The act a press stands for, if any. */
export function actFor(press: Press, typing: boolean): Act | undefined {
  if (isComposing(press)) return undefined;
  const chord = chordOf(press);
  const fits = (act: Act): boolean =>
    (act.keys?.includes(chord) ?? false) && (act.inText === true || !(typing && writes(press))) && isOn(act);
  return actsNow().find(fits);
}

/** Whether an element takes typed text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** Keys by which a focused button, link or option does its own work. */
const isOwnKey = (press: Press, target: EventTarget | null): boolean =>
  ['Enter', ' '].includes(press.key) &&
  target instanceof HTMLElement &&
  target.closest('button, a[href], summary, [role="menuitem"], [role="option"], [role="tab"]') !== null;

function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || isOwnKey(event, event.target)) return;
  const act = actFor(event, isTyping(event.target));
  if (!act) return;
  event.preventDefault();
  act.run(event);
}

/** Starts listening; called once. */
export function listenToKeys(target: Window = window): () => void {
  target.addEventListener('keydown', onKeydown);
  return () => target.removeEventListener('keydown', onKeydown);
}
