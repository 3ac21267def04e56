import { expect, test } from "vitest";
import type { MarkView } from "#core/view/rows.ts";
import { chainRuns } from "./chain-runs.ts";

const step = (id: number, more: Partial<MarkView>) => ({
  mark: {
    id,
    at: id * 1000,
    lane: "kubelets" as const,
    actor: "kubelet/worker-1",
    verb: "update",
    kind: "Pod",
    namespace: "default",
    name: "web",
    uid: "",
    cause: 0,
    code: "",
    facts: {},
    ...more,
  },
});

test("what repeats itself is one line with its number and its beginning", () => {
  const runs = chainRuns([
    step(9, { code: "pull-failed" }),
    step(8, { code: "pull-failed" }),
    step(7, { code: "pull-failed", name: "other" }),
    step(6, { code: "scheduled" }),
    step(5, {}),
    step(4, {}),
  ]);
  expect(runs.map(({ mark, count, since }) => [mark.id, count, since])).toEqual([
    [9, 2, 8000],
    [7, 1, 7000],
    [6, 1, 6000],
    [5, 1, 5000],
    [4, 1, 4000],
  ]);
});
