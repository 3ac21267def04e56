import { describe, expect, test } from "vitest";
import { schemaNamed } from "../schema/resolve.ts";
import { applyConfiguration } from "./apply.ts";
import { typeProblems } from "./check-typed.ts";
import { compareValues } from "./compare.ts";
import {
  decodeFields,
  differenceOf,
  encodeFields,
  intersectionOf,
  isEmptySet,
  NO_FIELDS,
  pathTexts,
  unionOf,
} from "./field-set.ts";
import { decodeManagers, encodeManagers, type ManagerName, type Managers } from "./managers.ts";
import { mergeValues, removeFields } from "./merge.ts";
import { fieldsNamedBy } from "./owned.ts";
import { managersAfterUpdate } from "./update.ts";

const POD = schemaNamed("io.k8s.api.core.v1.Pod") ?? {};
const SERVICE = schemaNamed("io.k8s.api.core.v1.Service") ?? {};

const pod = (...containers: object[]) => ({ spec: { containers } });
const applier = (manager: string): ManagerName => ({
  manager,
  operation: "Apply",
  apiVersion: "v1",
  subresource: "",
});
const updater = (manager: string): ManagerName => ({ ...applier(manager), operation: "Update" });
const TIME = "2026-01-05T09:00:00Z";

describe("sets of paths", () => {
  const a = decodeFields({ "f:spec": { ".": {}, "f:x": {}, 'k:{"name":"c"}': { "f:image": {} } } });
  const b = decodeFields({ "f:spec": { "f:x": {} }, "f:data": {} });

  test.each([
    ["union", unionOf(a, b), [".data", ".spec", ".spec.x", '.spec[name="c"].image']],
    ["intersection", intersectionOf(a, b), [".spec.x"]],
    ["difference", differenceOf(a, b), [".spec", '.spec[name="c"].image']],
  ])("%s", (_name, set, paths) => {
    expect(pathTexts(set)).toEqual(paths);
  });

  test("writing and reading again is the same set", () => {
    expect(encodeFields(decodeFields(encodeFields(a)))).toEqual(encodeFields(a));
    expect(isEmptySet(differenceOf(a, a))).toBe(true);
  });
});

describe("what a configuration names", () => {
  test.each([
    [
      "a list map by its keys, defaults filled in",
      SERVICE,
      { spec: { ports: [{ port: 80 }] } },
      ['.spec.ports[port=80,protocol="TCP"]', '.spec.ports[port=80,protocol="TCP"].port'],
    ],
    ["an atomic map as a whole", SERVICE, { spec: { selector: { a: "b" } } }, [".spec.selector"]],
    [
      "a set by its values",
      POD,
      { metadata: { finalizers: ["x/y"] } },
      ['.metadata.finalizers[="x/y"]'],
    ],
    ["an empty struct as itself", POD, { spec: {} }, [".spec"]],
    [
      "an atomic list as a whole",
      POD,
      { spec: { tolerations: [{ key: "a" }] } },
      [".spec.tolerations"],
    ],
  ])("%s", (_name, schema, value, paths) => {
    expect(pathTexts(fieldsNamedBy(schema, value))).toEqual(paths);
  });
});

describe("list maps are merged in an order that suits both", () => {
  const names = (list: unknown) => (list as { name: string }[]).map(({ name }) => name).join(" ");
  test.each([
    ["a b", "c", "a b c"],
    ["a b", "b a", "b a"],
    ["a b c", "c x a", "b c x a"],
    ["x", "a x", "a x"],
    ["", "a b", "a b"],
    ["a b", "", "a b"],
  ])("%s with %s is %s", (live, config, merged) => {
    const of = (text: string) =>
      pod(
        ...text
          .split(" ")
          .filter(Boolean)
          .map((name) => ({ name })),
      );
    const result = mergeValues(POD, of(live), of(config)) as ReturnType<typeof pod>;
    expect(names(result.spec.containers)).toBe(merged);
  });
});

test("a change is told by path, items of list maps by their key", () => {
  const before = pod({ name: "a", image: "x" }, { name: "b", image: "x" });
  const after = pod({ name: "b", image: "y", tty: true });
  const { added, modified, removed } = compareValues(POD, before, after);
  expect(pathTexts(added)).toEqual(['.spec.containers[name="b"].tty']);
  expect(pathTexts(modified)).toEqual(['.spec.containers[name="b"].image']);
  expect(pathTexts(removed)).toEqual([
    '.spec.containers[name="a"]',
    '.spec.containers[name="a"].image',
    '.spec.containers[name="a"].name',
  ]);
});

test("removing paths leaves null where nothing is left", () => {
  const set = fieldsNamedBy(POD, pod({ name: "a" }));
  expect(removeFields(POD, pod({ name: "a" }, { name: "b" }), set)).toEqual(pod({ name: "b" }));
  expect(removeFields(POD, pod({ name: "a" }), set)).toEqual({ spec: { containers: null } });
});

