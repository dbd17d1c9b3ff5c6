// Compares the message files of both languages and, with `--write`, makes their names into types:
// src/i18n/messages.ts, which is not kept, so that two people who add messages never collide.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FluentParser, Visitor } from '@fluent/syntax';

const root = fileURLToPath(new URL('../src/i18n', import.meta.url));
const target = join(root, 'messages.ts');
const languages = ['zh-CN', 'en'];
const faults = [];

class Variables extends Visitor {
  names = new Set();
  visitVariableReference(node) {
    this.names.add(node.id.name);
  }
}

function read(language) {
  const known = new Map();
  for (const file of readdirSync(join(root, language)).filter((name) => name.endsWith('.ftl')).sort()) {
    const text = readFileSync(join(root, language, file), 'utf8');
    for (const entry of new FluentParser().parse(text).body) {
      if (entry.type === 'Junk') faults.push(`${language}/${file}: not understood: ${entry.content.trim().split('\n')[0]}`);
      if (entry.type !== 'Message') continue;
      const id = entry.id.name;
      if (known.has(id)) faults.push(`${language}/${file}: ${id} is said twice`);
      if (!entry.value) faults.push(`${language}/${file}: ${id} has no text`);
      const found = new Variables();
      found.visit(entry);
      known.set(id, [...found.names].sort());
    }
    checkChinese(language, file, text);
  }
  return known;
}

/** Chinese is set with full-width punctuation. */
function checkChinese(language, file, text) {
  if (language !== 'zh-CN') return;
  text.split('\n').forEach((line, at) => {
    const said = line.replace(/\{[^}]*\}/g, '');
    if (!line.startsWith('#') && /[\u4e00-\u9fff][,;:?!()]|[,;?!()][\u4e00-\u9fff]/.test(said)) {
      faults.push(`zh-CN/${file}:${at + 1}: half-width punctuation in Chinese: ${line.trim()}`);
    }
  });
}

const [first, second] = languages.map(read);
for (const [id, names] of first) {
  const others = second.get(id);
  if (!others) faults.push(`en: ${id} is missing`);
  else if (String(names) !== String(others)) faults.push(`${id}: arguments differ: ${names} / ${others}`);
}
for (const id of second.keys()) if (!first.has(id)) faults.push(`zh-CN: ${id} is missing`);

const line = ([id, names]) =>
  `  '${id}': ${names.length === 0 ? 'Record<never, never>' : `{ ${names.map((name) => `${name}: Value`).join('; ')} }`};`;
const text = `// Names and arguments of all messages, made from the message files by \`npm run messages\`.

type Value = string | number;

/** Arguments of each message. */
export interface MessageArgs {
${[...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(line).join('\n')}
}

/** Name of a message. */
export type MessageId = keyof MessageArgs;
`;

if (process.argv.includes('--write')) writeFileSync(target, text);

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`${first.size} messages in ${languages.length} languages`);
