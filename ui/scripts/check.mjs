// Everything that can be said about the sources without starting the program, side by side.
import { spawn } from 'node:child_process';

const checks = {
  types: ['npx', 'tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', 'node_modules/.cache/tsc.json'],
  svelte: ['npx', 'svelte-check', '--fail-on-warnings', '--output', 'human-verbose'],
  lint: ['npx', 'eslint', '.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/'],
  tests: ['npx', 'vitest', 'run'],
};

function run([name, [command, ...args]]) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { shell: false });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += part));
    child.on('close', (code) => resolve({ name, code, said, seconds: (Date.now() - began) / 1000 }));
  });
}

// First, since the types of all messages come from it.
const messages = await run(['messages', ['node', 'scripts/messages.mjs', '--write']]);
const others = await Promise.all(Object.entries(checks).map(run));
const results = [messages, ...others];
for (const { name, code, said, seconds } of results) {
  console.log(`${code === 0 ? 'ok    ' : 'FAULTY'} ${name} ${seconds.toFixed(1)} s`);
  if (code !== 0) console.log(said);
}
process.exit(results.some(({ code }) => code !== 0) ? 1 : 0);
