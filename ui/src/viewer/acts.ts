// The keys of a view. Owns the list; the desk owns the keys that turn pages. Trap: a key that is held
// must be let go even when another window took the focus meanwhile.
import type { Act } from '$shared/keys/keymap.svelte';
import type { CiteFor, CiteOffer, CiteRequest } from './cite';
import type { ViewerController } from './controller.svelte';

/** Does something while a key is held: `on` is called by the key map, `off` when the key is let go. */
export function held(on: () => void, off: () => void): () => void {
  let holding = false;
  return () => {
    if (holding) return;
    holding = true;
    on();
    const release = (): void => {
      holding = false;
      window.removeEventListener('keyup', release);
      window.removeEventListener('blur', release);
      off();
    };
    window.addEventListener('keyup', release);
    window.addEventListener('blur', release);
  };
}

/** What is selected or drawn, as something to cite. */
export function requestOf({ selection, box }: Pick<ViewerController, 'selection' | 'box'>, to: CiteFor): CiteRequest | null {
  if (selection) return { page: selection.page, characters: [selection.from, selection.to], area: null, for: to };
  return box && { page: box.page, characters: null, area: box.area, for: to };
}

/** Puts the focus into the field for the page: of the view that takes the keys, or of the window. */
function focusPageField(): void {
  const field = (within: string): HTMLInputElement | null => document.querySelector(`${within} [data-page-field]`);
  (field('[data-viewer="active"]') ?? field('body'))?.focus();
}

/** Everything a view does by keys. */
export function viewerActs(view: ViewerController, offer: () => CiteOffer | null, cite: (request: CiteRequest) => unknown): Act[] {
  const group = 'group-viewer';
  const isOpen = (): boolean => view.ready;
  const chosen = (): boolean => view.selection !== null || view.box !== null;
  const citing = (to: CiteFor) => (): void => {
    const request = requestOf(view, to);
    if (request) cite(request);
  };
  const acts: Act[] = [
    { id: 'viewer-find', label: 'viewer-find', group, keys: ['Ctrl+F'], inText: true, run: () => view.find.show() },
    { id: 'viewer-go-to', label: 'viewer-go-to-page', group, keys: ['Ctrl+G'], inText: true, run: focusPageField },
    { id: 'viewer-back', label: 'viewer-back', group, keys: ['Alt+ArrowLeft'], run: () => view.back() },
    { id: 'viewer-forward', label: 'viewer-forward', group, keys: ['Alt+ArrowRight'], run: () => view.forward() },
    { id: 'viewer-larger', label: 'viewer-larger', group, keys: ['Alt+=', 'Alt++'], run: () => view.stepZoom(1) },
    { id: 'viewer-smaller', label: 'viewer-smaller', group, keys: ['Alt+-'], run: () => view.stepZoom(-1) },
    { id: 'viewer-block', label: 'viewer-fit-block', group, keys: ['Alt+0'], run: () => (view.fit = 'block') },
    { id: 'viewer-width', label: 'viewer-fit-width', group, keys: ['Alt+1'], run: () => (view.fit = 'width') },
    { id: 'viewer-page', label: 'viewer-fit-page', group, keys: ['Alt+2'], run: () => (view.fit = 'page') },
    { id: 'viewer-rotate', label: 'viewer-rotate', group, keys: ['Shift+R'], run: () => view.rotate(1) },
    { id: 'viewer-thumbnails', label: 'viewer-thumbnails', group, keys: ['Alt+T'], run: () => view.toggle('thumbnails') },
    { id: 'viewer-outline', label: 'viewer-outline', group, run: () => view.toggle('outline'), enabled: () => (view.view?.outline.length ?? 0) > 0 },
    { id: 'viewer-box', label: 'viewer-box', group, keys: ['B'], run: () => (view.drawBox = !view.drawBox) },
    { id: 'viewer-loupe', label: 'viewer-loupe-hint', group, keys: ['L'], run: held(() => (view.loupe = true), () => (view.loupe = false)) },
    { id: 'viewer-seals', label: 'viewer-seals-hint', group, keys: ['R'], run: held(() => view.showWithoutSeals(true), () => view.showWithoutSeals(false)) },
    { id: 'viewer-cite-leaf', label: 'viewer-cite-open-leaf', group, keys: ['K'], run: citing('leaf'), enabled: () => chosen() && offer()?.leaf !== null && offer() !== null },
    { id: 'viewer-cite-requiring', label: 'viewer-cite-all-requiring', group, keys: ['Shift+K'], run: citing('requiring'), enabled: () => chosen() && (offer()?.requiring ?? 0) > 0 },
    { id: 'viewer-cite-later', label: 'viewer-cite-later', group, keys: ['Alt+K'], run: citing('later'), enabled: () => chosen() && offer() !== null },
    { id: 'viewer-drop', label: 'viewer-cite-drop', group, keys: ['Escape'], hidden: true, run: () => view.clear(), enabled: () => chosen() || view.drawBox },
  ];
  return acts.map((act) => ({ ...act, enabled: () => isOpen() && (act.enabled?.() ?? true) }));
}
