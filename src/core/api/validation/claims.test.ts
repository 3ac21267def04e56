import { expect, test } from "vitest";
import type { Draft } from "../define.ts";
import { fieldErrorBody } from "../field-error.ts";
import { persistentVolumeClaim } from "../kinds/core/persistent-volume-claim.ts";
import type { PersistentVolumeClaim } from "../schema/generated/types.ts";

function newClaim(edit: (draft: Draft<PersistentVolumeClaim>) => void): PersistentVolumeClaim {
  const draft: Draft<PersistentVolumeClaim> = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data", namespace: "default" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    status: {},
  };
  edit(draft);
  persistentVolumeClaim.setDefaults(draft);
  return draft as PersistentVolumeClaim;
}

function changed(
  before: (draft: Draft<PersistentVolumeClaim>) => void,
  after: (draft: Draft<PersistentVolumeClaim>) => void,
): string[] {
  const old = newClaim(before);
  const claim = newClaim((draft) => {
    before(draft);
    after(draft);
  });
  return persistentVolumeClaim
    .validateUpdate(claim, old)
    .map((error) => `${error.field}: ${fieldErrorBody(error).split("\n")[0] ?? ""}`);
}

const IMMUTABLE =
  "spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
const bound = (draft: Draft<PersistentVolumeClaim>) => {
  draft.spec.volumeName = "pv";
  draft.status = { phase: "Bound", capacity: { storage: "1Gi" } };
};
const ask = (storage: string) => (draft: Draft<PersistentVolumeClaim>) => {
  draft.spec.resources.requests = { storage };
};

test.each<[string, string[]]>([
  ["the size of a pending claim", changed(() => undefined, ask("2Gi"))],
  [
    "the class",
    changed(
      (draft) => (draft.spec.storageClassName = "a"),
      (draft) => (draft.spec.storageClassName = "b"),
    ),
  ],
  ["a volume once given", changed(bound, (draft) => (draft.spec.volumeName = "other"))],
])("%s does not change", (_, errors) => {
  expect(errors).toEqual([IMMUTABLE]);
});

test.each<[string, string[]]>([
  ["a bound claim may grow", changed(bound, ask("2Gi"))],
  [
    "a claim may get its volume",
    changed(
      () => undefined,
      (draft) => (draft.spec.volumeName = "pv"),
    ),
  ],
  [
    "a claim without a class may get one",
    changed(
      () => undefined,
      (draft) => (draft.spec.storageClassName = "a"),
    ),
  ],
])("%s", (_, errors) => {
  expect(errors).toEqual([]);
});

test("a bound claim does not shrink below what there is", () => {
  expect(changed(bound, ask("512Mi"))).toEqual([
    "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity",
  ]);
});

test("where data comes from is told in both fields, old and new, and never from afar", () => {
  const sourcesOf = (dataSourceRef: Draft<PersistentVolumeClaim>["spec"]["dataSourceRef"]) => {
    const { spec } = newClaim((draft) => {
      if (dataSourceRef) draft.spec.dataSourceRef = dataSourceRef;
      persistentVolumeClaim.prepareCreate(draft, { now: "2026-01-01T00:00:00Z" });
    });
    return [spec.dataSource, spec.dataSourceRef];
  };
  const other = { kind: "PersistentVolumeClaim", name: "other" };
  expect(sourcesOf(other)).toEqual([other, other]);
  expect(sourcesOf({ ...other, namespace: "there" })).toEqual([undefined, undefined]);
});
