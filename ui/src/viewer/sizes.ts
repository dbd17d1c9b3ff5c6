// Sizes of pages of documents that are not open in a view; for crops. Owns what was asked while
// something is shown that needs it; nothing is kept beyond, since even an outline is confidential.
import { call } from '$api';
import type { Size } from './geometry';

const asked = new Map<string, Promise<readonly Size[]>>();
let users = 0;

/** Says that sizes are needed until the result is called. */
export function needSizes(): () => void {
  users += 1;
  return () => {
    users -= 1;
    if (users === 0) asked.clear();
  };
}

/** Sizes of the pages of a document; none when it cannot be opened. */
export function sizesOf(application: string, document: string): Promise<readonly Size[]> {
  const key = `${application}/${document}`;
  const known = asked.get(key);
  if (known) return known;
  const sizes = call('open_document', { application, document }).then(
    (view) => view.sizes,
    () => [],
  );
  asked.set(key, sizes);
  return sizes;
}
