import { describe, expect, test } from "vitest";
import { applyJsonPatch } from "./json-patch.ts";
import { applyMergePatch, mergePatchBetween } from "./merge-patch.ts";
import { patchSchemaNamed } from "./patch-schema.ts";
import { strategicDiff, threeWayStrategicPatch } from "./strategic-diff.ts";
import { applyStrategicPatch } from "./strategic-merge.ts";

const schema = patchSchemaNamed("io.k8s.api.apps.v1.Deployment");

/** A deployment with these containers and this strategy, the way a manifest writes it. */
function deployment(containers: readonly object[], strategy: object = {}): Record<string, unknown> {
  return { spec: { strategy, template: { spec: { containers } } } };
}

describe("strategic merge follows the field tables", () => {
  const original = deployment(
    [
      { name: "a", image: "a:1" },
      { name: "b", image: "b:1" },
    ],
    { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } },
  );

  test("containers merge by name", () => {
    const patched = applyStrategicPatch(
      original,
      deployment([{ name: "b", image: "b:2" }]),
      schema,
    );
    expect(patched).toEqual(
      deployment(
        [
          { name: "a", image: "a:1" },
          { name: "b", image: "b:2" },
        ],
        { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } },
      ),
    );
  });

  test("a container leaves by directive", () => {
    const patched = applyStrategicPatch(
      original,
      deployment([{ name: "a", $patch: "delete" }]),
      schema,
    );
    expect(patched).toMatchObject(deployment([{ name: "b", image: "b:1" }]));
  });

  test("changing the strategy's type by kubectl apply clears what belonged to the old one", () => {
    const modified = deployment(
      [
        { name: "a", image: "a:1" },
        { name: "b", image: "b:1" },
      ],
      { type: "Recreate" },
    );
    const patch = strategicDiff(original, modified, schema);
    expect(patch).toEqual({
      spec: { strategy: { $retainKeys: ["type"], type: "Recreate", rollingUpdate: null } },
    });
    expect(applyStrategicPatch(original, patch, schema)).toEqual(modified);
  });

  test("neither the object nor the patch is changed", () => {
    const before = JSON.stringify(original);
    const patch = deployment([{ name: "b", env: [{ name: "X", value: "1" }] }], {
      $retainKeys: ["type"],
      type: "Recreate",
    });
    const patchBefore = JSON.stringify(patch);
    applyStrategicPatch(original, patch, schema);
    expect([JSON.stringify(original), JSON.stringify(patch)]).toEqual([before, patchBefore]);
  });

  test("an element without its merge key is refused with upstream's words", () => {
    expect(() => applyStrategicPatch(original, deployment([{ image: "x" }]), schema)).toThrow(
      "map: map[image:x] does not contain declared merge key: name",
    );
  });
});

describe("directives of strategic patches", () => {
  const original = deployment([{ name: "a", image: "a:1" }], { type: "RollingUpdate" });
  const inPod = (part: object): Record<string, unknown> => ({
    spec: { template: { spec: part } },
  });

  test.each([
    [{ spec: { strategy: { $retainKeys: "x" } } }, 400, "invalid patch format of retainKeys"],
    [
      { spec: { strategy: { $retainKeys: ["type"], rollingUpdate: {} } } },
      400,
      "invalid patch format of retainKeys",
    ],
    [inPod({ $setElementOrder: [] }), 400, "invalid patch format of setElementOrder list"],
    [
      inPod({ "$setElementOrder/cans": [] }),
      500,
      'unable to find api field in struct PodSpec for the json field "cans"',
    ],
    [
      inPod({ "$setElementOrder/hostNetwork": [] }),
      500,
      "expected slice or array type, but got: struct",
    ],
    [
      inPod({ "$setElementOrder/containers": "x" }),
      500,
      "expected a []interface {}, but received a string",
    ],
    [
      inPod({ "$setElementOrder/containers": [{ name: "b" }], containers: [{ name: "c" }] }),
      500,
      "The order in patch list:\n[map[name:c]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n",
    ],
    [
      inPod({ "$setElementOrder/containers": [{}], containers: [{ name: "c" }] }),
      500,
      "The order in patch list:\n[map[name:c]]\n doesn't match $setElementOrder list:\n[map[]]\n",
    ],
    [
      inPod({ containers: ["x"] }),
      500,
      "list element types are not identical: [[map[image:a:1 name:a]] [x]]",
    ],
    [{ spec: { $deleteFromPrimitiveList: ["x"] } }, 400, "invalid patch format of primitive list"],
    [
      inPod({ containers: [{ name: "a", $patch: "merge" }] }),
      500,
      "merging lists cannot yet be specified in the patch",
    ],
  ])("%j is refused", (patch, code, message) => {
    const act = (): unknown => applyStrategicPatch(original, patch, schema);
    expect(act).toThrow(expect.objectContaining({ message, code }));
  });

  test("what is new in a list comes without its directives", () => {
    const patch = inPod({ volumes: [{ name: "v" }, { $patch: "delete", name: "w" }] });
    expect(applyStrategicPatch(original, patch, schema)).toMatchObject(
      inPod({ volumes: [{ name: "v" }] }),
    );
  });
});

