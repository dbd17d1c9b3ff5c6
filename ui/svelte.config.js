// Compiler options shared by Vite, svelte-check and the editor. Runes everywhere; styles leave as
// files, never as <style> elements made at run time, because the content policy forbids those.
/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true), css: 'external' },
};
