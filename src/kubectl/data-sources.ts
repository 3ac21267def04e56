import { configKeyProblems } from "#core/api/validation/problems.ts";
import type { Invocation } from "./command.ts";
import { failure } from "./failure.ts";
import type { FlagSpec } from "./flags.ts";

/** Flags that fill a ConfigMap or Secret. */
export const DATA_FLAGS: readonly FlagSpec[] = [
  { name: "from-literal", type: "list" },
  { name: "from-file", type: "list" },
  { name: "from-env-file", type: "list" },
];

/** Keys and values the flags ask for. Throws kubectl's texts for what cannot be read. */
export function dataOf(
  { flags, session }: Pick<Invocation, "flags" | "session">,
  { kind, name }: { readonly kind: "ConfigMap" | "Secret"; readonly name: string },
): Readonly<Record<string, string>> {
  const data = new Map<string, string>();
  const add = (key: string, value: string) => {
    const problems = configKeyProblems(key);
    if (problems.length > 0)
      throw failure(
        kind === "ConfigMap"
          ? `${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${problems.join(",")}`
          : `${JSON.stringify(key)} is not valid key name for a Secret ${problems.join(";")}`,
      );
    if (data.has(key))
      throw failure(
        kind === "ConfigMap"
          ? `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`
          : `cannot add key ${key}, another key by that name already exists`,
      );
    data.set(key, value);
  };
  for (const source of flags.list("from-file")) {
    const equals = source.indexOf("=");
    const file = equals < 0 ? source : source.slice(equals + 1);
    const key = equals < 0 ? (file.split("/").at(-1) ?? file) : source.slice(0, equals);
    add(key, textOf(file, session));
  }
  for (const source of flags.list("from-literal")) {
    const equals = source.indexOf("=");
    if (equals <= 0) throw failure(`invalid literal source ${source}, expected key=value`);
    add(source.slice(0, equals), source.slice(equals + 1).replace(/^(['"])([\s\S]*)\1$/, "$2"));
  }
  for (const file of flags.list("from-env-file")) {
    for (const line of textOf(file, session).split("\n")) {
      const text = line.trimStart();
      const equals = text.indexOf("=");
      if (text !== "" && !text.startsWith("#") && equals > 0)
        add(text.slice(0, equals), text.slice(equals + 1));
    }
  }
  return Object.fromEntries(data);
}

function textOf(file: string, session: Invocation["session"]): string {
  const text = session.readFile(file);
  if (text === undefined) throw failure(`error reading ${file}: no such file or directory`);
  return text;
}

/** Base64 of a text's UTF-8 bytes. */
export function encodeBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
