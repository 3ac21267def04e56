import { describe, expect, test } from "vitest";
import { convertObject } from "./convert.ts";

const DEPLOYMENT = "io.k8s.api.apps.v1.Deployment";
const SECRET = "io.k8s.api.core.v1.Secret";

function container(part: object): Record<string, unknown> {
  return { spec: { template: { spec: { containers: [part] } } } };
}

describe("what a converter says of a wrong type", () => {
  test.each<[Record<string, unknown>, string]>([
    [{ spec: "x" }, "cannot restore struct from: string"],
    [{ spec: [1] }, "cannot restore struct from: slice"],
    [{ spec: { replicas: "3" } }, "unrecognized type: int32"],
    [{ spec: { replicas: true } }, "unrecognized type: int32"],
    [{ spec: { replicas: 1.5 } }, "cannot convert float64 to int32"],
    [{ spec: { paused: "yes" } }, "unrecognized type: bool"],
    [{ spec: { paused: 1 } }, "unrecognized type: bool"],
    [{ metadata: { labels: "x" } }, "cannot restore map from string"],
    [{ metadata: { labels: { a: 1 } } }, "cannot convert int64 to string"],
    [{ metadata: { labels: { a: true } } }, "unrecognized type: string"],
    [{ metadata: { finalizers: {} } }, "cannot restore slice from map"],
    [container({ imagePullPolicy: 5 }), "cannot convert int64 to v1.PullPolicy"],
    [container({ image: 1.5 }), "unrecognized type: string"],
    [container({ ports: 80 }), "cannot restore slice from int64"],
    [
      { spec: { strategy: { rollingUpdate: { maxSurge: true } } } },
      "json: cannot unmarshal bool into Go value of type int32",
    ],
    [
      { metadata: { creationTimestamp: 5 } },
      "json: cannot unmarshal number into Go value of type string",
    ],
    [
      container({ resources: { limits: { cpu: "x" } } }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
  ])("%j", (value, problem) => {
    expect(() => convertObject(DEPLOYMENT, value)).toThrow(problem);
  });

  test("bytes", () => {
    expect(() => convertObject(SECRET, { data: { a: "%" } })).toThrow(
      "error decoding from json: illegal base64 data at input byte 0",
    );
    expect(() => convertObject(SECRET, { data: { a: 5 } })).toThrow(
      "cannot restore slice from int64",
    );
  });
});

test("unknown fields are told from the inside out, and numbers cut to their type", () => {
  const value = { spec: { foo: 1, replicas: 2 ** 32 + 3, template: { spec: { bar: 1 } } }, baz: 1 };
  expect(convertObject(DEPLOYMENT, value)).toEqual(["spec.template.spec.bar", "spec.foo", "baz"]);
  expect(value.spec.replicas).toBe(3);
});
