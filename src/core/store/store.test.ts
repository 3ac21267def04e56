import { describe, expect, test } from "vitest";
import { cloneState } from "#core/base/clone.ts";
import { keyOf, type KubeObject } from "#core/api/meta.ts";
import { Random, seedRandom } from "#core/sim/random.ts";
import { Store, type StoreState } from "./store.ts";

const KINDS = ["Pod", "ConfigMap", "Node"] as const;
const NAMESPACES = ["a", "b"];
const NAMES = ["x", "y", "z", "w"];
const NODES = ["", "n1", "n2"];

/** The same store without a single idea: every version ever written, searched from the end. */
class DumbTwin {
  readonly versions: {
    readonly revision: number;
    readonly object: KubeObject;
    readonly isDeleted: boolean;
  }[] = [];

  newest(kind: string): KubeObject[] {
    const last = new Map<string, KubeObject | undefined>();
    for (const { object, isDeleted } of this.versions) {
      if (object.kind !== kind) continue;
      const key = keyOf(object);
      // An object that comes back after its deletion is a new one, and stands last.
      if (isDeleted) last.delete(key);
      else last.set(key, object);
    }
    return [...last.values()].filter((each) => each !== undefined);
  }
}

function objectOf(random: Random): KubeObject {
  const kind = random.pick(KINDS);
  const name = random.pick(NAMES);
  const metadata = kind === "Node" ? { name } : { name, namespace: random.pick(NAMESPACES) };
  const node = random.pick(NODES);
  return {
    apiVersion: "v1",
    kind,
    metadata,
    ...(kind === "Pod" && { spec: { nodeName: node } }),
  } as KubeObject;
}

function writeAtRandom(store: Store, twin: DumbTwin, random: Random, at: number): void {
  const wanted = objectOf(random);
  const old = store.get(wanted.kind, keyOf(wanted));
  const isDeleted = old !== undefined && random.nextInt(3) === 0;
  // A pod keeps its node once it has one, as every caller of the store sees to.
  const node = (old as { readonly spec?: { readonly nodeName?: string } } | undefined)?.spec
    ?.nodeName;
  const object = isDeleted
    ? old
    : node
      ? ({ ...wanted, spec: { nodeName: node } } as KubeObject)
      : wanted;
  const change = store.commit(
    { type: isDeleted ? "delete" : "put", kind: object.kind, object },
    { at, agent: "test", traceId: 0 },
  );
  twin.versions.push({ revision: change.revision, object: change.object, isDeleted });
}

function nodeNameOf(pod: KubeObject): string {
  return (pod as { readonly spec?: { readonly nodeName?: string } }).spec?.nodeName ?? "";
}

function expectSame(store: Store, twin: DumbTwin): void {
  for (const kind of KINDS) {
    const newest = twin.newest(kind);
    expect(store.list(kind, "")).toEqual(newest);
    for (const namespace of NAMESPACES) {
      const inNamespace = newest.filter(({ metadata }) => metadata.namespace === namespace);
      expect(store.list(kind, namespace)).toHaveLength(inNamespace.length);
      expect(new Set(store.list(kind, namespace))).toEqual(new Set(inNamespace));
      expect(store.count(kind, namespace)).toBe(inNamespace.length);
    }
  }
  for (const node of ["n1", "n2"]) {
    const bound = twin.newest("Pod").filter((pod) => nodeNameOf(pod) === node);
    expect(new Set(store.podsOnNode(node))).toEqual(new Set(bound));
  }
}

describe("against a dumb twin", () => {
  test.each([1, 2, 3, 4, 5])("seed %i: lists, indexes and history agree", (seed) => {
    const random = new Random(seedRandom({ seed, name: "store" }));
    const store = new Store({ hashesBodies: false });
    const twin = new DumbTwin();
    const start = store.state.revision;
    for (let at = 0; at < 400; at++) {
      writeAtRandom(store, twin, random, at);
      if (at % 20 === 0) expectSame(store, twin);
    }
    expectSame(store, twin);
    const from = start + random.nextInt(400);
    expect(store.changesSince(from)?.map(({ revision, object }) => ({ revision, object }))).toEqual(
      twin.versions
        .filter(({ revision }) => revision > from)
        .map(({ revision, object }) => ({ revision, object })),
    );
  });

  test("a copy of the state goes on exactly as the original does", () => {
    const store = new Store({ hashesBodies: true });
    const twin = new DumbTwin();
    const first = new Random(seedRandom({ seed: 7, name: "first" }));
    for (let at = 0; at < 100; at++) writeAtRandom(store, twin, first, at);
    const copy = new Store({ hashesBodies: true });
    copy.state = cloneState<StoreState>(store.state);
    for (const each of [store, copy]) {
      const random = new Random(seedRandom({ seed: 7, name: "second" }));
      for (let at = 100; at < 200; at++) writeAtRandom(each, new DumbTwin(), random, at);
    }
    expect(copy.state).toEqual(store.state);
  });
});

describe("history", () => {
  const put = (store: Store, name: string) =>
    store.commit(
      { type: "put", kind: "Node", object: { apiVersion: "v1", kind: "Node", metadata: { name } } },
      { at: 0, agent: "test", traceId: 0 },
    );

  test("what was compacted away is no longer answered, what is kept is answered in order", () => {
    const store = new Store({ hashesBodies: false });
    const first = put(store, "n0").revision;
    for (let i = 1; i < 9_000; i++) put(store, `n${i % 10}`);
    expect(store.changesSince(first)).toBeUndefined();
    const { compactedRevision, revision } = store.state;
    expect(store.changesSince(compactedRevision)).toHaveLength(revision - compactedRevision);
    expect(store.changesSince(revision - 2)?.map((change) => change.revision)).toEqual([
      revision - 1,
      revision,
    ]);
    expect(store.changesSince(revision)).toEqual([]);
  });

  test("objects are frozen through and through, and carry the revision of their write", () => {
    const store = new Store({ hashesBodies: false });
    const change = put(store, "n1");
    expect(change.object.metadata.resourceVersion).toBe(String(change.revision));
    expect(Object.isFrozen(change.object.metadata)).toBe(true);
    expect(change).toMatchObject({ type: "added", old: undefined });
    expect(put(store, "n1")).toMatchObject({ type: "updated", old: change.object });
  });

  test("two histories that differ in one write differ in their hash", () => {
    const [left, right] = [new Store({ hashesBodies: false }), new Store({ hashesBodies: false })];
    put(left, "n1");
    put(right, "n1");
    expect(left.state.hash).toBe(right.state.hash);
    put(left, "n2");
    put(right, "n3");
    expect(left.state.hash).not.toBe(right.state.hash);
  });
});
