import { assert } from "#core/base/assert.ts";
import type { KindDefinition } from "./define.ts";
import { kinds } from "./kinds/index.ts";

/** The kinds in the version they are stored in. */
const storedKinds = kinds.filter(({ conversion }) => !conversion);
const byKind = new Map(storedKinds.map((kind) => [kind.kind, kind]));
const byResource = new Map(
  kinds.map((kind) => [resourceKey(kind.group, kind.version, kind.plural), kind]),
);

/** Every built-in kind in every version served, core group first. */
export function allKinds(): readonly KindDefinition[] {
  return kinds;
}

/** The kind called so, such as `ReplicaSet`. Kind names are unique among the built-in kinds. */
export function kindByName(name: string): KindDefinition | undefined {
  return byKind.get(name);
}

/** The kind called so; asking for one that is not built in is a mistake of ours. */
export function requireKind(name: string): KindDefinition {
  const kind = byKind.get(name);
  assert(kind !== undefined, `no kind ${name}`);
  return kind;
}

/** The kind behind `group/version/plural`, as request paths name it. */
export function kindByResource(
  group: string,
  version: string,
  resource: string,
): KindDefinition | undefined {
  return byResource.get(resourceKey(group, version, resource));
}

/**
 * The kind a user means by `po`, `pods`, `pod`, `Pod`, `deploy.apps` or `deployments.v1.apps`, as kubectl reads it: case does not count, names
 * go before short names, and the first kind of the list wins; of several versions that is the preferred one.
 */
export function resolveResource(text: string): KindDefinition | undefined {
  const [name = "", ...rest] = text.toLowerCase().split(".");
  const suffix = rest.join(".");
  const candidates = kinds.filter(
    (kind) =>
      suffix === "" ||
      suffix === kind.group ||
      suffix === versioned(kind) ||
      isPrefix(suffix, kind),
  );
  return (
    candidates.find((kind) => kind.plural === name || kind.singular === name) ??
    candidates.find((kind) => kind.shortNames.includes(name))
  );
}

/** The built-in kinds a category such as `all` stands for. */
export function kindsInCategory(category: string): readonly KindDefinition[] {
  return storedKinds.filter((kind) => kind.categories.includes(category));
}

/** A group may be cut short: `leases.coordination`. */
function isPrefix(suffix: string, kind: KindDefinition): boolean {
  return kind.group !== "" && kind.group.startsWith(suffix);
}

function versioned(kind: KindDefinition): string {
  return kind.group === "" ? kind.version : `${kind.version}.${kind.group}`;
}

function resourceKey(group: string, version: string, resource: string): string {
  return `${group}/${version}/${resource}`;
}
