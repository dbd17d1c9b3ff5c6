// Build and tests of the window. Owns the aliases of the tiers (tsconfig.json repeats them for the
// type checker) and what the built pages may contain. Trap: nothing may be fetched from elsewhere
// and nothing inlined, since the content policy allows neither.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const host = process.env['HENGPING_HOST'] ?? 'http://127.0.0.1:4817';

/** Notes which packages the pages contain, for the notices that travel with the program. */
function bundledPackages(): Plugin {
  const name = (id: string): string | undefined => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(id)?.[1];
  return {
    name: 'bundled-packages',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
      const names = chunks.flatMap((chunk) => Object.keys(chunk.modules)).map(name);
      const sorted = [...new Set(names)].filter((one) => one !== undefined).sort();
      writeFileSync(at('./node_modules/.bundled.json'), JSON.stringify(sorted));
    },
  };
}

export default defineConfig({
  plugins: [svelte(), bundledPackages()],
  base: './',
  resolve: {
    alias: {
      $api: at('./src/api/index.ts'),
      $platform: at('./src/platform/index.ts'),
      $i18n: at('./src/i18n/index.ts'),
      $shared: at('./src/shared'),
      $viewer: at('./src/viewer/index.ts'),
      $features: at('./src/features'),
    },
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  build: {
    target: ['es2022', 'chrome111', 'safari16.4'],
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    port: 4816,
    strictPort: true,
    // The guide lies in docs/.
    fs: { allow: ['..'] },
    proxy: { '/call': host, '/page': host, '/offer': host, '/progress': host },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // A document per file: what one file leaves behind must not fail another.
    pool: 'threads',
    fileParallelism: false,
  },
});
