import { beforeEach, expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";

const RELEASE =
  "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.1/standard-install.yaml";
const FILES: Readonly<Record<string, string>> = {
  "class.yaml": `apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: example}
spec: {controllerName: example.net/gateway-controller}
`,
  "gateway.yaml": `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: front}
spec:
  gatewayClassName: example
  listeners:
  - {name: http, port: 80, protocol: HTTP}
`,
  "tls.yaml": `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: wrong}
spec:
  gatewayClassName: example
  listeners:
  - {name: http, port: 80, protocol: HTTP, tls: {mode: Passthrough}}
  - {name: http2, port: 80, protocol: HTTP}
`,
  "route.yaml": `apiVersion: gateway.networking.k8s.io/v1beta1
kind: HTTPRoute
metadata: {name: web}
spec:
  parentRefs: [{name: front}]
  hostnames: [example.com]
  rules:
  - matches: [{path: {value: /shop}}]
    backendRefs: [{name: shop, port: 80}]
`,
  "mixed.yaml": `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: mixed}
spec:
  rules:
  - matches: [{path: {value: shop}}]
    filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]
    backendRefs: [{name: shop}]
`,
};

let kubectl: (line: string) => string;

beforeEach(() => {
  const yard = emptyYard({ workers: 1 });
  const readFile = (name: string) => FILES[name];
  kubectl = (line) => yard.kubectl(line, { readFile }).printed;
  expect(kubectl("get gateways")).toBe(
    `error: the server doesn't have a resource type "gateways"\n`,
  );
  expect(kubectl(`apply -f ${RELEASE}`)).toBe(
    ["gatewayclasses", "gateways", "grpcroutes", "httproutes", "referencegrants"]
      .map(
        (name) =>
          `customresourcedefinition.apiextensions.k8s.io/${name}.gateway.networking.k8s.io created\n`,
      )
      .join(""),
  );
  yard.tick(1000);
});

test("the release of the Gateway API brings its kinds, with defaults and columns", () => {
  expect(
    kubectl(
      "get crd httproutes.gateway.networking.k8s.io -o jsonpath='{.status.conditions[*].type}={.status.conditions[*].status}'",
    ),
  ).toBe("NamesAccepted Established KubernetesAPIApprovalPolicyConformant=True True True");
  kubectl("apply -f class.yaml");
  kubectl("apply -f gateway.yaml");
  expect(kubectl("get gc")).toMatch(
    /^NAME +CONTROLLER +ACCEPTED +AGE\nexample +example.net\/gateway-controller +Unknown +0s\n$/,
  );
  expect(kubectl("get gtw")).toMatch(
    /^NAME +CLASS +ADDRESS +PROGRAMMED +AGE\nfront +example +Unknown +0s\n$/,
  );
  expect(
    kubectl("get gtw front -o jsonpath='{.spec.listeners[0].allowedRoutes.namespaces.from}'"),
  ).toBe("Same");
  expect(kubectl("apply -f route.yaml")).toBe("httproute.gateway.networking.k8s.io/web created\n");
  expect(kubectl("get httproutes")).toMatch(/^NAME +HOSTNAMES +AGE\nweb +\["example.com"\] +0s\n$/);
  const read = (path: string) => kubectl(`get httproute web -o jsonpath='${path}'`);
  expect(read("{.apiVersion}")).toBe("gateway.networking.k8s.io/v1");
  expect(read("{.spec.rules[0].matches[0].path.type}")).toBe("PathPrefix");
  expect(read("{.spec.rules[0].backendRefs[0].weight}")).toBe("1");
});

test("its rules are asked", () => {
  const gateway = kubectl("apply -f tls.yaml");
  expect(gateway).toContain("tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']");
  expect(gateway).toContain(
    "Combination of port, protocol and hostname must be unique for each listener",
  );
  const route = kubectl("apply -f mixed.yaml");
  expect(route).toContain(
    'spec.rules[0]: Invalid value: "object": RequestRedirect filter must not be used together with backendRefs',
  );
  expect(route).toContain(
    "spec.rules[0].matches[0].path: Invalid value: \"object\": value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
  );
  expect(route).toContain(
    'spec.rules[0].backendRefs[0]: Invalid value: "object": Must have port for Service reference',
  );
});
