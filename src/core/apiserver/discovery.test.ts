import { expect, test } from "vitest";
import { allKinds } from "#core/api/registry.ts";
import { discoverCore, discoverGroups } from "./discovery.ts";

test("namespaces stand in the core group with their subresources", () => {
  const [core] = discoverCore(allKinds()).items;
  expect(core?.metadata).toEqual({});
  expect(core?.versions[0]?.resources.find(({ resource }) => resource === "namespaces")).toEqual({
    resource: "namespaces",
    responseKind: { group: "", version: "", kind: "Namespace" },
    scope: "Cluster",
    singularResource: "namespace",
    verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
    shortNames: ["ns"],
    subresources: [
      {
        subresource: "finalize",
        responseKind: { group: "", version: "", kind: "Namespace" },
        verbs: ["update"],
      },
      {
        subresource: "status",
        responseKind: { group: "", version: "", kind: "Namespace" },
        verbs: ["get", "patch", "update"],
      },
    ],
  });
});

test("groups stand in a real server's order, resources by name", () => {
  const { items } = discoverGroups(allKinds());
  const names = items.map(({ metadata }) => metadata.name ?? "");
  const known = ["apps", "coordination.k8s.io", "discovery.k8s.io"];
  expect(names.filter((name) => known.includes(name))).toEqual(known);
  const resources =
    items.find(({ metadata }) => metadata.name === "apps")?.versions[0]?.resources ?? [];
  expect(resources.map(({ resource }) => resource)).toEqual(
    resources.map(({ resource }) => resource).sort(),
  );
  const deployments = resources.find(({ resource }) => resource === "deployments");
  expect(deployments?.subresources?.[0]).toEqual({
    subresource: "scale",
    responseKind: { group: "autoscaling", version: "v1", kind: "Scale" },
    verbs: ["get", "patch", "update"],
  });
});
