// Specs of the built window in a browser, over the real program on a loopback address. Owns where
// they lie and how long they may take; `cargo xtask test` builds the window and the programs first.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/browser/**/*.spec.ts'],
    globalSetup: ['test/browser/support/round.ts'],
    // Each file has hosts and a browser of its own; more than two at a time only slow each other.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A machine that is busy takes its time; what never comes fails all the same.
    expect: { poll: { timeout: 15_000 } },
  },
});
