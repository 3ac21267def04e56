import { expect, test } from "vitest";
import type { Rect } from "./geometry.ts";
import type { LayoutInput } from "./layout.ts";
import { layoutPhoneRows } from "./phone-rows.ts";

const three = (name: string, slots: number) => [1, 2, 3].map((n) => ({ name: name + n, slots }));

function input(height: number, slots: number): LayoutInput {
  return {
    variant: "phone",
    width: 390,
    height,
    unit: 1,
    masters: three("master-", 0),
    workers: three("worker-", slots),
    etcd: ["etcd-1", "etcd-2", "etcd-3"],
    services: ["shop"],
  };
}

const isApart = (a: Rect, b: Rect) =>
  a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;

test.each([
  { height: 253, slots: 1 },
  { height: 253, slots: 4 },
  { height: 183, slots: 2 },
])("three rows stand apart within the phone: %o", ({ height, slots }) => {
  const layout = layoutPhoneRows(input(height, slots));
  const boxes = [
    ...[...layout.nodes.values()].map(({ rect }) => rect),
    ...layout.services.values(),
    ...layout.etcd.values(),
  ];
  expect(boxes).toHaveLength(10);
  for (const [index, box] of boxes.entries()) {
    expect(box.x >= 0 && box.x + box.w <= 390 && box.y + box.h <= layout.height).toBe(true);
    for (const other of boxes.slice(index + 1)) expect(isApart(box, other)).toBe(true);
  }
  const rows = [...layout.nodes.values()].map(({ rect: { y } }) => y);
  expect(new Set(rows).size).toBe(2);
  expect(layout.lanes.etcd.y).toBeGreaterThan(Math.max(...rows));
  expect(layout.fit.perRow * layout.fit.rows).toBeGreaterThanOrEqual(slots);
});

test("nothing has to be moved to see all of it on a usual phone", () => {
  expect(layoutPhoneRows(input(253, 2)).height).toBe(253);
});
