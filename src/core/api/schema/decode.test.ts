import { describe, expect, test } from "vitest";
import { decodeObject } from "./decode.ts";
import { withoutEmpties } from "./without-empties.ts";

const POD = "io.k8s.api.core.v1.Pod";
const DEPLOYMENT = "io.k8s.api.apps.v1.Deployment";
const strict = { fieldValidation: "Strict" } as const;

describe("wrong types are refused in Go's words", () => {
  test.each([
    [
      POD,
      { spec: { containers: [{ livenessProbe: { httpGet: { path: 5 } } }] } },
      "Pod",
      "json: cannot unmarshal number into Go struct field HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet.path of type string",
    ],
    [
      POD,
      { spec: { containers: "x" } },
      "Pod",
      "json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type []v1.Container",
    ],
    [
      POD,
      { spec: { restartPolicy: true } },
      "Pod",
      "json: cannot unmarshal bool into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy",
    ],
    [
      POD,
      { metadata: { labels: { a: 1 } } },
      "Pod",
      "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string",
    ],
    [
      POD,
      { metadata: [] },
      "Pod",
      "json: cannot unmarshal array into Go struct field Pod.metadata of type v1.ObjectMeta",
    ],
    [
      DEPLOYMENT,
      { spec: { replicas: "three" } },
      "Deployment",
      "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      DEPLOYMENT,
      { spec: { replicas: 1.5 } },
      "Deployment",
      "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
    ],
    [
      DEPLOYMENT,
      { spec: { strategy: { rollingUpdate: { maxSurge: 99999999999 } } } },
      "Deployment",
      "json: cannot unmarshal number 99999999999 into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32",
    ],
    [
      POD,
      { spec: { containers: [{ resources: { limits: { cpu: "lots" } } }] } },
      "Pod",
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      "io.k8s.api.core.v1.Secret",
      { data: { a: "YWRtaW4=x" } },
      "Secret",
      "illegal base64 data at input byte 8",
    ],
    [
      "io.k8s.api.coordination.v1.Lease",
      { spec: { renewTime: "9z" } },
      "Lease",
      'parsing time "9z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "9z" as "2006"',
    ],
  ])("%s %j", (schema, value, kind, wanted) => {
    expect(() => decodeObject(schema, value, strict)).toThrow(
      `${kind} in version "v1" cannot be handled as a ${kind}: ${wanted}`,
    );
  });
});

describe("unknown and duplicate fields", () => {
  const value = { spec: { containers: [{ name: "a", imagePullPolcy: "Always" }], foo: 1 } };

  test("are refused together when strict", () => {
    const problems = 'unknown field "spec.containers[0].imagePullPolcy", unknown field "spec.foo"';
    expect(() => decodeObject(POD, value, strict)).toThrow(`strict decoding error: ${problems}`);
  });

  test("are dropped with a warning otherwise", () => {
    const { object, warnings } = decodeObject(POD, value, { fieldValidation: "Warn" });
    expect(warnings).toEqual([
      'unknown field "spec.containers[0].imagePullPolcy"',
      'unknown field "spec.foo"',
    ]);
    expect(object["spec"]).toEqual({ containers: [{ name: "a", resources: {} }] });
  });

  test("duplicates are found in the text", () => {
    const raw = '{"metadata":{"name":"a","name":"b"},"data":{"a":"1","a":"2"}}';
    const decode = (): unknown =>
      decodeObject("io.k8s.api.core.v1.ConfigMap", JSON.parse(raw), { ...strict, raw });
    expect(decode).toThrow(
      'strict decoding error: duplicate field "metadata.name", duplicate field "data.a"',
    );
  });
});

test("what is written is what a server would write", () => {
  const given = {
    kind: "Deployment",
    apiVersion: "apps/v1",
    metadata: { name: "web", labels: {}, namespace: "" },
    spec: {
      replicas: 0,
      paused: false,
      minReadySeconds: null,
      selector: { matchLabels: { app: "web" } },
      template: {
        spec: {
          nodeName: "",
          containers: [
            {
              name: "c",
              ports: [{ containerPort: 80 }],
              resources: { limits: { memory: "1024Mi", cpu: 0.5 } },
            },
          ],
        },
      },
    },
  };
  const decoded = decodeObject(DEPLOYMENT, given, strict);
  // Empty maps and lists stay until the object is written, for validation to tell them from absent ones.
  expect(decoded.hasEmpties).toBe(true);
  expect(decoded.object["metadata"]).toEqual({ name: "web", labels: {} });
  expect(withoutEmpties(DEPLOYMENT, decoded.object)).toEqual({
    kind: "Deployment",
    apiVersion: "apps/v1",
    metadata: { name: "web" },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: "web" } },
      strategy: {},
      template: {
        metadata: {},
        spec: {
          containers: [
            {
              name: "c",
              ports: [{ containerPort: 80, protocol: "TCP" }],
              resources: { limits: { cpu: "500m", memory: "1Gi" } },
            },
          ],
        },
      },
    },
    status: {},
  });
});

test("times by value are written as null until they are set", () => {
  const condition = {
    type: "Ready",
    status: "True",
    lastTransitionTime: "2026-01-01T09:00:00+09:00",
  };
  const pod = decodeObject(POD, { status: { conditions: [condition] } }, strict).object as {
    status: { conditions: unknown[] };
  };
  expect(pod.status.conditions).toEqual([
    { ...condition, lastProbeTime: null, lastTransitionTime: "2026-01-01T00:00:00Z" },
  ]);
});
