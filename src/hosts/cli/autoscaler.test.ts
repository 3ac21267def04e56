import { beforeEach, describe, expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";
import type { Yard } from "./yard.ts";

const RELEASE =
  "https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml";
const BEHAVIOR = { scaleDown: { stabilizationWindowSeconds: 30 } };

const DAEMONS = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "nope" },
  spec: {
    selector: { matchLabels: { app: "x" } },
    template: {
      metadata: { labels: { app: "x" } },
      spec: { containers: [{ name: "c", image: "nginx" }] },
    },
  },
};

let yard: Yard;
const kubectl = (line: string, stdin = "") => yard.kubectl(line, { stdin }).printed;

function send(ratePerSecond: number): void {
  yard.history.input(
    { type: "load", namespace: "default", service: "php", ratePerSecond },
    { label: "load", action: yard.history.startAction() },
  );
}

function startServer(): void {
  kubectl("create deployment php --image=registry.k8s.io/hpa-example --port=80");
  kubectl("set resources deploy/php --requests=cpu=200m --limits=cpu=500m");
  kubectl("expose deploy php");
}

function replicas(): number {
  return Number(kubectl("get deploy php -o jsonpath={.spec.replicas}"));
}

beforeEach(() => {
  yard = emptyYard({ workers: 3 });
});

describe("with a metrics server", () => {
  beforeEach(() => {
    kubectl(`apply -f ${RELEASE}`);
    startServer();
    yard.tick(90_000);
  });

  test("load makes pods, and quiet takes them away again after the window", () => {
    kubectl("autoscale deploy php --cpu=50% --min=1 --max=6");
    kubectl(
      `patch hpa php --type=merge -p ${JSON.stringify(JSON.stringify({ spec: { behavior: BEHAVIOR } }))}`,
    );
    yard.tick(16_000);
    expect(replicas()).toBe(1);
    send(10);
    yard.tick(120_000);
    expect(replicas()).toBe(4);
    expect(kubectl("get hpa php")).toMatch(/Deployment\/php +cpu: 50%\/50% +1 +6 +4/);
    expect(kubectl("describe hpa php")).toMatch(
      /New size: \d; reason: cpu resource utilization \(percentage of request\) above target/,
    );
    send(0);
    yard.tick(15_000);
    expect(replicas()).toBe(4);
    expect(kubectl("describe hpa php")).toContain(
      "AbleToScale     True    ScaleDownStabilized  recent recommendations were higher than current one, applying the highest recent recommendation",
    );
    yard.tick(90_000);
    expect(replicas()).toBe(1);
    expect(kubectl("get events")).toContain("New size: 1; reason: All metrics below target");
  });

  test("a target outside its limits is set right without metrics", () => {
    kubectl("autoscale deploy php --cpu=50% --min=3 --max=6");
    yard.tick(16_000);
    expect(replicas()).toBe(3);
    kubectl("scale deploy php --replicas=9");
    yard.tick(16_000);
    expect(replicas()).toBe(6);
    expect(kubectl("get events")).toContain(
      "New size: 6; reason: Current number of replicas above Spec.MaxReplicas",
    );
  });

  test("zero replicas switch it off", () => {
    kubectl("autoscale deploy php --cpu=50% --max=6");
    kubectl("scale deploy php --replicas=0");
    yard.tick(40_000);
    expect(replicas()).toBe(0);
    expect(kubectl("describe hpa php")).toContain(
      "ScalingActive  False   ScalingDisabled    scaling is disabled since the replica count of the target is zero",
    );
  });

  test("two autoscalers of the same pods stand in each other's way", () => {
    kubectl("autoscale deploy php --cpu=50% --max=6");
    kubectl("autoscale deploy php --cpu=50% --max=6 --name=second");
    yard.tick(40_000);
    expect(kubectl("describe hpa php")).toContain(
      "pods by selector app=php are controlled by multiple HPAs: [default/php default/second]",
    );
  });

  test("pods without a request cannot be weighed", () => {
    kubectl("create deployment free --image=nginx");
    kubectl("autoscale deploy free --cpu=50% --max=6");
    yard.tick(60_000);
    expect(kubectl("describe hpa free")).toMatch(
      /failed to get cpu utilization: missing request for cpu in container nginx of Pod free-/,
    );
  });
});

test("without a metrics server it says what it lacks", () => {
  startServer();
  kubectl("autoscale deploy php --cpu=50% --max=6");
  yard.tick(20_000);
  expect(kubectl("get hpa php")).toContain("cpu: <unknown>/50%");
  expect(kubectl("describe hpa php")).toContain(
    "invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: failed to get cpu utilization: " +
      "unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: " +
      "the server could not find the requested resource (get pods.metrics.k8s.io)",
  );
});

test.each([
  ["Deployment", "apps/v1", 'deployments.apps "nope" not found'],
  ["Frob", "apps/v1", 'no matches for kind "Frob" in group "apps"'],
  ["DaemonSet", "apps/v1", "the server could not find the requested resource"],
])("a target %s of %s that cannot be scaled is told of", (kind, apiVersion, message) => {
  kubectl("create -f -", JSON.stringify(DAEMONS));
  const spec = { scaleTargetRef: { kind, apiVersion, name: "nope" }, maxReplicas: 3 };
  const object = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web" },
    spec,
  };
  kubectl("create -f -", JSON.stringify(object));
  yard.tick(20_000);
  expect(kubectl("describe hpa web")).toContain(
    `the HPA controller was unable to get the target's current scale: ${message}`,
  );
});
