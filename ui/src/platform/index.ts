// The door to the program behind the window. Owns the choice between its two forms, made once at
// start. Nothing outside this folder may know which one it is.
import { http } from './http';
import type { Host } from './host';
import { tauri } from './tauri';

export type { DropListener, Host, Offered, Pickable } from './host';

const inShell = (): boolean => '__TAURI_INTERNALS__' in globalThis;

let chosen: Host | undefined;

/** The program behind this window. */
export function host(): Host {
  chosen ??= inShell() ? tauri : http;
  return chosen;
}

/** Puts another program behind the window; for tests. */
export function useHost(other: Host): void {
  chosen = other;
}
