import { expect, test } from "vitest";
import type { ReplicaSetView } from "#core/view/rows.ts";
import { loneReplicaSet } from "./lone-replica-set.ts";

const row = (name: string, more: Partial<ReplicaSetView> = {}): ReplicaSetView => ({
  uid: `uid-${name}`,
  namespace: "default",
  name,
  deployment: "",
  revision: 0,
  desired: 3,
  current: 3,
  ready: 3,
  available: 3,
  isNew: false,
  image: "nginx",
  ...more,
});

test.each<[string, readonly ReplicaSetView[], string, string | undefined]>([
  ["none", [], "", undefined],
  ["the first by name", [row("web"), row("db")], "", "db"],
  ["the selected one", [row("web"), row("db")], "uid-web", "web"],
  ["none that a Deployment owns", [row("web-1", { deployment: "web" })], "uid-web-1", undefined],
  ["none of the cluster's own", [row("dns", { namespace: "kube-system" })], "", undefined],
])("it is %s", (_title, rows, id, name) => {
  const selection =
    id === "" ? null : { kind: "ReplicaSet" as const, namespace: "default", name: "", id };
  const replicaSets = new Map(rows.map((each) => [each.uid, each]));
  expect(loneReplicaSet({ replicaSets, selection })?.name).toBe(name);
});
