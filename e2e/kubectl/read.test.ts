import { afterAll, beforeAll, expect, test } from "vitest";
import { RealClient } from "./support/client.ts";
import { webYaml } from "./support/manifests.ts";

let client: RealClient;
beforeAll(async () => {
  client = await RealClient.start();
  await client.kubectl("apply", "-f", client.file("web.yaml", webYaml()));
  await client.kubectl("rollout", "status", "deploy/web");
});
afterAll(() => client.stop());

test("get in every form", async () => {
  expect(await client.kubectl("get", "nodes")).toMatch(
    /^NAME +STATUS +ROLES +AGE +VERSION\nmaster-1 +Ready +control-plane /,
  );
  expect(await client.kubectl("get", "pods", "-o", "wide")).toMatch(
    /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\n/,
  );
  expect(await client.kubectl("get", "deploy", "-o", "name")).toBe("deployment.apps/web\n");
  expect(
    await client.kubectl("get", "deploy", "web", "-o", "jsonpath={.status.readyReplicas}"),
  ).toBe("2");
  expect(await client.kubectl("get", "deploy", "-o", "custom-columns=N:.metadata.name")).toBe(
    "N\nweb\n",
  );
  expect(
    await client.kubectl(
      "get",
      "deploy",
      "-o",
      "go-template={{range .items}}{{.metadata.name}}{{end}}",
    ),
  ).toBe("web");
  expect(await client.kubectl("get", "deploy", "web", "-o", "yaml")).toMatch(
    /^apiVersion: apps\/v1\nkind: Deployment\n/,
  );
  const list = JSON.parse(await client.kubectl("get", "pods", "-l", "app=web", "-o", "json")) as {
    items: unknown[];
  };
  expect(list.items).toHaveLength(2);
  expect(
    await client.kubectl(
      "get",
      "pods",
      "-A",
      "--field-selector=status.phase=Running",
      "-o",
      "name",
    ),
  ).toMatch(/^(pod\/web-\S+\n){2}$/);
  expect(await client.kubectl("get", "pods", "--sort-by=.metadata.name", "--no-headers")).toMatch(
    /^web-/,
  );
  expect(await client.kubectl("get", "deploy", "web", "--subresource=scale")).toMatch(
    /^NAME +DESIRED +AVAILABLE +AGE\nweb +2 +2 /,
  );
  expect(await client.kubectl("get", "all")).toContain("deployment.apps/web");
  expect((await client.tryKubectl("get", "pods", "-n", "kube-public")).err).toBe(
    "No resources found in kube-public namespace.\n",
  );
  expect((await client.tryKubectl("get", "pods", "none")).err).toBe(
    'Error from server (NotFound): pods "none" not found\n',
  );
  expect((await client.tryKubectl("get", "foos")).err).toBe(
    'error: the server doesn\'t have a resource type "foos"\n',
  );
});

test("get -w tells what happens", async () => {
  let isScaled = false;
  const { out } = await client.run("kubectl", ["get", "deploy", "web", "-w"], {
    act: () => {
      if (isScaled) return;
      isScaled = true;
      void client.kubectl("scale", "deploy", "web", "--replicas=3");
    },
    until: (text) => /web +3\/3/.test(text),
  });
  expect(out).toMatch(/web +2\/2[\s\S]*web +2\/3[\s\S]*web +3\/3/);
});

test("describe", async () => {
  expect(await client.kubectl("describe", "deploy", "web")).toMatch(
    /NewReplicaSet: +web-\S+ \(3\/3 replicas created\)\nEvents:/,
  );
  expect(await client.kubectl("describe", "node", "worker-1")).toMatch(
    /Non-terminated Pods: +\(\d+ in total\)/,
  );
  expect(await client.kubectl("describe", "pods", "-l", "app=web")).toMatch(
    /Conditions:\n +Type +Status\n/,
  );
  expect(await client.kubectl("describe", "svc", "kubernetes")).toMatch(/^Name: +kubernetes\n/);
  expect(await client.kubectl("describe", "ns", "default")).toContain("No resource quota.");
});

test("logs, at once and followed", async () => {
  expect(await client.kubectl("logs", "deploy/web", "--tail=1")).toMatch(/^[^\n]+\n$/);
  expect(await client.kubectl("logs", "-l", "app=web", "--prefix")).toContain("[pod/web-");
  const { out } = await client.run("kubectl", ["logs", "-f", "deploy/web"], {
    until: (text) => text.includes("start worker"),
  });
  expect(out).toContain("docker-entrypoint.sh");
});

test("events, explain, resources and versions", async () => {
  expect(await client.kubectl("events", "--for", "deploy/web")).toContain(
    "Scaled up replica set web-",
  );
  expect(await client.kubectl("get", "events")).toMatch(
    /^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n/,
  );
  expect(await client.kubectl("explain", "pod.spec.restartPolicy")).toMatch(
    /FIELD: restartPolicy <string>\nENUM:\n +Always\n +Never\n +OnFailure/,
  );
  expect(await client.kubectl("api-resources")).toMatch(
    /deployments +deploy +apps\/v1 +true +Deployment/,
  );
  expect(await client.kubectl("api-versions")).toContain("apps/v1\n");
  expect(await client.kubectl("version")).toContain("Server Version: v1.35.6\n");
  expect(await client.kubectl("cluster-info")).toContain("Kubernetes control plane is running at");
  expect(await client.kubectl("get", "--raw", "/readyz")).toBe("ok");
});
