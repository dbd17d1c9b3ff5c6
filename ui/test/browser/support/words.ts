// Words of the window for specs, from the Chinese message files: a spec finds things by the names
// people see. Owns only messages without selectors.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../src/i18n/zh-CN');
const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
const messages = new Map(lines.flatMap((line) => {
  const [, id, text] = /^([a-z][\w-]*) = (.*)$/.exec(line) ?? [];
  return id !== undefined && text !== undefined ? [[id, text] as const] : [];
}));

/** A message as the window says it. */
export function say(id: string, args: Record<string, string | number> = {}): string {
  const text = messages.get(id);
  if (text === undefined) throw new Error(`no message ${id}`);
  return text.replace(/\{ \$(\w+) \}/g, (_, name: string) => String(args[name]));
}
