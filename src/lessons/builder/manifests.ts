import { stringify } from "yaml";
import { controllerOf, namespaceOf, nameOf, type KubeObject } from "#core/api/meta.ts";
import { cloneJson } from "#core/base/clone.ts";
import { isThere } from "../check/selector.ts";
import type { LessonWorldView } from "../world-view.ts";

const KINDS = [
  "ConfigMap",
  "Secret",
  "Service",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Pod",
] as const;
/** What a server writes into an object and nobody would write into a manifest. */
const SERVER_METADATA = [
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "managedFields",
  "selfLink",
];
const SERVER_ANNOTATIONS = [
  "kubectl.kubernetes.io/last-applied-configuration",
  "deployment.kubernetes.io/revision",
];
const SERVER_SPEC = ["clusterIP", "clusterIPs", "nodeName", "serviceAccount"];
const OWN_BY_THE_CLUSTER = new Set(["kubernetes", "kube-root-ca.crt"]);

type Draft = Record<string, unknown>;

/** Manifests that make, in an empty cluster, what stands in the default namespace now; "" when nothing does. */
export function manifestsOf(view: Pick<LessonWorldView, "list">): string {
  const objects = KINDS.flatMap((kind) =>
    view
      .list(kind)
      .filter(
        (object) =>
          namespaceOf(object) === "default" &&
          isThere(object) &&
          controllerOf(object) === undefined &&
          !OWN_BY_THE_CLUSTER.has(nameOf(object)),
      ),
  );
  return objects
    .map((object) => stringify(manifestOf(object), { aliasDuplicateObjects: false }))
    .join("---\n");
}

function manifestOf(object: KubeObject): Draft {
  const draft = cloneJson(object) as unknown as Draft;
  delete draft["status"];
  const metadata = draft["metadata"] as Draft;
  for (const key of [...SERVER_METADATA, "namespace"]) delete metadata[key];
  const annotations = metadata["annotations"] as Draft | undefined;
  for (const key of SERVER_ANNOTATIONS) delete annotations?.[key];
  if (annotations && Object.keys(annotations).length === 0) delete metadata["annotations"];
  const spec = draft["spec"] as Draft | undefined;
  for (const key of SERVER_SPEC) delete spec?.[key];
  if (spec && object.kind === "Pod") withoutTokens(spec);
  return draft;
}

/** The token volume that admission puts into every pod. */
function withoutTokens(spec: Draft): void {
  const isToken = (each: unknown) =>
    String((each as { readonly name?: unknown }).name).startsWith("kube-api-access");
  const without = (list: unknown) =>
    Array.isArray(list) ? list.filter((each) => !isToken(each)) : [];
  spec["volumes"] = without(spec["volumes"]);
  for (const container of (spec["containers"] ?? []) as Draft[])
    container["volumeMounts"] = without(container["volumeMounts"]);
}
