import { expect, test } from "vitest";
import { actsOf, typedLines, type LessonAct } from "./lines.ts";

const TABLE: readonly (readonly [string, readonly LessonAct[]])[] = [
  ["kubectl get pods", [{ type: "kubectl", world: "a", line: "get pods" }]],
  ["k get pods", [{ type: "kubectl", world: "a", line: "get pods" }]],
  ["tick 1m30s", [{ type: "tick", ms: 90_000 }]],
  [
    "fault node-power worker-1",
    [{ type: "fault", world: "a", name: "node-power", target: "worker-1", on: true }],
  ],
  [
    "world b\nheal node-power worker-2",
    [{ type: "fault", world: "b", name: "node-power", target: "worker-2", on: false }],
  ],
  ["load shop 120", [{ type: "load", world: "a", service: "shop", rate: 120 }]],
  [
    "note select node/master-1",
    [{ type: "note", world: "a", name: "select", value: "node/master-1" }],
  ],
  ["answer heal itself", [{ type: "note", world: "a", name: "answer", value: "heal itself" }]],
  ["skip heal", [{ type: "note", world: "a", name: "answer", value: "heal" }]],
  ["apply web.yaml", [{ type: "apply", world: "a", file: "web.yaml" }]],
  [
    "edit web.yaml <<EOF\na: 1\n  b: 2\nEOF",
    [{ type: "edit", file: "web.yaml", text: "a: 1\n  b: 2\n" }],
  ],
  [
    "kubectl apply -f - <<'EOF'\nkind: Pod\nEOF\ntick 5s",
    [
      { type: "kubectl", world: "a", line: "apply -f -", stdin: "kind: Pod\n" },
      { type: "tick", ms: 5000 },
    ],
  ],
  ["# a remark\n\nexpect-rc 1", []],
];

test.each(TABLE)("%s", (text, acts) => {
  expect(actsOf(text.split("\n"))).toEqual(acts);
});

test("only what one can type is put into the prompt", () => {
  const lines = ["kubectl get pods", "tick 5s", "apply web.yaml", "note read a", "world b"];
  expect(typedLines([...lines, "kubectl get nodes"])).toEqual([
    { world: "a", text: "kubectl get pods" },
    { world: "a", text: "kubectl apply -f web.yaml" },
    { world: "b", text: "kubectl get nodes" },
  ]);
});
