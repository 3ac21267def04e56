import { beforeEach, describe, expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { deploymentSpec, Yard } from "./testing/yard.ts";

let yard: Yard;
beforeEach(() => {
  yard = new Yard();
});

describe("writes", () => {
  test("a new object gets uid, time, version and generation, and is frozen", () => {
    const web = yard.create("deployments", {
      metadata: { name: "web", generation: 9, resourceVersion: "0" },
      spec: deploymentSpec,
    });
    expect(web.metadata).toMatchObject({
      namespace: "default",
      generation: 1,
      creationTimestamp: "2026-01-05T09:00:00Z",
      resourceVersion: "2",
    });
    expect(web.metadata.uid).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(Object.isFrozen((web as unknown as { readonly spec: object }).spec)).toBe(true);
  });

  test.each([
    ["what is wanted", { spec: { replicas: 3 } }, 2],
    ["annotations of a Deployment", { metadata: { annotations: { a: "b" } } }, 2],
    ["labels", { metadata: { labels: { a: "b" } } }, 1],
  ])("a change of %s counts up generation as it should", (_, body, generation) => {
    yard.create("deployments", { metadata: { name: "web" }, spec: deploymentSpec });
    const { body: web } = yard.ask("patch", "deployments", {
      name: "web",
      patchType: "merge",
      body,
    });
    expect((web as KubeObject).metadata.generation).toBe(generation);
  });

  test("an update that changes nothing keeps the version and is no write", () => {
    const before = yard.create("configmaps", { metadata: { name: "cfg" }, data: { a: "1" } });
    const writes = yard.changes.length;
    const after = yard.ask("update", "configmaps", { name: "cfg", body: before });
    expect((after.body as KubeObject).metadata.resourceVersion).toBe(
      before.metadata.resourceVersion,
    );
    expect(yard.changes).toHaveLength(writes);
  });

  test("an update of an old version is a conflict", () => {
    const old = yard.create("configmaps", { metadata: { name: "cfg" }, data: { a: "1" } });
    yard.ask("patch", "configmaps", {
      name: "cfg",
      patchType: "merge",
      body: { data: { a: "2" } },
    });
    expect(yard.message(yard.ask("update", "configmaps", { name: "cfg", body: old }))).toBe(
      '409 Operation cannot be fulfilled on configmaps "cfg": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  test("a dry run answers as if, and leaves nothing behind, not even in later names", () => {
    const rehearsed = yard.create(
      "configmaps",
      { metadata: { generateName: "x-" } },
      { options: { dryRun: true } },
    );
    expect(yard.changes).toEqual([]);
    expect(yard.trace.state.entries).toEqual([]);
    const real = yard.create("configmaps", { metadata: { generateName: "x-" } });
    expect(real.metadata.name).toBe(rehearsed.metadata.name);
    expect(real.metadata.name).toMatch(/^x-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test("a status write changes nothing but status, and the other way round", () => {
    yard.create("deployments", { metadata: { name: "web" }, spec: deploymentSpec });
    const parts = {
      name: "web",
      patchType: "merge",
      body: { spec: { replicas: 9 }, status: { replicas: 4 } },
    } as const;
    const asStatus = yard.ask("patch", "deployments", { ...parts, subresource: "status" }).body;
    expect(asStatus).toMatchObject({
      spec: { replicas: 2 },
      status: { replicas: 4 },
      metadata: { generation: 1 },
    });
    const asWhole = yard.ask("patch", "deployments", {
      ...parts,
      body: { spec: { replicas: 9 }, status: { replicas: 1 } },
    }).body;
    expect(asWhole).toMatchObject({ spec: { replicas: 9 }, status: { replicas: 4 } });
  });

  test.each([
    ["merge", { spec: { replicas: 5 } }],
    ["json", [{ op: "replace", path: "/spec/replicas", value: 5 }]],
    ["strategic", { spec: { replicas: 5 } }],
  ] as const)("a %s patch of the scale is a write of replicas", (patchType, body) => {
    yard.create("deployments", { metadata: { name: "web" }, spec: deploymentSpec });
    const parts = { name: "web", subresource: "scale" };
    const scale = yard.ask("patch", "deployments", { ...parts, patchType, body }).body;
    expect(scale).toMatchObject({
      kind: "Scale",
      spec: { replicas: 5 },
      status: { selector: "app=web" },
    });
    const web = yard.ask("get", "deployments", { name: "web" }).body;
    expect(web).toMatchObject({ spec: { replicas: 5 }, metadata: { generation: 2 } });
    const wrong = { ...(scale as KubeObject), spec: { replicas: "many" } };
    expect(yard.message(yard.ask("update", "deployments", { ...parts, body: wrong }))).toBe(
      '400 Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type int32',
    );
  });

  test("each write has a trace entry with its cause; heartbeats and events have none", () => {
    yard.simulation.reactTo(41);
    yard.create("configmaps", { metadata: { name: "cfg" } }, { agent: "deployment-controller" });
    yard.create(
      "leases",
      { metadata: { name: "l" }, spec: { holderIdentity: "n" } },
      { agent: "kubelet/n1" },
    );
    expect(yard.trace.state.entries).toMatchObject([
      { verb: "create", lane: "controllers", cause: 41, revision: 2, object: { name: "cfg" } },
    ]);
    expect(yard.changes.map(({ traceId }) => traceId)).toEqual([1, 41]);
  });
});

test("events are forgotten an hour after they were last seen", () => {
  const seen = (name: string, lastTimestamp: string) =>
    yard.create("events", { metadata: { name }, involvedObject: {}, lastTimestamp });
  seen("old", "2026-01-05T09:00:00Z");
  seen("repeated", "2026-01-05T09:50:00Z");
  yard.simulation.runUntil(3_601_000);
  seen("new", "2026-01-05T10:00:01Z");
  expect(yard.store.list("Event", "default").map(({ metadata }) => metadata.name)).toEqual([
    "repeated",
    "new",
  ]);
});
