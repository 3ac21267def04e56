import { kinds } from "#core/api/kinds/index.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { OwnerReference } from "#core/api/schema/generated/types.ts";
import { garbageCollector } from "#core/controllers/gc.ts";
import { unblockedReferences } from "#core/controllers/gc/plan.ts";
import { FakeCluster } from "#core/controllers/testing/fake-cluster.ts";
import type { VectorCase } from "../adapter.ts";
import { fields, list, text, type Fields } from "./controllers-given.ts";

function objectOf(given: Fields): KubeObject {
  const { apiVersion, kind, namespace, name, uid, ownerReferences, finalizers } = given;
  const metadata = {
    name,
    uid,
    ownerReferences,
    ...(namespace !== null && { namespace }),
    ...(finalizers !== undefined && { finalizers }),
  };
  const status = kind === "Pod" ? { phase: "Running" } : {};
  return {
    apiVersion,
    kind,
    metadata,
    spec: kind === "Pod" ? { containers: [] } : {},
    status,
  } as unknown as KubeObject;
}

const placeName = ({ kind, metadata: { namespace, name } }: KubeObject) =>
  `${namespace ? `${namespace}/` : ""}${kind}/${name ?? ""}`;

/** Plays the action in a small world and reports the parts that the case asks for. */
export function runCollector({ in: input, want }: VectorCase): unknown {
  const given = fields(input);
  const objects = list(given.objects).map(objectOf);
  if (given.action === "unblockOwnerReferences") {
    const references = unblockedReferences(objects[0]?.metadata.ownerReferences ?? []);
    return {
      ownerReferences: references.map(({ uid, blockOwnerDeletion }: OwnerReference) => ({
        uid,
        blockOwnerDeletion,
      })),
    };
  }
  const cluster = new FakeCluster([garbageCollector]);
  for (const object of objects) cluster.seed(object);
  const [verb, target = "", policy = ""] = text(given.action).split(" ");
  let ownerDuring: unknown;
  if (verb === "delete") {
    const [namespace = "", kindName = "", name = ""] =
      target.split("/").length === 2 ? ["", ...target.split("/")] : target.split("/");
    const kind = kinds.find((each) => each.kind === kindName);
    if (!kind) throw new Error(`no kind ${kindName}`);
    const propagationPolicy = policy.split("=")[1] as
      "Background" | "Foreground" | "Orphan" | undefined;
    cluster.client.delete(
      kind,
      { namespace, name },
      propagationPolicy ? { propagationPolicy } : {},
    );
    ownerDuring = {
      finalizers: [...cluster.objects.values()].find((object) => placeName(object) === target)
        ?.metadata.finalizers,
    };
  }
  cluster.run(10_000);
  const left = [...cluster.objects.values()];
  const kindOf = (on: string) => on.split("/")[0] ?? "";
  const on = (event: string) =>
    objects.find(
      (object) =>
        `${object.kind}/${object.metadata.name ?? ""}` === event && object.kind === kindOf(event),
    );
  const found: Fields = {
    remaining: left.map(placeName).sort(),
    events: cluster.events.map((event) => {
      const object = on(event.on);
      return {
        type: "Warning",
        reason: event.reason,
        object: object ? placeName(object) : event.on,
        message: event.message,
      };
    }),
    ownerDuring,
    podOwnerReferences: left.find((object) => object.kind === "Pod")?.metadata.ownerReferences,
  };
  return Object.fromEntries(Object.keys(fields(want)).map((key) => [key, found[key]]));
}
