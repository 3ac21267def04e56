import { afterAll, beforeAll, expect, test } from "vitest";
import { RealClient } from "./support/client.ts";
import { webYaml } from "./support/manifests.ts";

let client: RealClient;
beforeAll(async () => {
  client = await RealClient.start();
  await client.kubectl("apply", "-f", client.file("web.yaml", webYaml()));
});
afterAll(() => client.stop());

const line = async (...args: readonly string[]) => (await client.kubectl(...args)).trim();

test("label, annotate, scale and set", async () => {
  expect(await line("label", "deploy", "web", "tier=front")).toBe("deployment.apps/web labeled");
  expect((await client.tryKubectl("label", "deploy", "web", "tier=back")).err).toContain(
    "'tier' already has a value (front), and --overwrite is false",
  );
  expect(await line("annotate", "deploy", "web", "note=hi")).toBe("deployment.apps/web annotated");
  expect(await line("scale", "deploy", "web", "--replicas=3")).toBe("deployment.apps/web scaled");
  expect(
    (await client.tryKubectl("scale", "deploy", "web", "--current-replicas=1", "--replicas=3")).err,
  ).toContain("Expected replicas to be 1, was 3");
  expect(await line("scale", "deploy", "web", "--current-replicas=3", "--replicas=2")).toBe(
    "deployment.apps/web scaled",
  );
  expect(await line("set", "image", "deploy/web", "web=nginx:1.27")).toBe(
    "deployment.apps/web image updated",
  );
  expect(await line("set", "env", "deploy/web", "A=1")).toBe("deployment.apps/web env updated");
  expect(await line("set", "resources", "deploy/web", "--limits=cpu=200m")).toBe(
    "deployment.apps/web resource requirements updated",
  );
});

test("every part of rollout", async () => {
  expect(await line("rollout", "status", "deploy/web")).toContain(
    'deployment "web" successfully rolled out',
  );
  expect(await line("rollout", "pause", "deploy/web")).toBe("deployment.apps/web paused");
  expect((await client.tryKubectl("rollout", "pause", "deploy/web")).err).toContain(
    'deployments.apps "web" is already paused',
  );
  expect(await line("rollout", "resume", "deploy/web")).toBe("deployment.apps/web resumed");
  expect(await line("rollout", "restart", "deploy/web")).toBe("deployment.apps/web restarted");
  expect(await line("rollout", "status", "deploy/web")).toContain("successfully rolled out");
  expect(await line("rollout", "history", "deploy/web")).toMatch(/REVISION +CHANGE-CAUSE\n1 /);
  expect(await line("rollout", "history", "deploy/web", "--revision=1")).toContain("nginx:1.26");
  expect(await line("rollout", "undo", "deploy/web", "--to-revision=1")).toBe(
    "deployment.apps/web rolled back",
  );
  await client.kubectl("rollout", "status", "deploy/web");
  expect(await line("get", "deploy", "web", "-o", "jsonpath={..image}")).toBe("nginx:1.26");
});

test("expose, run, wait and delete", async () => {
  expect(await line("expose", "deploy", "web", "--port=80")).toBe("service/web exposed");
  expect(await line("run", "one", "--image=nginx")).toBe("pod/one created");
  expect(await line("wait", "--for=condition=Ready", "pod/one", "--timeout=60s")).toBe(
    "pod/one condition met",
  );
  expect(await line("delete", "pod", "one")).toBe('pod "one" deleted from default namespace');
  expect(await line("delete", "svc", "web", "--wait=false")).toBe(
    'service "web" deleted from default namespace',
  );
  await client.kubectl("run", "two", "--image=nginx");
  await client.kubectl("delete", "pod", "two", "--wait=false");
  await client.kubectl("wait", "--for=delete", "pod/two", "--timeout=60s");
  expect(await line("get", "pods", "--field-selector=metadata.name=two", "-o", "name")).toBe("");
});

