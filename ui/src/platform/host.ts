// What the window needs from whatever it runs in. Owns the contract only; `tauri.ts` and `http.ts`
// fulfil it. Trap: files are known by opaque ids; a path never reaches this side.

/** A file or folder the person picked or dropped; the program knows where it lies. */
export interface Offered {
  id: string;
  name: string;
  bytes: number | null;
}

/** What may be picked. */
export type Pickable = 'files' | 'folder';

/** What happens while files are dragged over the window. */
export interface DropListener {
  /** Whether something hovers over the window now. */
  over: (hovering: boolean) => void;
  /** Files were let go. */
  dropped: (files: Offered[]) => void;
}

/** The program behind the window. */
export interface Host {
  /** Calls a command of the table; rejects with what the program said. */
  send: (command: string, request: unknown) => Promise<unknown>;
  /** Asks the person for files or a folder; empty when they thought better of it. */
  pick: (what: Pickable) => Promise<Offered[]>;
  /** Listens for dropped files; the result stops listening. */
  onDrop: (listener: DropListener) => () => void;
  /** Listens for files handed over by the system while running; the result stops listening. */
  onHandedOver: (listener: () => void) => () => void;
  /** Address of something on the page scheme. */
  pageUrl: (path: string) => string;
}
