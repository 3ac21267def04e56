import { beforeEach, expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";
import type { Yard } from "./yard.ts";

const RELEASE =
  "https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml";

let yard: Yard;
const kubectl = (line: string) => yard.kubectl(line, {}).printed;

beforeEach(() => {
  yard = emptyYard({ workers: 2 });
  kubectl("create deployment web --image=nginx --replicas=2");
  kubectl("run cache --image=redis");
  yard.tick(20_000);
});

test("a plain cluster has no metrics, one with a metrics server has them after a while", () => {
  expect(kubectl("top nodes")).toBe("error: Metrics API not available\n");
  expect(kubectl(`apply -f ${RELEASE}`)).toContain(
    "apiservice.apiregistration.k8s.io/v1beta1.metrics.k8s.io created",
  );
  expect(kubectl("top pods")).toContain(
    "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
  );
  yard.tick(1_000);
  expect(kubectl("get apiservice v1beta1.metrics.k8s.io")).toContain("False (MissingEndpoints)");
  yard.tick(90_000);
  expect(kubectl("get apiservice v1beta1.metrics.k8s.io")).toMatch(
    /kube-system\/metrics-server +True/,
  );
  expect(kubectl("top nodes")).toMatch(
    /^NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\) +\nmaster-1? .*\n(?:.* +\d+m +\d+% +\d+Mi +\d+% +\n)+$/,
  );
  const pods = kubectl("top pods");
  expect(pods).toMatch(
    /^NAME +CPU\(cores\) +MEMORY\(bytes\) +\ncache +\d+m +\d+Mi +\nweb-.*\nweb-.*\n$/,
  );
  expect(kubectl("top pods --sort-by=memory --no-headers").split("\n")[0]).toMatch(
    /^\S+ +\d+m +\d+Mi +$/,
  );
  expect(kubectl("top pod cache --containers")).toMatch(
    /^POD +NAME +CPU\(cores\) +MEMORY\(bytes\) +\ncache +cache +\d+m +\d+Mi +\n$/,
  );
  expect(kubectl("top pods -A --sum")).toMatch(
    /^NAMESPACE +NAME [\s\S]*kube-system +metrics-server-[\s\S]*________ +________ +\n +\d+m +\d+Mi +\n$/,
  );
  expect(kubectl("top pod nope")).toBe(
    'Error from server (NotFound): podmetrics.metrics.k8s.io "default/nope" not found\n',
  );
  expect(kubectl("top pods -l app=none")).toBe("No resources found in default namespace.\n");
  kubectl("create namespace fresh");
  yard.tick(1_000);
  kubectl("run late --image=nginx -n fresh");
  yard.tick(5_000);
  expect(kubectl("top pods -n fresh")).toBe("error: metrics not available yet\n");
  expect(kubectl("top pods --sort-by=name")).toBe("error: --sort-by accepts only cpu or memory\n");
  expect(kubectl("get pods")).toContain("cache");
});
