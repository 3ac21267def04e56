import { beforeEach, describe, expect, test } from "vitest";
import { allKinds } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Change } from "#core/client/changes.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "./api-server.ts";
import { WatchCursor } from "./watch.ts";

const USER = { name: "kubernetes-admin", groups: ["system:masters"] };
const PLACES = {
  configmaps: { group: "", version: "v1", kind: "ConfigMap" },
  deployments: { group: "apps", version: "v1", kind: "Deployment" },
  events: { group: "", version: "v1", kind: "Event" },
  leases: { group: "coordination.k8s.io", version: "v1", kind: "Lease" },
  namespaces: { group: "", version: "v1", kind: "Namespace" },
  pods: { group: "", version: "v1", kind: "Pod" },
  services: { group: "", version: "v1", kind: "Service" },
} as const;

type Resource = keyof typeof PLACES;
type Parts = Partial<Omit<ApiRequest, "resource">>;

class Yard {
  readonly simulation = new Simulation({ seed: 1, startEpochMs: Date.UTC(2026, 0, 5, 9) });
  readonly store = new Store({ hashesBodies: false });
  readonly trace = new TraceLog();
  readonly changes: Change[] = [];
  readonly server = new ApiServer({
    simulation: this.simulation,
    store: this.store,
    trace: this.trace,
    kinds: allKinds(),
    admission: [],
    onChange: (change) => this.changes.push(change),
    readLogs: () => ({ code: 200, body: "hello\n", warnings: [] }),
  });

  request(verb: ApiRequest["verb"], resource: Resource, parts: Parts = {}): ApiRequest {
    const { group, version } = PLACES[resource];
    const namespace = resource === "namespaces" ? "" : "default";
    return {
      verb,
      group,
      version,
      resource,
      subresource: "",
      namespace,
      name: "",
      options: {},
      user: USER,
      agent: "kubectl",
      ...parts,
    };
  }

  ask(verb: ApiRequest["verb"], resource: Resource, parts: Parts = {}): ApiResponse {
    return this.server.handle(this.request(verb, resource, parts));
  }

  create(
    resource: Resource,
    object: Readonly<Record<string, unknown>>,
    parts: Parts = {},
  ): KubeObject {
    const { group, version, kind } = PLACES[resource];
    const body = { apiVersion: group === "" ? version : `${group}/${version}`, kind, ...object };
    const response = this.ask("create", resource, { body, ...parts });
    expect(response.body).toMatchObject({ kind });
    return response.body as KubeObject;
  }

  message(response: ApiResponse): string {
    return `${response.code} ${(response.body as { readonly message?: string }).message ?? ""}`;
  }
}

const containers = [{ name: "c", image: "nginx" }];
const template = { metadata: { labels: { app: "web" } }, spec: { containers } };
const deploymentSpec = { replicas: 2, selector: { matchLabels: { app: "web" } }, template };

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

