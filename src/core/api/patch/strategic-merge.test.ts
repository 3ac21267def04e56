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

test("apply keeps what others added, and deletes what it once set", () => {
  const applied = { metadata: { labels: { a: "1", b: "1" } }, spec: { replicas: 1 } };
  const current = { metadata: { labels: { a: "1", b: "1", other: "x" } }, spec: { replicas: 5 } };
  const modified = { metadata: { labels: { a: "2" } } };
  const patch = threeWayStrategicPatch({ original: applied, modified, current }, schema, {
    overwrites: true,
  });
  expect(patch).toEqual({ metadata: { labels: { a: "2", b: null } }, spec: null });
});

describe("JSON patch", () => {
  const document = { data: { a: "1", list: ["x", "y"] } };

  test.each([
    [[{ op: "test", path: "/data/a", value: "2" }]],
    [[{ op: "frobnicate", path: "/data/a" }]],
    [[{ op: "remove", path: "/data/zz" }]],
    [[{ op: "add", path: "/data/list/5", value: "z" }]],
    [["nonsense"]],
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
