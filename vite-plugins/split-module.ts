/** A module of which some functions come later: two modules in its place. */
export interface SplitModule {
  /** What stays, with `stub` in the place of each function. It also gives what the functions need under the name `later$NAME`. */
  readonly first: string;
  /** The functions, which import what they need from the first. */
  readonly later: string;
}

const IMPORT = /^import [\s\S]*?;$/gm;
const TOP = /^(?:export )?(?:const|class|function\*?) (\w+)/gm;
const PREFIX = "later$";

/**
 * Takes top-level functions out of a module as Prettier prints it: a declaration begins at the start of a line and ends with a brace at the start of one.
 * Names that are not there are left out: a test looks for those.
 */
export function splitModule(
  text: string,
  names: readonly string[],
  { path, stub }: { readonly path: string; readonly stub: (name: string) => string },
): SplitModule {
  const found = functionsOf(text).filter(({ name }) => names.includes(name));
  const first = found.reduce(
    (left, { name, declaration }) =>
      left.replace(declaration, () => {
        const isExported = declaration.startsWith("export ");
        return `${isExported ? "export " : ""}function ${name}(...given: any[]): any { ${stub(name)} }`;
      }),
    text,
  );
  const bodies = found.map(({ declaration }) => declaration.replace(/^export /, ""));
  const own = [...first.matchAll(TOP)].flatMap(([, name]) => name ?? []);
  const moved = new Set(found.map(({ name }) => name));
  const needed = own.filter(
    (name) => !moved.has(name) && bodies.some((body) => new RegExp(`\\b${name}\\b`).test(body)),
  );
  const gives = needed.map((name) => `${name} as ${PREFIX}${name}`);
  const takes = needed.map((name) => `${PREFIX}${name} as ${name}`);
  return {
    first: `${first}\nexport { ${gives.join(", ")} };`,
    later: [
      ...(text.match(IMPORT) ?? []),
      `import { ${takes.join(", ")} } from ${JSON.stringify(path)};`,
      ...bodies,
      `export { ${[...moved].join(", ")} };`,
    ].join("\n"),
  };
}

/** The top-level functions of a module. */
export function functionsOf(
  text: string,
): readonly { readonly name: string; readonly declaration: string }[] {
  const found = text.matchAll(/^(?:export )?function\*? (\w+)[(<][\s\S]*?^}$/gm);
  return [...found].map(([declaration, name]) => ({ name: name ?? "", declaration }));
}
