// Everything that can be done at the desk, by key, button and palette. Owns the table of its keys.
// Trap: the core loop needs no letter, so that an input method cannot get in its way.
import { isTyping, type Act } from '$shared/keys/keymap.svelte';
import type { Desk, DeskView } from './desk.svelte';
import type { Marking } from './marking.svelte';

/** An act of the desk. */
export interface DeskAct extends Act {
  /** Stands in the menu of the tool row. */
  inMenu?: boolean;
}

/** What the desk asks of the window around it. */
export interface DeskWindow {
  toList: () => void;
  toApplication: (direction: 1 | -1) => void;
  /** Enter: stores and goes on. */
  goOn: () => void;
  /** Asks why a leaf is not applicable. */
  askNotApplicable: () => void;
  /** Shows the citation of the neighbour above or below. */
  showNeighbour: (side: 'above' | 'below') => void;
  /** Puts the cursor into the comment. */
  toComment: () => void;
  nameStick: () => void;
  /** Searches all evidence. */
  search: () => void;
  /** Shows or hides the tools of the page. */
  toggleTools: () => void;
  check: () => void;
  /** Own marks of the open leaf side by side. */
  compare: () => void;
}

const typing = (): boolean => isTyping(document.activeElement);
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', ','];

/** Leaves a text, drops what was typed, closes what fills the window, goes back to the card. */
function escape(desk: Desk, marking: Marking): void {
  if (typing() && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  else if (marking.drop()) return;
  else if (desk.full !== null) desk.full = null;
  else if (desk.drawer) desk.drawer = false;
  else desk.view = 'card';
}

function show(desk: Desk, view: DeskView): void {
  const isBehind = desk.full !== null && desk.view === view;
  desk.full = null;
  if (isBehind) return;
  desk.view = desk.view === view ? 'card' : view;
  desk.moved();
}

const fill = (desk: Desk, pane: 'rail' | 'evidence' | 'card'): void => {
  desk.full = desk.full === pane ? null : pane;
};

function markActs(desk: Desk, marking: Marking, around: DeskWindow): DeskAct[] {
  const group = 'group-marking' as const;
  const canMark = (): boolean => desk.leaf !== null;
  return [
    { id: 'desk-digits', label: 'desk-digits', group, keys: DIGITS, run: (press) => press && marking.press(press.key), enabled: canMark, hidden: true },
    { id: 'desk-enter', label: 'desk-enter', group, keys: ['Enter'], run: around.goOn, enabled: canMark },
    { id: 'desk-backspace', label: 'desk-backspace', group, keys: ['Backspace'], run: () => marking.back(), enabled: () => marking.typed !== '', hidden: true },
    { id: 'desk-escape', label: 'desk-escape', group, keys: ['Escape'], run: () => escape(desk, marking), inText: true, hidden: true },
    { id: 'desk-plus', label: 'desk-plus', group, keys: ['+', '='], run: () => void marking.step(1), enabled: canMark },
    { id: 'desk-minus', label: 'desk-minus', group, keys: ['-'], run: () => void marking.step(-1), enabled: canMark },
    { id: 'desk-clear', label: 'desk-clear', group, keys: ['Delete'], run: () => void marking.clear(), enabled: canMark },
    { id: 'desk-not-applicable-act', label: 'desk-not-applicable-act', group, keys: ['N'], run: around.askNotApplicable, enabled: () => desk.canMark && canMark() },
    { id: 'desk-comment', label: 'desk-to-comment', group, keys: ['F2'], run: around.toComment, enabled: canMark },
    { id: 'desk-undo', label: 'desk-undo', group, keys: ['Ctrl+Z'], run: () => void desk.turn('undo'), enabled: () => !typing(), inMenu: true },
    { id: 'desk-redo', label: 'desk-redo', group, keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], run: () => void desk.turn('redo'), enabled: () => !typing(), inMenu: true },
    { id: 'desk-above', label: 'desk-above', group, keys: [']'], run: () => around.showNeighbour('above'), enabled: canMark },
    { id: 'desk-below', label: 'desk-below', group, keys: ['['], run: () => around.showNeighbour('below'), enabled: canMark },
  ];
}

