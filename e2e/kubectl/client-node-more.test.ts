import { Writable } from "node:stream";
import {
  ApiException,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  makeInformer,
  Metrics,
  PatchStrategy,
  Watch,
  type V1ConfigMap,
  type V1Pod,
  type V1Status,
} from "@kubernetes/client-node";
import { bundledFile } from "#core/api/bundled-files.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RealClient } from "./support/client.ts";

const METRICS_SERVER =
  "https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml";
/** More changes than the cluster remembers. */
const MANY = 8100;
const PODS = "/api/v1/namespaces/default/pods";

let client: RealClient;
let config: KubeConfig;
let core: CoreV1Api;
beforeAll(async () => {
  client = await RealClient.start({ isPlainHttp: true });
  config = new KubeConfig();
  config.loadFromFile(client.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
});
afterAll(() => client.stop());

function makePod(name: string, spec: Partial<V1Pod["spec"]> = {}): Promise<V1Pod> {
  const containers = [{ name: "c", image: "nginx" }];
  const body = { metadata: { name }, spec: { containers, ...spec } };
  return core.createNamespacedPod({ namespace: "default", body });
}

/** Waits until something is so, half a minute at most. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect.fail("it never came true");
}

describe("watches", () => {
  test("that end are taken up where they ended, and nothing is told twice or lost", async () => {
    const seen: string[] = [];
    let at = (await core.listNamespacedConfigMap({ namespace: "default" })).metadata
      ?.resourceVersion;
    let ends = 0;
    const watch = new Watch(config);
    let isOver = false;
    const look = async (): Promise<void> => {
      await watch.watch(
        "/api/v1/namespaces/default/configmaps",
        { resourceVersion: at, timeoutSeconds: 1 },
        (phase: string, { metadata }: V1ConfigMap) => {
          at = metadata?.resourceVersion;
          seen.push(`${phase} ${metadata?.name ?? ""}`);
        },
        () => {
          ends += 1;
          if (!isOver) void look();
        },
      );
    };
    await look();
    const names = Array.from({ length: 30 }, (_, i) => `c${i}`);
    for (const name of names) {
      await core.createNamespacedConfigMap({ namespace: "default", body: { metadata: { name } } });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await until(() => seen.length >= names.length);
    isOver = true;
    expect(ends).toBeGreaterThanOrEqual(2);
    expect(seen).toEqual(names.map((name) => `ADDED ${name}`));
  });

  test("an informer whose version was forgotten lists anew and goes on", async () => {
    await makePod("old");
    await makePod("stays");
    const told: string[] = [];
    const errors: unknown[] = [];
    let lists = 0;
    const informer = makeInformer(config, `${PODS}?timeoutSeconds=2`, () => {
      lists += 1;
      return core.listNamespacedPod({ namespace: "default" });
    });
    informer.on("add", ({ metadata }) => void told.push(`add ${metadata?.name ?? ""}`));
    informer.on("delete", ({ metadata }) => void told.push(`delete ${metadata?.name ?? ""}`));
    informer.on("error", (error) => void errors.push(error));
    await informer.start();
    await until(() => informer.get("stays", "default")?.status?.phase === "Running");
    expect(lists).toBe(1);
    forgetThePast();
    await until(() => lists === 2);
    await core.deleteNamespacedPod({ name: "old", namespace: "default" });
    await makePod("new");
    await until(() => told.includes("delete old") && told.includes("add new"));
    await until(() => informer.get("new", "default")?.status?.phase === "Running");
    expect(errors).toEqual([]);
    await informer.stop();
    expect(told.slice(0, 2)).toEqual(["add old", "add stays"]);
    expect(told.slice(2).sort()).toEqual(["add new", "delete old"]);
  });

  test("a version that is too old is 410 Expired in the words of a real server", async () => {
    const events: [string, V1Status][] = [];
    await new Promise<void>((resolve) => {
      const ended = () => resolve();
      void new Watch(config).watch(
        PODS,
        { resourceVersion: "1" },
        (phase: string, status: V1Status) => void events.push([phase, status]),
        ended,
      );
    });
    expect(events).toHaveLength(1);
    const [[phase, status] = ["", {}]] = events;
    expect(phase).toBe("ERROR");
    expect(status).toMatchObject({ code: 410, reason: "Expired", status: "Failure" });
    expect(status.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
  });
});

/** Changes one object so often that the cluster remembers nothing from before. */
function forgetThePast(): void {
  const { cluster } = client.running;
  for (let i = 0; i < MANY; i++)
    cluster.handle({
      verb: "patch",
      group: "",
      version: "v1",
      resource: "configmaps",
      subresource: "",
      namespace: "default",
      name: "c0",
      options: {},
      patchType: "merge",
      body: { data: { at: String(i) } },
      user: { name: "admin", groups: ["system:masters"] },
      agent: "test",
    });
}

test("metrics of nodes and pods, once there is a metrics server", async () => {
  const metrics = new Metrics(config);
  // A server without the group answers in plain text, of which this client makes an error of its own.
  await expect(metrics.getNodeMetrics()).rejects.toThrow("Error occurred in metrics request");
  await client.kubectl(
    "apply",
    "-f",
    client.file("metrics.yaml", bundledFile(METRICS_SERVER) ?? ""),
  );
  await until(() =>
    metrics.getNodeMetrics().then(
      ({ items }) => items.length === 4,
      () => false,
    ),
  );
  const { items } = await metrics.getNodeMetrics();
  expect(items.map(({ metadata }) => metadata.name)).toContain("worker-1");
  expect(items[0]?.usage.cpu).toMatch(/^\d+n$/);
  expect(items[0]?.usage.memory).toMatch(/^\d+Ki$/);
  await makePod("measured");
  await until(async () => (await metrics.getPodMetrics("default")).items.length > 0);
  const [pod] = (await metrics.getPodMetrics("default")).items;
  expect(pod?.containers[0]?.name).toBe("c");
});

describe("objects of any kind", () => {
  const object = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "patched", namespace: "default" },
    data: { a: "1", b: "1" },
  };

  test("patches of every strategy, and what the server says of them", async () => {
    const api = KubernetesObjectApi.makeApiClient(config);
    await api.create(object);
    const patch = (body: object, strategy: PatchStrategy, more: { force?: boolean } = {}) =>
      api.patch(
        body as typeof object,
        undefined,
        undefined,
        "tester",
        more.force,
        strategy,
      ) as Promise<V1ConfigMap>;
    const naming = { apiVersion: "v1", kind: "ConfigMap", metadata: object.metadata };
    const strategic = PatchStrategy.StrategicMergePatch;
    expect((await patch({ ...naming, data: { a: "2" } }, strategic)).data).toEqual({
      a: "2",
      b: "1",
    });
    const merged = await patch({ ...naming, data: { b: null } }, PatchStrategy.MergePatch);
    expect(merged.data).toEqual({ a: "2" });
    const applied = await patch({ ...naming, data: { c: "3" } }, PatchStrategy.ServerSideApply);
    expect(applied.data).toEqual({ a: "2", c: "3" });
    expect(applied.metadata?.managedFields?.map(({ operation }) => operation)).toContain("Apply");
    // What it no longer applies goes; what others own stays.
    const again = await patch({ ...naming, data: {} }, PatchStrategy.ServerSideApply);
    expect(again.data).toEqual({ a: "2" });
  });

  test("an apply that takes what another owns is a conflict, unless it is forced", async () => {
    const api = KubernetesObjectApi.makeApiClient(config);
    const naming = { ...object, metadata: { name: "contested", namespace: "default" } };
    const apply = (manager: string, a: string, force?: boolean) =>
      api.patch(
        { ...naming, data: { a } },
        undefined,
        undefined,
        manager,
        force,
        PatchStrategy.ServerSideApply,
      );
    await apply("one", "1");
    const refusal = await apply("two", "2").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiException);
    expect(refusal).toMatchObject({ code: 409 });
    expect((refusal as ApiException<string>).body).toContain(
      'Apply failed with 1 conflict: conflict with \\"one\\": .data.a',
    );
    expect(await apply("two", "2", true)).toMatchObject({ data: { a: "2" } });
  });

  test("kinds are found by discovery, also those that were defined a moment ago", async () => {
    const api = KubernetesObjectApi.makeApiClient(config);
    await api.create({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "lamps.example.com" },
      spec: {
        group: "example.com",
        scope: "Namespaced",
        names: { plural: "lamps", singular: "lamp", kind: "Lamp" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: "object",
                properties: {
                  spec: { type: "object", properties: { watts: { type: "integer" } } },
                },
              },
            },
          },
        ],
      },
    } as Parameters<typeof api.create>[0]);
    const lamp = {
      apiVersion: "example.com/v1",
      kind: "Lamp",
      metadata: { name: "desk", namespace: "default" },
      spec: { watts: 40 },
    };
    await until(() =>
      api.create(lamp).then(
        () => true,
        () => false,
      ),
    );
    expect(await api.read(lamp)).toMatchObject({ spec: { watts: 40 } });
    const { items } = await api.list("example.com/v1", "Lamp", "default");
    expect(items).toHaveLength(1);
    await api.delete(lamp);
    await expect(api.read(lamp)).rejects.toMatchObject({ code: 404 });
  });
});

