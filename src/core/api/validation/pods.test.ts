import { describe, expect, test } from "vitest";
import { cloneJson } from "#core/base/clone.ts";
import type { Draft } from "../define.ts";
import { pod } from "../kinds/core/pod.ts";
import type { Pod } from "../schema/generated/types.ts";
import { newPod, texts } from "./testing/new-pod.ts";

function container(draft: Draft<Pod>): Draft<Pod>["spec"]["containers"][number] {
  const [first] = draft.spec.containers;
  if (!first) throw new Error("no container");
  return first;
}

test("a plain pod has no mistakes", () => {
  expect(pod.validate(newPod())).toEqual([]);
});

describe("mistakes are told in a real server's words", () => {
  const cases: [string, (draft: Draft<Pod>) => void, string[]][] = [
    ["no containers", (draft) => (draft.spec.containers = []), ["spec.containers: Required value"]],
    [
      "no image",
      (draft) => (container(draft).image = ""),
      ["spec.containers[0].image: Required value"],
    ],
    [
      "a mount of nothing",
      (draft) => (container(draft).volumeMounts = [{ name: "data", mountPath: "/data" }]),
      ['spec.containers[0].volumeMounts[0].name: Not found: "data"'],
    ],
    [
      "a request above the limit",
      (draft) => (container(draft).resources = { limits: { cpu: "1" }, requests: { cpu: "2" } }),
      [
        'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
      ],
    ],
    [
      "a probe that does nothing",
      (draft) => (container(draft).livenessProbe = {}),
      ["spec.containers[0].livenessProbe: Required value: must specify a handler type"],
    ],
    [
      "a port name that is too long",
      (draft) =>
        (container(draft).ports = [
          { name: "a-very-long-port-name", containerPort: 80, protocol: "TCP" },
        ]),
      [
        'spec.containers[0].ports[0].name: Invalid value: "a-very-long-port-name": must be no more than 15 characters',
      ],
    ],
    [
      "a toleration without key that compares",
      (draft) => (draft.spec.tolerations = [{ operator: "Equal", value: "x" }]),
      [
        'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      "two mistakes at once",
      (draft) => Object.assign(container(draft), { name: "", image: "" }),
      ["spec.containers[0].name: Required value", "spec.containers[0].image: Required value"],
    ],
  ];
  test.each(cases)("%s", (_name, edit, expected) => {
    expect(texts(pod.validate(newPod(edit)))).toEqual(expected);
  });
});

describe("a pod hardly changes", () => {
  const old = newPod();

  test("its image may", () => {
    expect(
      pod.validateUpdate(
        newPod((draft) => (container(draft).image = "nginx:1.28")),
        old,
      ),
    ).toEqual([]);
  });

  test("its restart policy may not, and the difference is shown", () => {
    const [error] = pod.validateUpdate(
      newPod((draft) => (draft.spec.restartPolicy = "Never")),
      old,
    );
    expect(error?.type).toBe("FieldValueForbidden");
    expect(error?.detail).toContain(
      "pod updates may not change fields other than `spec.containers[*].image`",
    );
    expect(error?.detail).toContain(
      '\n- "RestartPolicy": "Always",\n+ "RestartPolicy": "Never",\n',
    );
  });

  test("containers may not come or go", () => {
    const more = cloneJson(old) as Draft<Pod>;
    more.spec.containers.push({ ...container(more), name: "d" });
    expect(texts(pod.validateUpdate(more as Pod, old))).toEqual([
      "spec.containers: Forbidden: pod updates may not add or remove containers",
    ]);
  });
});
