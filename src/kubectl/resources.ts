import { compareGroups } from "#core/api/group-order.ts";
import { kinds } from "#core/api/kinds/index.ts";
import { compareText } from "#core/base/order.ts";
import type { ApiResource, Session } from "./define.ts";
import { failure } from "./failure.ts";

/** The part of a session that tells what the API serves. */
export type KnowsResources = Pick<Session, "resources">;

/** Every resource of the session's API, in discovery order. */
export function resourcesOf(session: KnowsResources): readonly ApiResource[] {
  return [...(session.resources ?? kinds)].sort(compareDiscovery);
}

function compareDiscovery(a: ApiResource, b: ApiResource): number {
  return compareGroups(a.group, b.group) || compareText(a.plural, b.plural);
}

/** The resource a word means: plural, singular, short name or kind, with `.group`, the start of one, or `.version.group` behind it. */
export function findResource(session: KnowsResources, word: string): ApiResource | undefined {
  const [name = "", ...rest] = word.toLowerCase().split(".");
  const suffix = rest.join(".");
  const all = resourcesOf(session);
  const exact = all.filter((each) => isExactGroup(each, suffix));
  return (
    among(exact, name) ??
    among(
      all.filter((each) => each.group.startsWith(suffix)),
      name,
    )
  );
}

function among(candidates: readonly ApiResource[], name: string): ApiResource | undefined {
  return (
    candidates.find(
      (each) => each.plural === name || each.singular === name || each.kind.toLowerCase() === name,
    ) ?? candidates.find((each) => each.shortNames.includes(name))
  );
}

function isExactGroup({ group, version }: ApiResource, suffix: string): boolean {
  return suffix === "" || group === suffix || `${version}.${group}` === suffix;
}

/** Like findResource, but throws kubectl's text when there is none. */
export function resourceFor(session: KnowsResources, word: string): ApiResource {
  const found = findResource(session, word);
  if (!found)
    throw failure(
      `the server doesn't have a resource type ${JSON.stringify(word.split(".")[0] ?? "")}`,
    );
  return found;
}

/** The resource of an object's apiVersion and kind, or undefined. */
export function resourceOfKind(
  session: KnowsResources,
  apiVersion: string,
  kind: string,
): ApiResource | undefined {
  return resourcesOf(session).find(
    (each) => each.kind === kind && apiVersionOf(each) === apiVersion,
  );
}

/** `v1` or `apps/v1`. */
export function apiVersionOf(resource: Pick<ApiResource, "group" | "version">): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

/** Members of a category such as `all`, in discovery order. */
export function resourcesInCategory(
  session: KnowsResources,
  category: string,
): readonly ApiResource[] {
  return preferredResources(session).filter((each) => each.categories.includes(category));
}

/** Every resource once, in the version its group prefers: the one discovery names first. Models discovery ServerPreferredResources. */
export function preferredResources(session: KnowsResources): readonly ApiResource[] {
  const seen = new Set<string>();
  return resourcesOf(session).filter((each) => {
    const name = pluralName(each);
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst;
  });
}

/** `deployment.apps/web`: how result lines name an object. */
export function resultName(resource: Pick<ApiResource, "group" | "kind">, name: string): string {
  return `${kindName(resource)}/${name}`;
}

/** `deployment.apps`: lower-case kind with its group. */
export function kindName(resource: Pick<ApiResource, "group" | "kind">): string {
  const kind = resource.kind.toLowerCase();
  return resource.group === "" ? kind : `${kind}.${resource.group}`;
}

/** `deployments.apps`. */
export function pluralName(resource: Pick<ApiResource, "group" | "plural">): string {
  return resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
}