test("apply keeps what others added, and deletes what it once set", () => {
  const applied = { metadata: { labels: { a: "1", b: "1" } }, spec: { replicas: 1 } };
  const current = { metadata: { labels: { a: "1", b: "1", other: "x" } }, spec: { replicas: 5 } };
  const modified = { metadata: { labels: { a: "2" } } };
  const patch = threeWayStrategicPatch({ original: applied, modified, current }, schema, {
    overwrites: true,
  });
  expect(patch).toEqual({ metadata: { labels: { a: "2", b: null } }, spec: null });
});

test("a map has no lists to order", () => {
  const of = (labels: object): Record<string, unknown> => ({ metadata: { labels } });
  const act = (): unknown =>
    applyStrategicPatch(of({ a: "b" }), of({ "$setElementOrder/c": [] }), schema);
  expect(act).toThrow("merging an object in json but data type is not struct, instead is: map");
});

describe("JSON patch", () => {
  const document = { data: { a: "1", list: ["x", "y"] } };

  test.each([
    [[{ op: "test", path: "/data/a", value: "2" }]],
    [[{ op: "frobnicate", path: "/data/a" }]],
    [[{ op: "remove", path: "/data/zz" }]],
    [[{ op: "add", path: "/data/list/5", value: "z" }]],
    [[{ op: "copy", from: "", path: "/data/all" }]],
    [[{ op: "replace", path: "nowhere", value: 1 }]],
  ])("%j is refused as a whole", (patch) => {
    expect(() => applyJsonPatch(document, patch)).toThrow(
      "the server rejected our request due to an error in our request",
    );
  });

  test("must be a list", () => {
    const wanted =
      "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp";
    expect(() => applyJsonPatch(document, { op: "add" })).toThrow(wanted);
  });

  test.each([
    [["nonsense"], "cannot unmarshal string into Go value of type handlers.jsonPatchOp"],
    [[{ op: 1 }], "cannot unmarshal number into Go struct field jsonPatchOp.op of type string"],
  ])("%j is no list of operations", (patch, problem) => {
    expect(() => applyJsonPatch(document, patch)).toThrow(`error decoding patch: json: ${problem}`);
  });

  test.each([
    [[{ op: "add", path: "/data/n" }], { data: { a: "1", list: ["x", "y"], n: null } }],
    [[{ op: "remove", path: "ignored/data" }], {}],
    [[], document],
    [null, document],
  ])("%j is taken as it stands", (patch, wanted) => {
    expect(applyJsonPatch(document, patch)).toEqual(wanted);
  });

  test("objects that a patch goes through are sorted, others stay as they were", () => {
    const mixed = { z: 1, b: { d: 1, c: 2 }, a: { d: 1, c: 2 } };
    const patched = applyJsonPatch(mixed, [{ op: "replace", path: "/a/c", value: { y: 1, x: 2 } }]);
    expect(JSON.stringify(patched)).toBe('{"a":{"c":{"y":1,"x":2},"d":1},"b":{"d":1,"c":2},"z":1}');
    expect(JSON.stringify(applyMergePatch(mixed, { a: { e: { y: 1, x: null, w: 2 } } }))).toBe(
      '{"a":{"c":2,"d":1,"e":{"w":2,"y":1}},"b":{"d":1,"c":2},"z":1}',
    );
  });

  test("escapes and the end of lists", () => {
    const patch = [
      { op: "add", path: "/data/x~1y", value: "s" },
      { op: "add", path: "/data/list/-", value: "z" },
    ];
    expect(applyJsonPatch(document, patch)).toEqual({
      data: { a: "1", list: ["x", "y", "z"], "x/y": "s" },
    });
  });
});

test("a merge patch between two objects turns one into the other", () => {
  const [from, to] = [
    { a: 1, b: { c: 1, d: 2 }, e: [1] },
    { a: 1, b: { c: 2 }, f: "new" },
  ];
  const patch = mergePatchBetween(from, to);
  expect(patch).toEqual({ e: null, b: { c: 2, d: null }, f: "new" });
  expect(applyMergePatch(from, patch)).toEqual(to);
});
