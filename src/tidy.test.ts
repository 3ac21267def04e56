import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = dirname(fileURLToPath(import.meta.url));

/** What each part may import besides itself. Type imports count. The longest matching prefix decides. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  "core/base": [],
  "core/sim": ["core/base"],
  "core/api": ["core/base"],
  "core/store": ["core/base", "core/sim", "core/api", "core/client"],
  "core/apiserver": ["core/base", "core/sim", "core/api", "core/store", "core/client"],
  "core/client": ["core/base", "core/sim", "core/api"],
  "core/controllers": ["core/base", "core/sim", "core/api", "core/client"],
  "core/scheduler": ["core/base", "core/sim", "core/api", "core/client"],
  "core/kubelet": ["core/base", "core/sim", "core/api", "core/client"],
  "core/network": ["core/base", "core/sim", "core/api", "core/client"],
  "core/workloads": ["core/base", "core/sim", "core/api"],
  "core/view": ["core/base", "core/api"],
  "core/cluster": ["core"],
  kubectl: ["core/base", "core/api"],
  protocol: ["core/base", "core/api", "core/view"],
  share: ["core/base", "core/api", "protocol"],
  lessons: ["core/base", "core/api", "protocol"],
  "hosts/worker": [
    "core/base",
    "core/api",
    "core/cluster",
    "core/view",
    "core/sim",
    "kubectl",
    "lessons",
    "protocol",
  ],
  "hosts/gateway": ["core/base", "core/api", "core/apiserver", "core/cluster", "protocol"],
  "hosts/cli": [
    "core/base",
    "core/api",
    "core/cluster",
    "hosts/worker",
    "kubectl",
    "lessons",
    "protocol",
    "share",
  ],
  app: ["core/base", "core/api", "core/view", "protocol", "share", "lessons"],
  "main.tsx": ["app"],
  "virtual-lessons.d.ts": ["protocol"],
  // Test tooling: may look everywhere, and nothing of the product may look at it.
  golden: ["core", "kubectl", "protocol", "hosts", "vectors"],
  vectors: ["core", "kubectl", "protocol", "hosts"],
};

interface SourceFile {
  /** Path below src, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

const files: readonly SourceFile[] = listFiles(ROOT)
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({
    path: relative(ROOT, path).split(sep).join("/"),
    text: readFileSync(path, "utf8"),
  }));

/** Tests, and what they share: folders called `testing`. */
const OF_TESTS = /\.test\.tsx?$|\/testing\//;

const product = files.filter(({ path }) => !OF_TESTS.test(path));

/** The part a path belongs to: the longest key of LAYERS that it lies under. */
function partOf(path: string): string | undefined {
  return Object.keys(LAYERS)
    .filter((part) => path === part || path.startsWith(`${part}/`))
    .sort((a, b) => b.length - a.length)[0];
}

interface Import {
  readonly from: SourceFile;
  /** As written. */
  readonly specifier: string;
  /** Path below src it leads to, undefined for packages. */
  readonly target: string | undefined;
}

function importsOf(file: SourceFile): Import[] {
  const found = [
    ...file.text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^;'"]*?\bfrom\s*["']([^"']+)["']/g),
    ...file.text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g),
  ];
  return found.map((match) => {
    const specifier = match[1] as string;
    if (specifier.startsWith("#"))
      return { from: file, specifier, target: specifier.slice(1).replace(/\?.*$/, "") };
    if (specifier.startsWith("."))
      return {
        from: file,
        specifier,
        target: posix.join(posix.dirname(file.path), specifier).replace(/\?.*$/, ""),
      };
    return { from: file, specifier, target: undefined };
  });
}

const imports = product.flatMap(importsOf);

