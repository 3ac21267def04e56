import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { RealClient } from "./support/client.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .Release.Name }}"}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: "{{ .Release.Name }}"}}
  template:
    metadata: {labels: {app: "{{ .Release.Name }}"}}
    spec: {containers: [{name: web, image: "{{ .Values.image }}"}]}
`;
const VALUES = "replicas: 1\nimage: nginx:1.26\n";
const BAD_IMAGE = ["--set", "image=nginx:nope"];

const folder = mkdtempSync(join(tmpdir(), "podyard-charts-"));
let client: RealClient;
beforeAll(async () => {
  client = await RealClient.start();
});
afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const name of (await client.helm("list", "-q")).split("\n").filter(Boolean))
    await client.helm("uninstall", name);
});

/** Writes a chart and gives its folder. */
function chart(name: string, files: Readonly<Record<string, string>>): string {
  const place = join(folder, name);
  const all = { "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), text);
  }
  return place;
}

function web(): string {
  return chart("web", { "values.yaml": VALUES, "templates/web.yaml": DEPLOYMENT });
}

test("an install that fails is undone where that was asked for", async () => {
  const failed = await client.run("helm", [
    ...["install", "shop", web(), ...BAD_IMAGE],
    ...["--rollback-on-failure", "--timeout=10s"],
  ]);
  expect(failed.code).toBe(1);
  expect(failed.err).toContain("has been uninstalled due to rollback-on-failure being set");
  expect(await client.helm("list", "-q")).toBe("");
  expect(await client.kubectl("get", "deploy,secret", "-o", "name")).toBe("");
});

test("an upgrade that fails goes back, and its history tells all of it", async () => {
  const place = web();
  await client.helm("upgrade", "--install", "shop", place, "--wait", "--timeout=60s");
  const failed = await client.run("helm", [
    ...["upgrade", "--install", "shop", place, ...BAD_IMAGE],
    ...["--rollback-on-failure", "--timeout=10s"],
  ]);
  expect(failed.code).toBe(1);
  expect(failed.err).toContain("rolled back due to rollback-on-failure being set");
  const rows = JSON.parse(await client.helm("history", "shop", "-o", "json")) as {
    readonly revision: number;
    readonly status: string;
    readonly description: string;
  }[];
  expect(rows.map(({ revision, status }) => `${revision} ${status}`)).toEqual([
    "1 superseded",
    "2 failed",
    "3 deployed",
  ]);
  expect(rows[2]?.description).toBe("Rollback to 1");
  expect(
    await client.kubectl("get", "deploy", "shop", "-o", "jsonpath={..containers[0].image}"),
  ).toBe("nginx:1.26");
});

test("an upgrade that leaves nothing as it was waits until all of it stands", async () => {
  const place = web();
  const first = await client.helm("upgrade", "--install", "shop", place, "--wait");
  expect(first).toContain('Release "shop" does not exist. Installing it now.');
  const second = await client.helm(
    ...["upgrade", "--install", "shop", place, "--wait", "--timeout=60s"],
    ...["--set", "replicas=3", "--set", "image=nginx:1.27"],
  );
  expect(second).toContain('Release "shop" has been upgraded. Happy Helming!');
  expect(
    await client.kubectl("get", "deploy", "shop", "-o", "jsonpath={.status.readyReplicas}"),
  ).toBe("3");
});

test("get all tells what was asked for and what was made of it", async () => {
  await client.helm("install", "shop", web(), "--set", "replicas=2");
  const all = await client.helm("get", "all", "shop");
  expect(all).toMatch(/^NAME: shop\nLAST DEPLOYED: .*\nNAMESPACE: default\nSTATUS: deployed\n/);
  expect(all).toContain("USER-SUPPLIED VALUES:\nreplicas: 2\n");
  expect(all).toContain("COMPUTED VALUES:\nimage: nginx:1.26\nreplicas: 2\n");
  expect(all).toContain("MANIFEST:\n---\n# Source: web/templates/web.yaml\napiVersion: apps/v1\n");
});

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lamps.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: lamps, singular: lamp, kind: Lamp}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {watts: {type: integer}}}}}}
`;
const LAMP = "apiVersion: example.com/v1\nkind: Lamp\nmetadata: {name: desk}\nspec: {watts: 40}\n";

function hook(name: string, kind: string, { weight = 0, command = "true" } = {}): string {
  return `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
  annotations:
    helm.sh/hook: ${kind}
    helm.sh/hook-weight: "${weight}"
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "${command}"]}]
`;
}

const TEST_POD = `apiVersion: v1
kind: Pod
metadata: {name: "{{ .Release.Name }}-check", annotations: {helm.sh/hook: test}}
spec:
  restartPolicy: Never
  containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "{{ .Values.check }}"]}]
`;

test("a chart with a definition, objects of it, hooks and tests", async () => {
  const place = chart("lamps", {
    "values.yaml": "check: echo fine\n",
    "crds/lamp.yaml": CRD,
    "templates/lamp.yaml": LAMP,
    "templates/first.yaml": hook("first", "pre-install", { weight: -5 }),
    "templates/second.yaml": hook("second", "pre-install", { weight: 5 }),
    "templates/last.yaml": hook("last", "post-install,post-upgrade"),
    "templates/gone.yaml": hook("gone", "post-delete"),
    "templates/check.yaml": TEST_POD,
  });
  expect(await client.helm("install", "glow", place, "--timeout=60s")).toContain(
    "STATUS: deployed",
  );
  expect(await client.kubectl("get", "lamps", "-o", "jsonpath={.items[*].spec.watts}")).toBe("40");
  const sorted = ["--sort-by=.metadata.creationTimestamp", "-o", "name"];
  expect(await client.kubectl("get", "jobs", ...sorted)).toBe(
    "job.batch/first\njob.batch/second\njob.batch/last\n",
  );
  const tested = await client.helm("test", "glow", "--logs", "--timeout=60s");
  expect(tested).toMatch(/TEST SUITE: +glow-check\n/);
  expect(tested).toMatch(/Phase: +Succeeded\n/);
  expect(tested).toContain("POD LOGS: glow-check\nfine\n");
  await client.helm("uninstall", "glow", "--timeout=60s");
  expect(await client.kubectl("get", "job", "gone", "-o", "jsonpath={.status.succeeded}")).toBe(
    "1",
  );
  // Definitions stay, with what others may have made of them.
  expect(await client.kubectl("get", "crd", "lamps.example.com", "-o", "name")).toContain("lamps");
  expect(await client.kubectl("get", "lamps", "-o", "name")).toBe("");
});

test("a hook that fails fails the release, and a test that fails tells it", async () => {
  const broken = chart("broken", {
    "templates/first.yaml": hook("fails", "pre-install", { command: "exit 1" }),
  });
  const failed = await client.run("helm", ["install", "dim", broken, "--timeout=30s"]);
  expect(failed.code).toBe(1);
  expect(failed.err).toContain("failed pre-install");
  expect(await client.helm("list", "--failed", "-q")).toBe("dim\n");
  const place = chart("tests", {
    "values.yaml": "check: exit 1\n",
    "templates/check.yaml": TEST_POD,
  });
  await client.helm("install", "glow", place);
  const tested = await client.run("helm", ["test", "glow", "--timeout=60s"]);
  expect(tested.code).toBe(1);
  expect(tested.out).toMatch(/Phase: +Failed\n/);
});
