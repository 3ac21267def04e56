import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const NO_WALL_CLOCK = [
  "Date",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "performance",
  "process",
  "fetch",
  "crypto",
  "window",
  "document",
  "Intl",
  "structuredClone",
].map((name) => ({
  name,
  message: `core has no ${name}: time, chance and the outside come as parameters`,
}));

export default tseslint.config(
  {
    ignores: [
      "dist",
      "node_modules",
      "src/core/api/schema/generated",
      "src/hosts/gateway/generated",
      "src/kubectl/generated",
      ".cache",
      "public",
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportAllDeclaration", message: "name what you export" },
        { selector: "TSEnumDeclaration", message: "use a union of strings" },
        { selector: "ForInStatement", message: "use Object.keys" },
      ],
      eqeqeq: "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/**/*.test.ts"],
    rules: { "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }] },
  },
  {
    files: ["src/app/**/*.tsx"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["src/core/**/*.ts"],
    ignores: ["src/core/**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", ...NO_WALL_CLOCK],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "take a Random stream" },
      ],
    },
  },
  {
    files: ["**/*.test.ts", "**/*.test.tsx", "e2e/**", "scripts/**", "**/i18n/**", "**/*.config.*"],
    rules: {
      "max-lines": "off",
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