function layerFault({ from, specifier, target }: Import): string | undefined {
  const part = partOf(from.path);
  if (part === undefined) return `${from.path} lies in no part`;
  if (target === undefined)
    return part.startsWith("core") ? `${from.path} imports the package ${specifier}` : undefined;
  if (target.startsWith("..")) return undefined;
  if (OF_TESTS.test(target) && part !== "vectors")
    return `${from.path} is no test, but imports ${target}`;
  const targetPart = partOf(target) ?? target;
  if (targetPart === part)
    return specifier.startsWith("#") && part !== "app" && !part.startsWith("core/api")
      ? `${from.path} spells its own part ${specifier}`
      : undefined;
  const isAllowed = (LAYERS[part] ?? []).some(
    (allowed) => targetPart === allowed || targetPart.startsWith(`${allowed}/`),
  );
  if (!isAllowed) return `${from.path} may not import ${target}`;
  return specifier.startsWith("#")
    ? undefined
    : `${from.path} reaches ${target} by a relative path`;
}

/** Every exported declaration without a comment before it. */
function undocumented({ path, text }: SourceFile): string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, i) => {
    const match =
      /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|interface|type) (\w+)/.exec(
        line,
      );
    if (!match) return [];
    const before = lines[i - 1]?.trim() ?? "";
    return before.endsWith("*/") ? [] : [`${path}: ${match[1]}`];
  });
}

describe("house rules", () => {
  test("parts import only what their layer allows, and spell other parts with #", () => {
    const faults = imports.map(layerFault).filter((fault) => fault !== undefined);
    expect(faults).toEqual([]);
  });

  test("the core runs without a wall clock, chance, timers or promises", () => {
    const banned =
      /\b(Math\.random|Date\.now|new Date|setTimeout|setInterval|localeCompare|toLocale\w*|async |await |Promise)\b/;
    const core = product.filter(
      ({ path }) => path.startsWith("core/") && !path.includes("/generated/"),
    );
    const faults = core.flatMap(({ path, text }) =>
      text
        .split("\n")
        .flatMap((line, i) =>
          banned.test(withoutText(line)) ? [`${path}:${i + 1}: ${line.trim()}`] : [],
        ),
    );
    expect(faults).toEqual([]);
  });

  test("exports of the core's public faces are documented", () => {
    const core = product.filter(
      ({ path }) =>
        path.startsWith("core/") && !path.includes("/generated/") && !path.includes("/testdata/"),
    );
    const faults = core.filter(({ path }) => isPublicFace(path)).flatMap(undocumented);
    expect(faults).toEqual([]);
  });

  test("every product file is reached from somewhere", () => {
    const entries = new Set([
      "main.tsx",
      "vectors/main.ts",
      "golden/main.ts",
      "hosts/gateway/main.ts",
      "hosts/worker/worker.ts",
      // Run by the build, for its picture in index.html.
      "hosts/worker/first-frame.ts",
    ]);
    const reached = new Set([
      ...imports.map(({ target }) => target),
      ...files.flatMap(importsOf).map(({ target }) => target),
    ]);
    const dead = product
      .map(({ path }) => path)
      .filter(
        (path) =>
          !entries.has(path) &&
          !reached.has(path) &&
          !path.startsWith("hosts/cli/") &&
          !path.endsWith(".d.ts") &&
          !/worker\.ts$/.test(path),
      );
    expect(dead).toEqual([]);
  });

  test("no work is left for later, and no test is skipped or alone", () => {
    const marks = new RegExp(
      `\\b(${["TO" + "DO", "FIX" + "ME"].join("|")})\\b|\\.(only|skip|todo)\\(`,
    );
    const faults = files.flatMap(({ path, text }) =>
      path === "tidy.test.ts"
        ? []
        : text.split("\n").flatMap((line, i) => (marks.test(line) ? [`${path}:${i + 1}`] : [])),
    );
    expect(faults).toEqual([]);
  });
});

/** Files directly in a part are its public face, and the kinds. */
function isPublicFace(path: string): boolean {
  const part = partOf(path);
  return part !== undefined && !path.slice(part.length + 1).includes("/");
}

/** A line of code without its comments and string literals. */
function withoutText(line: string): string {
  return line
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '""')
    .replace(/\/\/.*|^\s*\*.*|\/\*.*?\*\//g, "");
}