describe("deletion", () => {
  const podOn = (nodeName: string) => ({
    metadata: { name: "p" },
    spec: { containers, ...(nodeName !== "" && { nodeName }) },
  });

  test("a pod without a node vanishes at once", () => {
    yard.create("pods", podOn(""));
    yard.ask("delete", "pods", { name: "p" });
    expect(yard.message(yard.ask("get", "pods", { name: "p" }))).toBe('404 pods "p" not found');
  });

  test("a pod on a node is given its time, which a second delete can only shorten", () => {
    yard.create("pods", podOn("n1"));
    const first = yard.ask("delete", "pods", { name: "p" }).body as KubeObject;
    expect(first.metadata).toMatchObject({
      deletionTimestamp: "2026-01-05T09:00:30Z",
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    const longer = yard.ask("delete", "pods", { name: "p", options: { gracePeriodSeconds: 60 } })
      .body as KubeObject;
    expect(longer.metadata.deletionGracePeriodSeconds).toBe(30);
    yard.simulation.runUntil(3_000);
    const shorter = yard.ask("delete", "pods", { name: "p", options: { gracePeriodSeconds: 5 } })
      .body as KubeObject;
    expect(shorter.metadata.deletionGracePeriodSeconds).toBe(5);
    // Five seconds from the first request, whenever the second comes.
    expect(shorter.metadata.deletionTimestamp).toBe("2026-01-05T09:00:05Z");
    yard.ask("delete", "pods", { name: "p", options: { gracePeriodSeconds: 0 } });
    expect(yard.ask("get", "pods", { name: "p" }).code).toBe(404);
  });

  test.each([
    ["Foreground", "foregroundDeletion"],
    ["Orphan", "orphan"],
  ] as const)(
    "%s deletion waits behind the finalizer %s, and ends when it goes",
    (propagationPolicy, finalizer) => {
      yard.create("deployments", { metadata: { name: "web" }, spec: deploymentSpec });
      const marked = yard.ask("delete", "deployments", {
        name: "web",
        options: { propagationPolicy },
      }).body as KubeObject;
      expect(marked.metadata).toMatchObject({
        finalizers: [finalizer],
        deletionGracePeriodSeconds: 0,
      });
      yard.ask("patch", "deployments", {
        name: "web",
        patchType: "merge",
        body: { metadata: { finalizers: null } },
      });
      expect(yard.ask("get", "deployments", { name: "web" }).code).toBe(404);
      expect(yard.changes.at(-1)?.type).toBe("deleted");
    },
  );
});

describe("reading", () => {
  test("pages follow one another by the token and miss nothing", () => {
    for (const name of ["d", "a", "c", "b", "e"]) yard.create("configmaps", { metadata: { name } });
    const names: string[] = [];
    let token = "";
    do {
      const page = yard.ask("list", "configmaps", {
        options: { limit: 2, ...(token !== "" && { continue: token }) },
      }).body as {
        readonly items: readonly KubeObject[];
        readonly metadata: { readonly continue?: string };
      };
      names.push(...page.items.map(({ metadata }) => metadata.name ?? ""));
      token = page.metadata.continue ?? "";
    } while (token !== "");
    expect(names).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("pods of a node are found by the node, in order of namespace and name", () => {
    const place = (name: string, nodeName: string, namespace: string) =>
      yard.create("pods", { metadata: { name }, spec: { containers, nodeName } }, { namespace });
    place("b", "n1", "default");
    place("a", "n1", "default");
    place("c", "n2", "default");
    place("z", "n1", "abc");
    const names = (namespace: string, fieldSelector: string) =>
      (
        yard.ask("list", "pods", { namespace, options: { fieldSelector } }).body as {
          readonly items: readonly KubeObject[];
        }
      ).items.map(({ metadata }) => metadata.name);
    expect(names("", "spec.nodeName=n1")).toEqual(["z", "a", "b"]);
    expect(names("default", "spec.nodeName=n1,metadata.name!=a")).toEqual(["b"]);
    expect(names("default", "spec.nodeName!=n1")).toEqual(["c"]);
  });

  test("a watch begins with what is there and goes on with what its selector lets in and out", () => {
    yard.create("configmaps", { metadata: { name: "x", labels: { app: "a" } } });
    yard.create("configmaps", { metadata: { name: "y" } });
    const watch = yard.server.openWatch(
      yard.request("watch", "configmaps", { options: { labelSelector: "app=a" } }),
    );
    if (!(watch instanceof WatchCursor)) throw new Error("the watch is refused");
    const take = () =>
      watch
        .take()
        .map(({ type, object }) => `${type} ${(object as KubeObject).metadata.name ?? ""}`);
    expect(take()).toEqual(["ADDED x"]);
    const label = (name: string, app: string | null) =>
      yard.ask("patch", "configmaps", {
        name,
        patchType: "merge",
        body: { metadata: { labels: { app } } },
      });
    label("y", "a");
    label("x", null);
    label("y", "b");
    expect(take()).toEqual(["ADDED y", "DELETED x", "DELETED y"]);
    expect(take()).toEqual([]);
  });

  test("a watch from a forgotten version ends in 410", () => {
    for (let i = 0; i < 8_200; i++)
      yard.create(
        "events",
        { metadata: { name: `e${i}` }, involvedObject: {} },
        { isInternal: true },
      );
    const watch = yard.server.openWatch(
      yard.request("watch", "configmaps", { options: { resourceVersion: "2" } }),
    );
    if (!(watch instanceof WatchCursor)) throw new Error("the watch is refused");
    expect(watch.take()).toMatchObject([
      { type: "ERROR", object: { code: 410, reason: "Expired" } },
    ]);
  });

  test.each([
    ["delete a whole collection of namespaces", "deletecollection", "namespaces", {}],
    ["create in all namespaces", "create", "configmaps", { namespace: "" }],
    ["delete a status", "delete", "pods", { name: "p", subresource: "status" }],
    ["read a binding", "get", "pods", { name: "p", subresource: "binding" }],
  ] as const)("nobody can %s", (_, verb, resource, parts) => {
    expect(yard.message(yard.ask(verb, resource, parts))).toBe(
      "405 the server does not allow this method on the requested resource",
    );
  });

  test("a subresource that the kind does not have is not found", () => {
    const response = yard.ask("get", "configmaps", { name: "x", subresource: "scale" });
    expect(yard.message(response)).toBe("404 the server could not find the requested resource");
  });

  test("an unknown resource is not found", () => {
    const response = yard.server.handle({ ...yard.request("get", "pods"), resource: "nothings" });
    expect(yard.message(response)).toBe("404 the server could not find the requested resource");
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

describe("services", () => {
  const service = (spec: Readonly<Record<string, unknown>>) => ({
    metadata: { name: "web" },
    spec: { ports: [{ port: 80 }], selector: { a: "b" }, ...spec },
  });
  const addressOf = (object: KubeObject) =>
    (object as unknown as { readonly spec: { readonly clusterIP: string } }).spec.clusterIP;

  test("an address is given out once, and again after its service is gone", () => {
    const address = addressOf(yard.create("services", service({})));
    expect(address).toMatch(/^10\.96\.\d+\.\d+$/);
    const second = { ...service({ clusterIP: address }), metadata: { name: "second" } };
    const body = { apiVersion: "v1", kind: "Service", ...second };
    expect(yard.message(yard.ask("create", "services", { body }))).toBe(
      `422 Service "second" is invalid: spec.clusterIPs: Invalid value: ["${address}"]: failed to allocate IP ${address}: provided IP is already allocated`,
    );
    yard.ask("delete", "services", { name: "web" });
    expect(addressOf(yard.create("services", second))).toBe(address);
  });

  test("what was given out stays on an update that leaves it out", () => {
    const before = yard.create("services", service({ type: "NodePort" }));
    const body = {
      apiVersion: "v1",
      kind: "Service",
      ...service({ type: "NodePort", selector: { a: "c" } }),
    };
    const after = yard.ask("update", "services", { name: "web", body }).body as KubeObject;
    expect(addressOf(after)).toBe(addressOf(before));
    expect(after).toMatchObject({
      spec: {
        ports: (before as unknown as { readonly spec: { readonly ports: unknown } }).spec.ports,
      },
    });
  });
});
