import { expect, test } from "vitest";
import type { DeploymentView, NodeView } from "#core/view/rows.ts";
import { EMPTY_CLUSTER } from "#app/state/apply-frame.ts";
import { differencesOf } from "./differences.ts";

const shop = (ready: number) =>
  ({ name: "shop", ready, desired: 3, image: "shop:v1", revision: 1 }) as DeploymentView;
const node = (status: string) => ({ name: "worker-1", status }) as NodeView;

test("only what differs is listed, and what one world lacks is empty there", () => {
  const left = {
    ...EMPTY_CLUSTER,
    deployments: new Map([["1", shop(3)]]),
    nodes: new Map([["n", node("Ready")]]),
  };
  const right = {
    ...EMPTY_CLUSTER,
    deployments: new Map([["9", shop(2)]]),
    nodes: new Map([["n", node("Ready")]]),
    faults: ["node-power worker-1"],
  };
  expect(differencesOf(left, right)).toEqual([
    { what: "deployment/shop", left: "3/3 · shop:v1 · r1", right: "2/3 · shop:v1 · r1" },
    { what: "fault: node-power worker-1", left: "", right: "on" },
  ]);
  expect(differencesOf(left, left)).toEqual([]);
});
