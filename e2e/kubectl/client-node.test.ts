import {
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  Watch,
  type V1ConfigMap,
  type V1Pod,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RealClient } from "./support/client.ts";

let client: RealClient;
let config: KubeConfig;
beforeAll(async () => {
  client = await RealClient.start({ isPlainHttp: true });
  config = new KubeConfig();
  config.loadFromFile(client.kubeconfig);
});
afterAll(() => client.stop());

test("typed calls", async () => {
  const core = config.makeApiClient(CoreV1Api);
  const body: V1ConfigMap = { metadata: { name: "typed" }, data: { a: "1" } };
  const made = await core.createNamespacedConfigMap({ namespace: "default", body });
  expect(made.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
  const { items } = await core.listNamespacedConfigMap({
    namespace: "default",
    labelSelector: "!x",
  });
  expect(items.map(({ metadata }) => metadata?.name)).toContain("typed");
  await core.deleteNamespacedConfigMap({ namespace: "default", name: "typed" });
  await expect(
    core.readNamespacedConfigMap({ namespace: "default", name: "typed" }),
  ).rejects.toMatchObject({ code: 404 });
  const apps = config.makeApiClient(AppsV1Api);
  expect((await apps.listDeploymentForAllNamespaces()).items).toEqual([]);
});

test("objects of any kind", async () => {
  const api = KubernetesObjectApi.makeApiClient(config);
  const object = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "any", namespace: "default" },
    data: { a: "1" },
  };
  await api.create(object);
  await api.patch({ ...object, data: { a: "2" } });
  const read = (await api.read({
    ...object,
    metadata: { name: "any", namespace: "default" },
  })) as V1ConfigMap;
  expect(read.data).toEqual({ a: "2" });
  await api.delete(object);
});

test("a watch, and an informer that keeps up", async () => {
  const core = config.makeApiClient(CoreV1Api);
  const seen: string[] = [];
  const watch = new Watch(config);
  const controller = await watch.watch(
    "/api/v1/namespaces/default/pods",
    {},
    (phase: string, pod: V1Pod) => void seen.push(`${phase} ${pod.metadata?.name ?? ""}`),
    () => undefined,
  );
  const informer = makeInformer(config, "/api/v1/namespaces/default/pods", () =>
    core.listNamespacedPod({ namespace: "default" }),
  );
  const running = new Promise<void>((resolve) => {
    informer.on("update", (pod) => {
      if (pod.status?.phase === "Running") resolve();
    });
  });
  await informer.start();
  const spec = { containers: [{ name: "c", image: "nginx" }] };
  await core.createNamespacedPod({ namespace: "default", body: { metadata: { name: "p" }, spec } });
  await running;
  expect(informer.get("p", "default")?.status?.podIP).toMatch(/^10\./);
  expect(seen[0]).toBe("ADDED p");
  expect(seen).toContain("MODIFIED p");
  await informer.stop();
  controller.abort();
});
