// What the compiler cannot see: tiers, the one door to the host, unspoken types, words outside the
// catalogue. Direction of imports: api, platform, i18n <- shared <- viewer <- features <- views.
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const tauri = { group: ['@tauri-apps/*'], message: 'Only src/platform talks to the shell.' };
const up = (...tiers) => ({
  group: tiers.flatMap((tier) => [`$${tier}`, `$${tier}/*`, `**/${tier}/**`]),
  message: 'Tiers: shared ← viewer ← features ← views; never the other way.',
});
const tier = (files, ...groups) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [tauri, ...groups] }] },
});
const han = {
  selector: 'Literal[value=/[\\u4e00-\\u9fff]/], TemplateElement[value.raw=/[\\u4e00-\\u9fff]/], :not(SvelteStyleElement) > SvelteText[value=/[\\u4e00-\\u9fffA-Za-z]{2}/]',
  message: 'Words for people live in src/i18n.',
};
const styled = {
  selector: 'SvelteAttribute[key.name="style"]',
  message: 'The content policy drops style attributes; use classes, or the style: directive, which goes through the CSSOM.',
};

export default ts.config(
  { ignores: ['dist', 'node_modules', 'shots', 'src/api/types.ts', 'src/i18n/messages.ts'] },
  ...ts.configs.strict,
  ...svelte.configs['flat/recommended'],
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
    },
  },
  { files: ['src/**/*.ts', 'src/**/*.svelte'], rules: { 'max-lines': ['error', { max: 400, skipComments: true }] } },
  { files: ['src/**/*.svelte', 'src/**/*.ts'], ignores: ['**/*.test.ts'], rules: { 'no-restricted-syntax': ['error', han, styled] } },
  tier(['src/api/**', 'src/i18n/**'], up('shared', 'viewer', 'features', 'views')),
  tier(['src/shared/**'], up('viewer', 'features', 'views')),
  tier(['src/viewer/**'], up('features', 'views')),
  tier(['src/features/**'], up('views')),
  tier(['src/views/**', 'src/main.ts', 'test/**']),
  { files: ['scripts/**', '*.js', '*.ts'], languageOptions: { globals: { ...globals.node } }, rules: { 'no-console': 'off' } },
);
