import { expect, test } from "vitest";
import type { KindDefinition } from "../define.ts";
import { allKinds } from "../registry.ts";
import { validateChangedMeta } from "./metadata.ts";

function kindNamed(name: string): KindDefinition {
  const found = allKinds().find(({ kind, group }) => kind === name && group !== "extensions");
  if (!found) throw new Error(`no kind ${name}`);
  return found;
}

// Recorded: a bad finalizer of a PersistentVolumeClaim is told twice.
test.each([
  ["PersistentVolumeClaim", 4, 2],
  ["ConfigMap", 4, 2],
  ["PersistentVolume", 4, 2],
  ["Node", 4, 2],
  ["Deployment", 3, 1],
  ["LimitRange", 3, 1],
  ["Event", 2, 0],
  ["PodDisruptionBudget", 2, 0],
  ["EndpointSlice", 3, 1],
  ["StorageClass", 4, 2],
  ["VolumeAttributesClass", 4, 2],
  ["ControllerRevision", 4, 2],
  ["Role", 4, 2],
  ["RoleBinding", 4, 2],
  ["ClusterRole", 4, 2],
  ["ClusterRoleBinding", 4, 2],
  ["FlowSchema", 3, 1],
  ["ValidatingAdmissionPolicy", 3, 0],
])("a bad label of a %s is told %d times, a finalizer nobody knows %d times", (name, ...times) => {
  const kind = kindNamed(name);
  const meta = {
    name: "a",
    resourceVersion: "1",
    ...(kind.namespaced && { namespace: "default" }),
  };
  const errorsWith = (part: object) =>
    validateChangedMeta({ ...meta, ...part }, meta, kind).map(({ field }) => field);
  const [labels, finalizers] = times;
  expect(errorsWith({})).toEqual([]);
  expect(errorsWith({ labels: { a: "?" } })).toEqual(Array(labels).fill("metadata.labels"));
  expect(errorsWith({ finalizers: ["other"] })).toEqual(
    Array(finalizers).fill("metadata.finalizers[0]"),
  );
});

test("a custom resource may have any finalizer that is a qualified name", () => {
  const meta = { name: "a", namespace: "default", resourceVersion: "1", finalizers: ["other"] };
  const kind = { ...kindNamed("ConfigMap"), finalizerNames: "any" as const };
  expect(validateChangedMeta(meta, meta, kind)).toEqual([]);
});