test("logs, at once and as they come", async () => {
  const command = ["sh", "-c", "for i in 1 2 3 4 5 6; do echo line $i; sleep 2; done"];
  const containers = [{ name: "c", image: "busybox:1.36", command }];
  await makePod("talks", { containers, restartPolicy: "Never" });
  await until(async () => {
    const { status } = await core.readNamespacedPod({ name: "talks", namespace: "default" });
    return status?.phase === "Running";
  });
  let text = "";
  const sink = new Writable({
    write(part: Buffer, _encoding, done) {
      text += part.toString();
      done();
    },
  });
  const ended = new Promise((resolve) => sink.on("finish", resolve));
  await new Log(config).log("default", "talks", "c", sink, { follow: true });
  await ended;
  expect(text).toBe("line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n");
  expect(
    await core.readNamespacedPodLog({ name: "talks", namespace: "default", tailLines: 2 }),
  ).toBe("line 5\nline 6\n");
  await expect(new Log(config).log("default", "none", "c", sink)).rejects.toMatchObject({
    code: 404,
  });
});

describe("refusals are typed errors with the server's Status", () => {
  const namespace = "default";
  const nameless = { metadata: { name: "Bad_Name" } };
  const spec = { containers: [] };
  const rows: readonly [string, () => Promise<unknown>, number, string][] = [
    ["NotFound", () => core.readNamespacedPod({ name: "none", namespace }), 404, 'pods "none"'],
    ["AlreadyExists", () => makePod("stays"), 409, 'pods "stays" already exists'],
    [
      "Invalid",
      () => core.createNamespacedConfigMap({ namespace, body: nameless }),
      422,
      "RFC 1123 subdomain",
    ],
    [
      "Invalid",
      () => core.createNamespacedPod({ namespace, body: { metadata: { name: "p" }, spec } }),
      422,
      "spec.containers: Required value",
    ],
    [
      "BadRequest",
      () => core.listNamespacedPod({ namespace, fieldSelector: "spec.nope=1" }),
      400,
      "field label not supported: spec.nope",
    ],
    [
      "Conflict",
      () =>
        core.replaceNamespacedConfigMap({
          name: "c0",
          namespace,
          body: { metadata: { name: "c0", resourceVersion: "1" } },
        }),
      409,
      "the object has been modified",
    ],
  ];
  test.each(rows)("%s %#", async (reason, ask, code, text) => {
    const refusal = await ask().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiException);
    const { body, code: told } = refusal as ApiException<string>;
    expect(told).toBe(code);
    const status = JSON.parse(body) as V1Status;
    expect(status).toMatchObject({ kind: "Status", status: "Failure", reason, code });
    expect(status.message).toContain(text);
  });
});
