import { describe, expect, test } from "vitest";
import type { Timeline } from "./ports.ts";
import { backoffEnd, KUBELET_BACKOFF, lengthenBackoff } from "./backoff.ts";
import { expandVariables } from "./env.ts";
import { goDuration } from "./go-duration.ts";
import { fullImageName, repositoryOf, withDefaultTag } from "./image-name.ts";
import { planImage } from "./images.ts";
import { linesOf } from "./logs.ts";
import { timeAbove, valueAt } from "./timeline.ts";

describe("names of images", () => {
  test.each([
    ["nginx", "docker.io/library/nginx:latest"],
    ["nginx:1.27", "docker.io/library/nginx:1.27"],
    ["jangteo/shop:v1", "docker.io/jangteo/shop:v1"],
    ["localhost:5000/a/b:1", "localhost:5000/a/b:1"],
    ["registry.k8s.io/pause:3.10", "registry.k8s.io/pause:3.10"],
  ])("%s is %s", (image, full) => {
    const tagged = withDefaultTag(image);
    expect("image" in tagged && fullImageName(tagged.image)).toBe(full);
  });

  test.each([
    ["Nginx", 'couldn\'t parse image name "Nginx": repository name must be lowercase'],
    ["nginx:1:2", 'couldn\'t parse image name "nginx:1:2": invalid reference format'],
  ])("%s is refused", (image, error) => {
    expect(withDefaultTag(image)).toEqual({ error });
  });

  test("the repository is the name without tag and digest", () => {
    expect(repositoryOf("localhost:5000/a:1@sha256:00")).toBe("localhost:5000/a");
  });
});

describe("back-off", () => {
  test("starts over after ten minutes without a failure", () => {
    const entry = { delayMs: 160_000, updatedAt: 0 };
    expect(
      lengthenBackoff(entry, { eventAt: 600_000, now: 600_000 }, KUBELET_BACKOFF).delayMs,
    ).toBe(300_000);
    expect(
      lengthenBackoff(entry, { eventAt: 600_001, now: 600_001 }, KUBELET_BACKOFF).delayMs,
    ).toBe(10_000);
  });

  test("counts from the end of the last run", () => {
    expect(backoffEnd({ delayMs: 20_000, updatedAt: 5000 }, 9000, KUBELET_BACKOFF)).toBe(29_000);
    expect(backoffEnd(null, 9000, KUBELET_BACKOFF)).toBe(9000);
  });
});

test.each([
  [0, "0s"],
  [340, "340ms"],
  [1234, "1.234s"],
  [80_000, "1m20s"],
  [300_000, "5m0s"],
])("%i ms prints as %s", (ms, text) => {
  expect(goDuration(ms)).toBe(text);
});

test.each([
  ["Always", true, "pull"],
  ["IfNotPresent", true, "present"],
  ["IfNotPresent", false, "pull"],
  ["Never", true, "present"],
  ["Never", false, "never"],
] as const)("policy %s with present=%s: %s", (policy, isPresent, step) => {
  expect(planImage({ policy, isPresent, backoff: null, now: 0 }).step).toBe(step);
});

test.each([
  ["a-$(A)", "a-1"],
  ["$$(A)", "$(A)"],
  ["$(B)", "$(B)"],
  ["$A", "$A"],
])("%s expands to %s", (text, expanded) => {
  expect(expandVariables(text, (name) => (name === "A" ? "1" : undefined))).toBe(expanded);
});

describe("curves", () => {
  const curve = [
    { atMs: 0, value: 10 },
    { atMs: 100, value: 20 },
  ];
  test("are linear between points and constant behind", () => {
    expect([valueAt(curve, 0), valueAt(curve, 50), valueAt(curve, 500)]).toEqual([10, 15, 20]);
  });
  test("say when a limit is passed", () => {
    expect([timeAbove(curve, 15), timeAbove(curve, 5), timeAbove(curve, 20)]).toEqual([
      51,
      0,
      undefined,
    ]);
  });
});

test("the newest lines of an endless log are found without the rest", () => {
  const timeline: Timeline = {
    lines: [{ atMs: 0, text: "start" }],
    repeat: { fromMs: 1000, everyMs: 1000, lines: [{ atMs: 0, text: "tick {date}" }] },
    exit: null,
    onTerm: null,
    listeners: [],
    files: [],
    cpuMilli: [],
    memoryBytes: [],
    serviceMs: 1,
    startError: null,
  };
  const run = { timeline, startedAt: 0, finishedAt: Number.POSITIVE_INFINITY };
  const lines = linesOf(run, { now: 3_600_500, startEpochMs: 0, tail: 2 });
  expect(lines.map(({ text }) => text)).toEqual([
    "tick Thu Jan  1 00:59:59 UTC 1970",
    "tick Thu Jan  1 01:00:00 UTC 1970",
  ]);
});
