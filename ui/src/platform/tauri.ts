// The real program. Owns every import of the shell's API. Trap: the page scheme has another form
// on Windows, and an event listener is only there after a promise.
import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Host, Offered } from './host';

/** Listens to an event of the shell at once; what stops it works even before it has begun. */
function hear<T>(event: string, then: (payload: T) => void): () => void {
  let stopped = false;
  const begun = listen<T>(event, (message) => {
    if (!stopped) then(message.payload);
  });
  return () => {
    stopped = true;
    void begun.then((stop) => stop());
  };
}

/** Base of the page scheme: `page://localhost/` or, on Windows, `http://page.localhost/`. */
const base = (): string => convertFileSrc('', 'page');

/** The shell of the installed program. */
export const tauri: Host = {
  send: (command, request) => invoke(command, { request }),
  pick: (what) => invoke<Offered[]>('pick', { what }),
  onDrop: ({ over, dropped }) => {
    const stops = [
      hear<boolean>('files-over', over),
      hear<Offered[]>('files-dropped', dropped),
    ];
    return () => stops.forEach((stop) => stop());
  },
  onHandedOver: (listener) => hear<unknown>('files-handed-over', listener),
  pageUrl: (path) => base() + path,
};
