import { apiVersionOf, type KindDefinition } from "#core/api/define.ts";
import {
  discoverCore,
  discoverGroups,
  type DiscoveredResource,
  type GroupDiscoveryList,
} from "#core/apiserver/discovery.ts";

/** One discovery answer and the content type it goes out with. */
export interface DiscoveryAnswer {
  readonly body: unknown;
  readonly contentType: string;
}

const JSON_TYPE = "application/json";

/** Answers discovery paths: aggregated where the client takes it, the old lists otherwise; undefined for every other path. */
export function discoveryAnswer(
  path: string,
  accept: string,
  { kinds, server }: { readonly kinds: readonly KindDefinition[]; readonly server: string },
): DiscoveryAnswer | undefined {
  if (path === "/api" || path === "/apis") {
    const version = aggregatedVersion(accept);
    if (version !== undefined) {
      const list = path === "/api" ? discoverCore(kinds) : discoverGroups(kinds);
      return {
        body: { ...list, apiVersion: `apidiscovery.k8s.io/${version}` },
        contentType: `${JSON_TYPE};g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      };
    }
    return plain(path === "/api" ? apiVersions(server) : groupList(kinds));
  }
  const [, root = "", ...rest] = path.split("/");
  if (root === "api" && rest.length === 1) return resourceList(kinds, "", rest[0] ?? "");
  if (root !== "apis") return undefined;
  const [group = "", version] = rest;
  if (rest.length === 2) return resourceList(kinds, group, version ?? "");
  const found = rest.length === 1 ? groupsOf(kinds).find(({ name }) => name === group) : undefined;
  return found && plain({ kind: "APIGroup", apiVersion: "v1", ...found });
}

/** The newest aggregated form among those the client takes, in the order it names them. */
function aggregatedVersion(accept: string): "v2" | "v2beta1" | undefined {
  for (const range of accept.split(",")) {
    const parameters = range.split(";").map((part) => part.trim());
    if (!parameters.includes("as=APIGroupDiscoveryList")) continue;
    if (parameters.includes("v=v2")) return "v2";
    if (parameters.includes("v=v2beta1")) return "v2beta1";
  }
  return undefined;
}

function plain(body: unknown): DiscoveryAnswer {
  return { body, contentType: JSON_TYPE };
}

function apiVersions(server: string): unknown {
  return {
    kind: "APIVersions",
    versions: ["v1"],
    serverAddressByClientCIDRs: [{ clientCIDR: "0.0.0.0/0", serverAddress: server }],
  };
}

interface LegacyGroup {
  readonly name: string;
  readonly versions: readonly { readonly groupVersion: string; readonly version: string }[];
  readonly preferredVersion: { readonly groupVersion: string; readonly version: string };
}

function groupsOf(kinds: readonly KindDefinition[]): LegacyGroup[] {
  return discoverGroups(kinds).items.map(({ metadata: { name = "" }, versions }) => {
    const all = versions.map(({ version }) => ({ groupVersion: `${name}/${version}`, version }));
    const [preferredVersion = { groupVersion: "", version: "" }] = all;
    return { name, versions: all, preferredVersion };
  });
}

function groupList(kinds: readonly KindDefinition[]): unknown {
  return { kind: "APIGroupList", apiVersion: "v1", groups: groupsOf(kinds) };
}

function resourceList(
  kinds: readonly KindDefinition[],
  group: string,
  version: string,
): DiscoveryAnswer | undefined {
  const list: GroupDiscoveryList = group === "" ? discoverCore(kinds) : discoverGroups(kinds);
  const found = list.items
    .find(({ metadata }) => (metadata.name ?? "") === group)
    ?.versions.find((each) => each.version === version);
  if (!found) return undefined;
  return plain({
    kind: "APIResourceList",
    ...(group !== "" && { apiVersion: "v1" }),
    groupVersion: apiVersionOf({ group, version }),
    resources: found.resources.flatMap(legacyResources),
  });
}

function legacyResources(resource: DiscoveredResource): unknown[] {
  const namespaced = resource.scope === "Namespaced";
  const { responseKind, singularResource, verbs, shortNames, categories } = resource;
  return [
    {
      name: resource.resource,
      singularName: singularResource,
      namespaced,
      kind: responseKind.kind,
      verbs,
      ...(shortNames && { shortNames }),
      ...(categories && { categories }),
    },
    ...(resource.subresources ?? []).map((each) => ({
      name: `${resource.resource}/${each.subresource}`,
      singularName: "",
      namespaced,
      ...(each.responseKind.group !== "" && {
        group: each.responseKind.group,
        version: each.responseKind.version,
      }),
      kind: each.responseKind.kind,
      verbs: each.verbs,
    })),
  ];
}
