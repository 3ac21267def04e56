import { existsSync, readdirSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { FIRST_SCHEMAS } from "./first-schemas.ts";
import { LATER } from "./later-list.ts";

const ROOT = fileURLToPath(new URL("../src/", import.meta.url));
const DOOR = "virtual:later-modules";
const ALL = "virtual:later-modules/all";
const STUB = "virtual:later-modules/stub/";
// Vite asks that resolved names of virtual modules begin with a null byte, so that other plugins leave them alone.
const MARK = "\0";

/** Generated tables by schema name, of which only the entries of FIRST_SCHEMAS are here from the start. */
const TABLES: Readonly<Record<string, string>> = {
  "core/api/schema/generated/schemas.ts": "schemas",
  "core/api/schema/generated/go-fields.ts": "goFields",
};

/** What another module may find in a module that is not here yet. */
interface LaterModule {
  readonly path: string;
  /** Exported functions, each with its number among those of all modules. */
  readonly functions: readonly { readonly name: string; readonly place: number }[];
  /** Lines of exported numbers and texts, which are repeated as they stand. */
  readonly constants: readonly string[];
}

/**
 * Lets modules of the core come after the rest of it. Who imports one that is on the list gets a stub: its functions call the real ones,
 * which `load` of `virtual:later-modules` fetches, and one that is called too early says so. The core knows nothing of it and stays synchronous.
 */
export function laterModules(): Plugin {
  const modules = readModules();
  return {
    name: "podyard-later-modules",
    enforce: "pre",
    async resolveId(source, importer) {
      if (source === DOOR || source === ALL || source.startsWith(STUB)) return MARK + source;
      if (importer === undefined || !/^[.#]/.test(source)) return undefined;
      const from = nameOf(importer);
      if (importer.startsWith(MARK) || modules.has(from)) return undefined;
      const found = await this.resolve(source, importer, { skipSelf: true });
      const name = found && nameOf(found.id);
      return name && modules.has(name) ? MARK + STUB + name : undefined;
    },
    load(id) {
      if (id === MARK + DOOR) return doorModule();
      if (id === MARK + ALL) return allModule([...modules.values()]);
      const table = TABLES[nameOf(id)];
      if (table !== undefined) return tableModule(table, readTable(id));
      if (!id.startsWith(MARK + STUB)) return undefined;
      const found = modules.get(id.slice((MARK + STUB).length));
      return found && stubModule(found);
    },
  };
}

/** Stands in for `laterModules` where nothing is bundled: everything is here from the start. */
export function noLaterModules(): Plugin {
  return {
    name: "podyard-no-later-modules",
    resolveId: (id) => (id === DOOR ? MARK + DOOR : undefined),
    load: (id) =>
      id === MARK + DOOR
        ? "export const load = async () => {}; export const takeMissed = () => false;"
        : undefined,
  };
}

/** What of the list is nowhere to be found: a test wants it empty. */
export function unknownNames(): readonly string[] {
  return listedModules().filter((name) => !existsSync(ROOT + name));
}

function listedModules(): readonly string[] {
  return Object.entries(LATER).flatMap(([folder, listed]) => {
    const names =
      listed === "all"
        ? readdirSync(ROOT + folder).filter((name) => /(?<!\.test)\.ts$/.test(name))
        : listed.map((name) => `${name}.ts`);
    return names.map((name) => `${folder}/${name}`);
  });
}

function readModules(): ReadonlyMap<string, LaterModule> {
  let places = 0;
  const modules = listedModules()
    .filter((name) => existsSync(ROOT + name))
    .map((name) => {
      const text = readFileSync(ROOT + name, "utf8");
      const exported = [...text.matchAll(/^export function\*? (\w+)/gm)];
      const constants = [...text.matchAll(/^export const \w+ = (?:[\d_.]+|"[^"\\]*");$/gm)];
      const functions = exported.map(([, found = ""]) => {
        places += 1;
        return { name: found, place: places - 1 };
      });
      const lines = constants.map(([line]) => line);
      return [name, { path: ROOT + name, functions, constants: lines }] as const;
    });
  return new Map(modules);
}

function nameOf(id: string): string {
  return relative(ROOT, id.replace(/\?.*$/, "")).split(sep).join("/");
}

type Table = Readonly<Record<string, unknown>>;

function readTable(path: string): Table {
  const text = readFileSync(path, "utf8");
  return JSON.parse(text.slice(text.indexOf("= {") + 2, text.lastIndexOf(";"))) as Table;
}

function tableModule(name: string, table: Table): string {
  // That an entry is missing is known from the start, too.
  const first = FIRST_SCHEMAS.map(
    (key) => `${JSON.stringify(key)}: ${JSON.stringify(table[key]) ?? "undefined"}`,
  );
  return `import { laterTable } from ${JSON.stringify(DOOR)};
export const ${name} = laterTable(${JSON.stringify(name)}, {${first.join(",\n")}});`;
}

/** Keeps what has come, and whether something was asked for that has not. */
function doorModule(): string {
  return `
let functions;
let coming;
let isMissed = false;
const tables = {};
function miss(what) {
  isMissed = true;
  throw new Error(what + " is not here yet");
}
export function call(place, given) {
  return functions ? functions[place](...given) : miss("function " + place);
}
export function laterTable(name, first) {
  tables[name] = first;
  const beyond = { get: (_, key) => (String(key).startsWith("io.k8s.") ? miss(key) : undefined) };
  return Object.setPrototypeOf(first, new Proxy({}, beyond));
}
function fill(table, rest) {
  const whole = Object.entries({ ...table, ...rest }).filter(([, entry]) => entry !== undefined);
  for (const key of Object.keys(table)) delete table[key];
  Object.setPrototypeOf(table, Object.prototype);
  for (const [key, entry] of whole.sort(([a], [b]) => (a < b ? -1 : 1))) table[key] = entry;
}
export function takeMissed() {
  const was = isMissed;
  isMissed = false;
  return was;
}
export function load() {
  coming ??= import(${JSON.stringify(ALL)}).then(
    (all) => {
      for (const name in tables) fill(tables[name], all.tables[name]);
      functions = all.functions;
    },
    (error) => { coming = undefined; throw error; },
  );
  return coming;
}`;
}

function stubModule({ functions, constants }: LaterModule): string {
  return [
    `import { call } from ${JSON.stringify(DOOR)};`,
    ...constants,
    ...functions.map(
      ({ name, place }) =>
        `export function ${name}(...given) { return call(${String(place)}, given); }`,
    ),
  ].join("\n");
}

function allModule(modules: readonly LaterModule[]): string {
  const named = modules.flatMap(({ path, functions }) =>
    functions.map(({ name, place }) => ({ path, name, as: `f${String(place)}` })),
  );
  return [
    ...named.map(
      ({ path, name, as }) => `import { ${name} as ${as} } from ${JSON.stringify(path)};`,
    ),
    `export const functions = [${named.map(({ as }) => as).join(", ")}];`,
    `export const tables = {${Object.entries(TABLES)
      .map(([path, name]) => restOfTable(path, name))
      .join(",\n")}};`,
  ].join("\n");
}

function restOfTable(path: string, name: string): string {
  const all = Object.entries(readTable(ROOT + path));
  const rest = Object.fromEntries(all.filter(([key]) => !FIRST_SCHEMAS.includes(key)));
  return `${name}: ${JSON.stringify(rest)}`;
}
