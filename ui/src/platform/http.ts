// The same program behind a loopback address: for machines without a web view, and for tests.
// Owns the protocol: `POST /call/<command>`, `POST /pick`, `POST /offer?name=`, `GET /page/…`.
// Trap: a browser shows no folder picker that a program could use, so the host picks folders.
import type { DropListener, Host, Offered } from './host';

/** The one-time token of the host, from the address the window was opened with. */
const token = new URLSearchParams(location.search).get('token') ?? '';

async function post(path: string, body: BodyInit, type: string): Promise<unknown> {
  const answer = await fetch(path, {
    method: 'POST',
    body,
    headers: { 'content-type': type, 'x-hengping-token': token },
    cache: 'no-store',
  });
  const said: unknown = await answer.json();
  if (!answer.ok) throw said;
  return said;
}

const ask = (path: string, request: unknown): Promise<unknown> =>
  post(path, JSON.stringify(request), 'application/json');

const offer = async (file: File): Promise<Offered> =>
  (await post(`/offer?name=${encodeURIComponent(file.name)}`, file, 'application/octet-stream')) as Offered;

const offerAll = (files: Iterable<File>): Promise<Offered[]> => Promise.all([...files].map(offer));

function pickFiles(): Promise<Offered[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  return new Promise((resolve, reject) => {
    input.addEventListener('cancel', () => resolve([]));
    input.addEventListener('change', () => offerAll(input.files ?? []).then(resolve, reject));
    input.click();
  });
}

/** Counts enters and leaves, which come in pairs for every element that is crossed. */
function dropArea({ over, dropped }: DropListener): () => void {
  let depth = 0;
  const enter = (): void => {
    depth += 1;
    if (depth === 1) over(true);
  };
  const leave = (): void => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) over(false);
  };
  const hold = (event: DragEvent): void => event.preventDefault();
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    depth = 0;
    over(false);
    void offerAll(event.dataTransfer?.files ?? []).then(dropped);
  };
  const handlers = { dragenter: enter, dragleave: leave, dragover: hold, drop } as const;
  for (const [event, handler] of Object.entries(handlers)) {
    window.addEventListener(event, handler as EventListener);
  }
  return () => {
    for (const [event, handler] of Object.entries(handlers)) {
      window.removeEventListener(event, handler as EventListener);
    }
  };
}

/** A host over loopback. */
export const http: Host = {
  send: (command, request) => ask(`/call/${command}`, request),
  pick: (what) =>
    what === 'files' ? pickFiles() : (ask('/pick', { what }) as Promise<Offered[]>),
  onDrop: dropArea,
  onHandedOver: () => () => undefined,
  pageUrl: (path) => `/page/${path}${path.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`,
};