describe("a configuration that does not fit", () => {
  test.each([
    [{ spec: { foo: 1 } }, ".spec.foo: field not declared in schema"],
    [pod({ name: "a" }, { name: "a" }), '.spec.containers: duplicate entries for key [name="a"]'],
    [{ spec: { hostNetwork: "yes" } }, ".spec.hostNetwork: expected boolean, got &{yes}"],
    [{ spec: { priority: "1" } }, ".spec.priority: expected numeric (int or float), got string"],
    [
      { metadata: { labels: { a: true } } },
      ".metadata.labels.a: expected string, got &value.valueUnstructured{Value:true}",
    ],
    [{ spec: [] }, ".spec: expected map, got &{[]}"],
    [{ spec: { containers: "x" } }, ".spec.containers: expected list, got &{x}"],
  ])("%j: %s", (value, problem) => {
    expect(typeProblems(POD, value)).toEqual([problem]);
  });
});

test("an item that does not say its key has no place in a list map, unless the key has a default", () => {
  const account = schemaNamed("io.k8s.api.core.v1.ServiceAccount") ?? {};
  expect(typeProblems(account, { secrets: [{}] })).toEqual([
    '.secrets: element 0: associative list with keys has an element that omits key field "name" (and doesn\'t have default value)',
  ]);
  expect(typeProblems(POD, pod({ image: "x" }))).toEqual([]);
});

describe("managers", () => {
  const byUpdate = (managers: Managers, by: string, before: unknown, after: unknown) =>
    managersAfterUpdate(managers, {
      schema: POD,
      before,
      after,
      by: updater(by),
      time: TIME,
      ignored: NO_FIELDS,
    });
  const owned = (managers: Managers) =>
    Object.fromEntries(managers.map(({ manager, fields }) => [manager, pathTexts(fields)]));

  test("an update takes what it changes from everybody else", () => {
    const one = byUpdate([], "one", { spec: {} }, { spec: { nodeName: "n", hostname: "h" } });
    const two = byUpdate(
      one,
      "two",
      { spec: { nodeName: "n", hostname: "h" } },
      { spec: { nodeName: "m", hostname: "h" } },
    );
    expect(owned(two)).toEqual({ one: [".spec.hostname"], two: [".spec.nodeName"] });
  });

  test("more than ten updaters: the oldest become one", () => {
    let managers: Managers = [];
    for (let i = 0; i < 12; i++)
      managers = byUpdate(
        managers,
        `m${String(i).padStart(2, "0")}`,
        {},
        { metadata: { labels: { [`l${i}`]: "" } } },
      );
    expect(managers).toHaveLength(10);
    expect(owned(managers)["ancient-changes"]).toEqual(
      [0, 1, 2].map((i) => `.metadata.labels.l${i}`),
    );
  });

  const applying = (managers: Managers, by: string, live: unknown, config: unknown) =>
    applyConfiguration(managers, {
      schema: POD,
      live,
      config,
      by: applier(by),
      time: TIME,
      ignored: NO_FIELDS,
      allowed: NO_FIELDS,
    });

  test("what an applier no longer names goes, unless somebody else wants it", () => {
    const first = applying([], "a", {}, pod({ name: "c", image: "x", workingDir: "/" }));
    if (first.conflicts) throw new Error("unexpected conflict");
    const second = applying(first.managers, "b", first.object, pod({ name: "c", image: "x" }));
    if (second.conflicts) throw new Error("unexpected conflict");
    const third = applying(second.managers, "a", second.object, { spec: {} });
    if (third.conflicts) throw new Error("unexpected conflict");
    expect(third.object).toEqual(pod({ name: "c", image: "x" }));
  });

  test("two appliers who disagree are told where", () => {
    const first = applying([], "a", {}, pod({ name: "c", image: "x" }));
    if (first.conflicts) throw new Error("unexpected conflict");
    const second = applying(first.managers, "b", first.object, pod({ name: "c", image: "y" }));
    expect(
      second.conflicts?.map(({ manager, fields }) => [manager.manager, pathTexts(fields)]),
    ).toEqual([["a", ['.spec.containers[name="c"].image']]]);
  });

  test("reading what was written gives the same managers; an odd entry spoils the lot", () => {
    const managers = byUpdate([], "one", {}, { spec: { nodeName: "n" } });
    expect(encodeManagers(decodeManagers(encodeManagers(managers)) ?? [])).toEqual(
      encodeManagers(managers),
    );
    expect(
      decodeManagers([{ manager: "x", operation: "Steal", fieldsType: "FieldsV1" }]),
    ).toBeUndefined();
  });
});
