import type { KindDefinition } from "#core/api/define.ts";
import { compareGroups } from "#core/api/group-order.ts";
import { compareText } from "#core/base/order.ts";

interface TypeName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface DiscoveredSubresource {
  readonly subresource: string;
  readonly responseKind: TypeName;
  readonly verbs: readonly string[];
}

/** One resource, as apidiscovery.k8s.io/v2 APIResourceDiscovery. */
export interface DiscoveredResource {
  readonly resource: string;
  readonly responseKind: TypeName;
  readonly scope: "Cluster" | "Namespaced";
  readonly singularResource: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly DiscoveredSubresource[];
}

/** An aggregated discovery document: what `/api` and `/apis` answer to kubectl. */
export interface GroupDiscoveryList {
  readonly kind: "APIGroupDiscoveryList";
  readonly apiVersion: "apidiscovery.k8s.io/v2";
  readonly metadata: Readonly<Record<string, never>>;
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly DiscoveredResource[];
      readonly freshness: "Current";
    }[];
  }[];
}

const READ_WRITE = ["get", "patch", "update"];
const CONNECT = ["create", "delete", "get", "patch", "update"];
const STREAM = ["create", "get"];

/** What `/api` answers: the core group. */
export function discoverCore(kinds: readonly KindDefinition[]): GroupDiscoveryList {
  return listOf([groupOf("", kinds)]);
}

/** What `/apis` answers: every other group, in a real server's order. */
export function discoverGroups(kinds: readonly KindDefinition[]): GroupDiscoveryList {
  const groups = [...new Set(kinds.map(({ group }) => group))].filter((group) => group !== "");
  groups.sort(compareGroups);
  return listOf(groups.map((group) => groupOf(group, kinds)));
}

function listOf(items: GroupDiscoveryList["items"]): GroupDiscoveryList {
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items,
  };
}

function groupOf(
  group: string,
  kinds: readonly KindDefinition[],
): GroupDiscoveryList["items"][number] {
  const own = kinds.filter((kind) => kind.group === group);
  // Versions newer by name come first, as `v2` before `v1`.
  const versions = [...new Set(own.map(({ version }) => version))].sort((a, b) =>
    compareText(b, a),
  );
  return {
    metadata: group === "" ? {} : { name: group },
    versions: versions.map((version) => ({
      version,
      resources: own
        .filter((kind) => kind.version === version)
        .sort((a, b) => compareText(a.plural, b.plural))
        .map(resourceOf),
      freshness: "Current",
    })),
  };
}

function resourceOf(kind: KindDefinition): DiscoveredResource {
  const subresources = subresourcesOf(kind);
  return {
    resource: kind.plural,
    responseKind: ownType(kind.kind),
    scope: kind.namespaced ? "Namespaced" : "Cluster",
    singularResource: kind.singular,
    verbs: kind.verbs,
    ...(kind.shortNames.length > 0 && { shortNames: kind.shortNames }),
    ...(kind.categories.length > 0 && { categories: kind.categories }),
    ...(subresources.length > 0 && { subresources }),
  };
}

function subresourcesOf(kind: KindDefinition): DiscoveredSubresource[] {
  const { status, scale } = kind.subresources;
  const names = [
    ...kind.extraSubresources,
    ...(status ? ["status"] : []),
    ...(scale ? ["scale"] : []),
  ];
  return names.sort(compareText).map((subresource) => describeSubresource(kind.kind, subresource));
}

function describeSubresource(kind: string, subresource: string): DiscoveredSubresource {
  switch (subresource) {
    case "scale":
      return {
        subresource,
        responseKind: { group: "autoscaling", version: "v1", kind: "Scale" },
        verbs: READ_WRITE,
      };
    case "eviction":
      return {
        subresource,
        responseKind: { group: "policy", version: "v1", kind: "Eviction" },
        verbs: ["create"],
      };
    case "token":
      return {
        subresource,
        responseKind: { group: "authentication.k8s.io", version: "v1", kind: "TokenRequest" },
        verbs: ["create"],
      };
    case "binding":
      return { subresource, responseKind: ownType("Binding"), verbs: ["create"] };
    case "log":
      return { subresource, responseKind: ownType(kind), verbs: ["get"] };
    case "finalize":
      return { subresource, responseKind: ownType(kind), verbs: ["update"] };
    case "proxy":
      return { subresource, responseKind: ownType(`${kind}ProxyOptions`), verbs: CONNECT };
    case "attach":
      return { subresource, responseKind: ownType("PodAttachOptions"), verbs: STREAM };
    case "exec":
      return { subresource, responseKind: ownType("PodExecOptions"), verbs: STREAM };
    case "portforward":
      return { subresource, responseKind: ownType("PodPortForwardOptions"), verbs: STREAM };
    default:
      return { subresource, responseKind: ownType(kind), verbs: READ_WRITE };
  }
}

/** Empty group and version mean those of the document. */
function ownType(kind: string): TypeName {
  return { group: "", version: "", kind };
}
