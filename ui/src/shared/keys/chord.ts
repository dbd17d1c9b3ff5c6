// A key press as a name: `F6`, `Ctrl+K`, `Shift+Enter`, `?`, `7`. Owns the one guard against
// composition. Trap: while an input method composes, Enter and digits belong to it alone.

/** What of a keyboard event decides its name; events themselves fit. */
export interface Press {
  key: string;
  keyCode: number;
  isComposing: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Key code that browsers send while an input method has the key. */
const PROCESSED = 229;

/** Whether an input method has this key; nothing of ours may then happen. */
export const isComposing = (press: Pick<Press, 'isComposing' | 'keyCode'>): boolean =>
  press.isComposing || press.keyCode === PROCESSED;

const NAMES: Record<string, string> = { ' ': 'Space', Esc: 'Escape', Del: 'Delete' };

/** The name of a press. Shift is not named with signs, which are already different with it. */
export function chordOf(press: Press): string {
  const key = NAMES[press.key] ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key);
  const isSign = press.key.length === 1 && press.key !== ' ' && !/\p{L}/u.test(press.key);
  const held = [
    press.ctrlKey || press.metaKey ? 'Ctrl' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey && !isSign ? 'Shift' : '',
  ].filter((name) => name !== '');
  return [...held, key].join('+');
}

/** Whether a press would write something into a text field. */
export const writes = (press: Press): boolean =>
  !press.ctrlKey && !press.metaKey && !press.altKey &&
  (press.key.length === 1 || ['Enter', 'Backspace', 'Delete', 'Tab'].includes(press.key) || /^(Arrow|Home|End|Page)/.test(press.key));
