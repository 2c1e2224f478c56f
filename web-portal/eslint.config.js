import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** ui, api, i18n ← call ← features ← app; a feature never imports another. */
const layers = (from, banned) => ({
  files: [`src/${from}/**`],
  rules: { 'no-restricted-imports': ['error', { patterns: banned.map((regex) => ({ regex, message: 'Layers point one way; a feature never imports another.' })) }] },
});

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.ts', 'src/api/live.ts', 'scripts', 'eslint.config.js'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  { plugins: { 'react-hooks': hooks }, rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'warn' } },
  {
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  layers('ui', ['/(call|features|app)/']),
  layers('api', ['/(ui|call|features|app|i18n)/', '^react']),
  layers('i18n', ['/(ui|call|features|app)/']),
  layers('call', ['/(ui|features|app)/', '^react']),
  layers('features', ['/app/', '^\\.\\./(?!\\.\\.)']),
);
