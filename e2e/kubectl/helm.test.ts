import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RealClient } from "./support/client.ts";

const TEMPLATE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {app: {{ .Release.Name }}}
  template:
    metadata:
      labels: {app: {{ .Release.Name }}}
    spec:
      containers:
      - name: web
        image: nginx:1.26
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  selector: {app: {{ .Release.Name }}}
  ports:
  - port: 80
`;

let client: RealClient;
beforeAll(async () => {
  client = await RealClient.start();
});
afterAll(() => client.stop());

test("install, wait, upgrade, rollback, list and uninstall", async () => {
  const chart = dirname(client.file("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 0.1.0\n"));
  client.file("values.yaml", "replicas: 1\n");
  mkdirSync(`${chart}/templates`);
  client.file("templates/all.yaml", TEMPLATE);
  expect(await client.helm("install", "shop", chart, "--wait", "--timeout=60s")).toContain(
    "STATUS: deployed",
  );
  expect(await client.helm("upgrade", "shop", chart, "--set", "replicas=2")).toContain(
    "REVISION: 2",
  );
  expect(await client.kubectl("get", "deploy", "shop", "-o", "jsonpath={.spec.replicas}")).toBe(
    "2",
  );
  expect(await client.helm("rollback", "shop", "1")).toContain("Rollback was a success");
  expect(await client.kubectl("get", "deploy", "shop", "-o", "jsonpath={.spec.replicas}")).toBe(
    "1",
  );
  expect(await client.helm("list")).toMatch(/shop\s+default\s+3\s/);
  expect(await client.helm("history", "shop")).toContain("Rollback to 1");
  expect(await client.helm("status", "shop")).toContain("STATUS: deployed");
  expect(await client.helm("uninstall", "shop")).toBe('release "shop" uninstalled\n');
  expect((await client.tryKubectl("get", "deploy", "shop")).err).toContain("not found");
});

test("the chart that helm create writes", async () => {
  await client.helm("create", "starter");
  expect(
    await client.helm("install", "first", "starter", "--set", "serviceAccount.create=true"),
  ).toContain("STATUS: deployed");
  expect(await client.kubectl("get", "deploy", "-o", "name")).toBe(
    "deployment.apps/first-starter\n",
  );
  expect(await client.helm("test", "first", "--timeout=60s")).toContain("Succeeded");
  expect(await client.helm("uninstall", "first", "--wait")).toContain("uninstalled");
});