function moveActs(desk: Desk, around: DeskWindow): DeskAct[] {
  const group = 'group-moving' as const;
  const steps = (direction: 1 | -1): void => (desk.view === 'across' ? around.toApplication(direction) : desk.step(direction));
  return [
    { id: 'desk-next-leaf', label: 'desk-next-leaf', group, keys: ['ArrowDown'], run: () => steps(1) },
    { id: 'desk-last-leaf', label: 'desk-last-leaf', group, keys: ['ArrowUp'], run: () => steps(-1) },
    { id: 'desk-next-application', label: 'desk-next-application', group, keys: ['Ctrl+ArrowDown'], run: () => around.toApplication(1) },
    { id: 'desk-last-application', label: 'desk-last-application', group, keys: ['Ctrl+ArrowUp'], run: () => around.toApplication(-1) },
    { id: 'desk-page-down', label: 'desk-page-down', group, keys: ['PageDown', 'Space'], run: () => desk.evidence.turn(1), hidden: true },
    { id: 'desk-page-up', label: 'desk-page-up', group, keys: ['PageUp', 'Shift+Space'], run: () => desk.evidence.turn(-1), hidden: true },
    // The page keys have nothing to do in a comment of a few lines, and much to do beside it.
    { id: 'desk-page-down-text', label: 'desk-page-down', group, keys: ['PageDown'], run: () => desk.evidence.turn(1), inText: true, hidden: true },
    { id: 'desk-page-up-text', label: 'desk-page-up', group, keys: ['PageUp'], run: () => desk.evidence.turn(-1), inText: true, hidden: true },
    { id: 'desk-list', label: 'list-title', group, keys: ['Ctrl+O'], run: around.toList, inMenu: true },
  ];
}

function viewActs(desk: Desk, around: DeskWindow): DeskAct[] {
  const group = 'group-desk' as const;
  return [
    { id: 'desk-find', label: 'desk-find', group, run: () => desk.evidence.find(), hidden: true },
    { id: 'desk-search', label: 'desk-search', group, keys: ['Ctrl+Shift+F'], run: around.search, inMenu: true },
    { id: 'desk-facts', label: 'desk-facts', group, keys: ['F4'], run: () => show(desk, 'facts'), inMenu: true },
    { id: 'desk-sheet', label: 'desk-sheet', group, keys: ['F6'], run: () => show(desk, 'sheet'), inMenu: true },
    { id: 'desk-across', label: 'desk-across', group, keys: ['F7'], run: () => show(desk, 'across'), inMenu: true },
    { id: 'desk-full-evidence', label: 'desk-full-evidence', group, keys: ['F8'], run: () => fill(desk, 'evidence'), inMenu: true },
    { id: 'desk-full-card', label: 'desk-full-card', group, keys: ['F9'], run: () => fill(desk, 'card'), inMenu: true },
    { id: 'desk-full-rail', label: 'desk-full-rail', group, keys: ['Shift+F8'], run: () => fill(desk, 'rail'), inMenu: true },
    { id: 'desk-drawer', label: 'desk-drawer', group, keys: ['Shift+F9'], run: () => (desk.drawer = !desk.drawer), inMenu: true },
    { id: 'desk-split', label: 'desk-split', group, keys: ['Ctrl+\\'], run: () => desk.evidence.toggleSplit(), inMenu: true },
    { id: 'desk-tools-act', label: 'desk-page-tools', group, keys: ['Alt+P'], run: around.toggleTools, inMenu: true },
    { id: 'desk-opinion', label: 'desk-opinion', group, keys: ['F10'], run: () => show(desk, 'opinion'), inMenu: true },
    { id: 'desk-all-citations', label: 'citations-title', group, keys: ['F3'], run: () => show(desk, 'citations'), inMenu: true },
    { id: 'desk-compare', label: 'desk-compare', group, run: around.compare, enabled: () => desk.leaf !== null, inMenu: true },
    { id: 'desk-check', label: 'desk-check', group, run: around.check, inMenu: true },
    { id: 'desk-name-stick', label: 'desk-name-stick', group, run: around.nameStick, inMenu: true },
  ];
}

/** All acts of the desk. */
export const deskActs = (desk: Desk, marking: Marking, around: DeskWindow): DeskAct[] => [
  ...markActs(desk, marking, around),
  ...moveActs(desk, around),
  ...viewActs(desk, around),
];
