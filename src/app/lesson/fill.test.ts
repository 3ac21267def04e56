import { expect, test } from "vitest";
import type { PodView } from "#core/view/rows.ts";
import { fillPods } from "./fill.ts";

const pod = (name: string, more: Partial<PodView> = {}) =>
  [name, { name, app: "web", namespace: "default", graceUntil: 0, ...more } as PodView] as const;
const pods = new Map([
  pod("web-c"),
  pod("web-a", { graceUntil: 9000 }),
  pod("web-b"),
  pod("other", { app: "other" }),
  pod("web-0", { namespace: "kube-system" }),
]);

test.each([
  ["delete pod {pod[app=web]}", "delete pod web-b"],
  ["delete pod {pod[app=web]} {pod[app=web]#2}", "delete pod web-b web-c"],
  ["delete pod {pod[app=web]#3}", "delete pod {pod[app=web]#3}"],
  ["cordon {node/worker-*}", "cordon {node/worker-*}"],
])("%s", (line, filled) => {
  expect(fillPods(line, { pods })).toBe(filled);
});