test.each([
  [["configmap", "c", "--from-literal=a=b"], "configmap/c created"],
  [["secret", "generic", "s", "--from-literal=a=b"], "secret/s created"],
  [["serviceaccount", "bot"], "serviceaccount/bot created"],
  [["namespace", "team"], "namespace/team created"],
  [["deployment", "made", "--image=nginx", "--replicas=2"], "deployment.apps/made created"],
  [["service", "clusterip", "made", "--tcp=80:8080"], "service/made created"],
  [["job", "j", "--image=busybox"], "job.batch/j created"],
  [["cronjob", "cj", "--image=busybox", "--schedule=*/5 * * * *"], "cronjob.batch/cj created"],
  [["role", "r", "--verb=get", "--resource=pods"], "role.rbac.authorization.k8s.io/r created"],
  [
    ["rolebinding", "rb", "--role=r", "--user=bob"],
    "rolebinding.rbac.authorization.k8s.io/rb created",
  ],
  [["ingress", "i", "--rule=a.example/*=made:80"], "ingress.networking.k8s.io/i created"],
  [["quota", "q", "--hard=configmaps=50"], "resourcequota/q created"],
  [["priorityclass", "p", "--value=5"], "priorityclass.scheduling.k8s.io/p created"],
])("create %j, sent as protobuf", async (args, printed) => {
  expect(await line("create", ...args)).toBe(printed);
});

test("taint, cordon, drain, uncordon", async () => {
  expect(await line("taint", "node", "worker-1", "a=b:NoSchedule")).toBe("node/worker-1 tainted");
  expect(await line("taint", "node", "worker-1", "a-")).toBe("node/worker-1 untainted");
  expect(await line("cordon", "worker-2")).toBe("node/worker-2 cordoned");
  expect(
    await line("drain", "worker-2", "--ignore-daemonsets", "--force", "--delete-emptydir-data"),
  ).toMatch(/node\/worker-2 drained$/);
  expect(await line("get", "pods", "--field-selector=spec.nodeName=worker-2", "-o", "name")).toBe(
    "",
  );
  expect(await line("uncordon", "worker-2")).toBe("node/worker-2 uncordoned");
});

test("another user may do what roles say, and is told what not", async () => {
  const refused = await client.tryKubectl("get", "nodes", "--as", "bob");
  expect(refused.err).toBe(
    'Error from server (Forbidden): nodes is forbidden: User "bob" cannot list resource "nodes" in API group "" at the cluster scope\n',
  );
  const pod = await line(
    "get",
    "pods",
    "-l",
    "app=web",
    "-o",
    "jsonpath={.items[0].metadata.name}",
  );
  expect(await line("get", "pod", pod, "--as", "bob", "-o", "name")).toBe(`pod/${pod}`);
});

test("autoscale, budgets, tokens and questions about access", async () => {
  expect(await line("autoscale", "deploy", "web", "--min=1", "--max=3", "--cpu=50%")).toBe(
    "horizontalpodautoscaler.autoscaling/web autoscaled",
  );
  expect(await line("create", "pdb", "b", "--selector=app=web", "--min-available=1")).toBe(
    "poddisruptionbudget.policy/b created",
  );
  expect(await line("create", "token", "default")).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const token = await line("create", "token", "default");
  const as = (...words: string[]) => client.tryKubectl(...words, "--token", token);
  expect((await as("auth", "whoami")).out).toContain("system:serviceaccount:default:default");
  expect((await as("get", "secrets")).err).toContain('cannot list resource "secrets"');
  expect(await line("auth", "can-i", "create", "pods")).toBe("yes");
  expect((await client.tryKubectl("auth", "can-i", "create", "pods", "--as", "bob")).out).toBe(
    "no\n",
  );
  expect(await line("auth", "whoami")).toContain("kubernetes-admin");
  expect(await line("auth", "can-i", "--list", "--as", "bob")).toContain("get");
});
