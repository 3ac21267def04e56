import { expect, test } from "vitest";
import { FrameGuard } from "./frame-guard.ts";

function fed(guard: FrameGuard, elapsedMs: number, windows: number): number {
  for (let frame = 0; frame < windows * 24; frame += 1) guard.note(elapsedMs);
  return guard.thrift;
}

test("quick frames change nothing", () => {
  expect(fed(new FrameGuard(), 16.7, 50)).toBe(0);
});

test("slow frames take motion away step by step, and no more than all of it", () => {
  const guard = new FrameGuard();
  expect([fed(guard, 40, 1), fed(guard, 40, 1), fed(guard, 40, 1), fed(guard, 40, 5)]).toEqual([
    1, 2, 3, 3,
  ]);
});

test("it comes back when frames are quick again, more slowly after each relapse", () => {
  const guard = new FrameGuard();
  fed(guard, 40, 1);
  expect([fed(guard, 16.7, 2), fed(guard, 16.7, 1)]).toEqual([1, 0]);
  fed(guard, 40, 2);
  expect([fed(guard, 16.7, 4), guard.thrift]).toEqual([2, 2]);
  expect(fed(guard, 16.7, 40)).toBe(0);
});

test("on a screen that is slow by itself most of the motion comes back for good", () => {
  const guard = new FrameGuard();
  expect([fed(guard, 33, 8), fed(guard, 33, 8), fed(guard, 33, 100)]).toEqual([3, 1, 1]);
});

test("a sleeping tab is no slow frame", () => {
  expect(fed(new FrameGuard(), 5000, 10)).toBe(0);
});
