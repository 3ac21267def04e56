import { describe, expect, test } from "vitest";
import { explainFields, explainPath } from "./explain.ts";

const POD = "io.k8s.api.core.v1.Pod";

describe("types are named as kubectl explain names them", () => {
  test.each([
    ["spec", "PodSpec"],
    ["spec.containers", "[]Container"],
    ["spec.nodeSelector", "map[string]string"],
    ["spec.containers.args", "[]string"],
    ["spec.containers.resources.limits", "map[string]Quantity"],
    ["spec.containers.ports.containerPort", "integer"],
    ["metadata.creationTimestamp", "string"],
    ["spec.containers.livenessProbe.httpGet.port", "IntOrString"],
    ["spec.hostNetwork", "boolean"],
  ])("%s is <%s>", (path, wanted) => {
    expect(explainPath(POD, path.split("."))?.field?.typeName).toBe(wanted);
  });
});

test("required fields and allowed values are known", () => {
  expect(explainPath(POD, ["spec", "containers"])?.field?.isRequired).toBe(true);
  expect(explainPath(POD, ["spec", "restartPolicy"])?.field?.enum).toEqual([
    "Always",
    "Never",
    "OnFailure",
  ]);
});

test("the kind itself lists its fields, and a wrong name leads nowhere", () => {
  expect(explainPath(POD, [])?.fields.map(({ name }) => name)).toEqual([
    "apiVersion",
    "kind",
    "metadata",
    "spec",
    "status",
  ]);
  expect(explainPath(POD, ["spec", "contaners"])).toBeUndefined();
  expect(explainFields("no.such.Schema")).toEqual([]);
});
