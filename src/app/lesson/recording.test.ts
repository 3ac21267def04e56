import { describe, expect, test } from "vitest";
import { parseCheck } from "#lessons/check.ts";
import { linesOf, proposeChecks, type Snapshot } from "./recording.ts";

const NOTHING: Snapshot = {
  at: 0,
  inputs: 0,
  deployments: new Map(),
  services: new Map(),
  pods: new Map(),
  faults: [],
};
const shop = (desired: number, image = "jangteo/shop:v1"): Snapshot => ({
  ...NOTHING,
  deployments: new Map([["shop", { desired, ready: desired, image }]]),
});

describe("proposeChecks", () => {
  test.each([
    [
      "more replicas",
      shop(3),
      shop(6),
      [],
      ["replicas(deployment/shop) == 6 && ready(deployment/shop) == 6"],
    ],
    [
      "another image",
      shop(3),
      shop(3, "jangteo/shop:v2"),
      [],
      ["image(deployment/shop) == 'jangteo/shop:v2' && updated(deployment/shop) == 3"],
    ],
    ["a Deployment is gone", shop(3), NOTHING, [], ["count(deployment/shop) == 0"]],
    [
      "two pods deleted by hand",
      shop(3),
      shop(3),
      ["shop", "shop"],
      ["gone(pod[app=shop]) >= 2 && ready(deployment/shop) == 3"],
    ],
    [
      "a Service with endpoints",
      NOTHING,
      { ...NOTHING, services: new Map([["web", 2]]) },
      [],
      ["endpoints(service/web) >= 2"],
    ],
    [
      "a bare pod",
      NOTHING,
      { ...NOTHING, pods: new Map([["web", true]]) },
      [],
      ["ready(pod/web) == 1"],
    ],
    [
      "a plug is pulled",
      NOTHING,
      { ...NOTHING, faults: ["node-power worker-2"] },
      [],
      ["fault('node-power', 'worker-2') == 1"],
    ],
    ["nothing changed", shop(3), shop(3), [], ["noted('read', 'step-1') >= 1"]],
  ] as const)("%s", (_name, before, after, deleted, checks) => {
    const proposed = proposeChecks(before, after, { step: "step-1", deleted });
    expect(proposed).toEqual(checks);
    expect(proposed.map((check) => parseCheck(check).ok)).toEqual(checks.map(() => true));
  });
});

describe("linesOf", () => {
  const apps = new Map([
    ["shop-5d-abcde", "shop"],
    ["shop-5d-fghij", "shop"],
    ["shop", "shop"],
  ]);
  const input = (at: number, action: number, label: string) => ({ at, action, label });

  test("times become waits, names of pods become places, requests of one action stay one line", () => {
    const inputs = [
      input(2000, 1, "kubectl scale deployment shop --replicas=5"),
      input(2000, 1, "kubectl scale deployment shop --replicas=5"),
      input(12_400, 2, "kubectl delete pod shop-5d-abcde shop-5d-fghij"),
    ];
    expect(linesOf(inputs, { apps, files: [], until: 15_000 })).toEqual({
      lines: [
        "kubectl scale deployment shop --replicas=5",
        "tick 10s",
        "kubectl delete pod {pod[app=shop]} {pod[app=shop]#2}",
        "tick 8s",
      ],
      deleted: ["shop", "shop"],
    });
  });

  test("a file is applied as it was, customers and faults as they were sent", () => {
    const files = [{ name: "web.yaml", text: "kind: Pod" }];
    const inputs = [
      input(0, 1, "kubectl apply -f web.yaml"),
      input(0, 2, "load default/shop 240"),
      input(0, 3, "fault node-power worker-1"),
    ];
    expect(linesOf(inputs, { apps, files, until: 0 }).lines).toEqual([
      "edit web.yaml <<EOF\nkind: Pod\nEOF",
      "apply web.yaml",
      "load shop 240",
      "fault node-power worker-1",
      "tick 5s",
    ]);
  });
});
