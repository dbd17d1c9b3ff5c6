import { afterEach, describe, expect, it, vi } from 'vitest';
import { chordOf, isComposing, type Press } from './chord';
import { actFor, actsNow, bindActs, listenToKeys, type Act } from './keymap.svelte';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  keyCode: 0,
  isComposing: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const act = (id: string, keys: string[], more: Partial<Act> = {}): Act => ({
  id,
  label: 'palette',
  group: 'group-window',
  keys,
  run: () => undefined,
  ...more,
});

const unbind: (() => void)[] = [];
const bind = (acts: Act[], modal = false): void => void unbind.push(bindActs(acts, { modal }));
afterEach(() => {
  unbind.splice(0).forEach((undo) => undo());
  document.body.replaceChildren();
});

describe('names of presses', () => {
  it.each([
    [press('F6'), 'F6'],
    [press('k', { ctrlKey: true }), 'Ctrl+K'],
    [press('?', { shiftKey: true }), '?'],
    [press('A', { shiftKey: true }), 'Shift+A'],
    [press(' '), 'Space'],
    [press('ArrowUp', { ctrlKey: true }), 'Ctrl+ArrowUp'],
    [press('+', { shiftKey: true }), '+'],
  ])('%j is called %s', (event, name) => expect(chordOf(event)).toBe(name));
});

describe('the guard against composition', () => {
  it.each([{ isComposing: true }, { keyCode: 229 }])('%j belongs to the input method', (state) => {
    bind([act('store', ['Enter'], { inText: true })]);
    expect(isComposing(press('Enter', state))).toBe(true);
    expect(actFor(press('Enter', state), true)).toBeUndefined();
    expect(actFor(press('Enter'), true)?.id).toBe('store');
  });
});

describe('which act a press stands for', () => {
  it('keeps plain keys and moving keys from a person who types, and lets function keys through', () => {
    bind([act('digit', ['7']), act('down', ['ArrowDown']), act('sheet', ['F6']), act('find', ['Ctrl+F'])]);
    expect(actFor(press('7'), true)).toBeUndefined();
    expect(actFor(press('ArrowDown'), true)).toBeUndefined();
    expect(actFor(press('7'), false)?.id).toBe('digit');
    expect(actFor(press('F6'), true)?.id).toBe('sheet');
    expect(actFor(press('f', { ctrlKey: true }), true)?.id).toBe('find');
  });

  it('asks what was bound last first, and what was bound before when that cannot act', () => {
    bind([act('window', ['F6'])]);
    let canAct = true;
    bind([act('screen', ['F6'], { enabled: () => canAct })]);
    expect(actFor(press('F6'), false)?.id).toBe('screen');
    canAct = false;
    expect(actFor(press('F6'), false)?.id).toBe('window');
  });

  it('silences everything behind a dialog, until it closes', () => {
    bind([act('window', ['F6'])]);
    const close = bindActs([act('in-dialog', ['F7'])], { modal: true });
    expect(actsNow().map(({ id }) => id)).toEqual(['in-dialog']);
    close();
    expect(actFor(press('F6'), false)?.id).toBe('window');
  });
});

describe('the listener of the window', () => {
  it('leaves Enter to the button that has the focus', () => {
    const run = vi.fn();
    bind([act('store', ['Enter'], { run })]);
    unbind.push(listenToKeys());
    const button = document.body.appendChild(document.createElement('button'));
    button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(run).not.toHaveBeenCalled();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(run).toHaveBeenCalledOnce();
  });

  it('lets no plain key through from a field', () => {
    const run = vi.fn();
    bind([act('digit', ['7'], { run })]);
    unbind.push(listenToKeys());
    const field = document.body.appendChild(document.createElement('input'));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: '7', bubbles: true }));
    expect(run).not.toHaveBeenCalled();
  });
});
