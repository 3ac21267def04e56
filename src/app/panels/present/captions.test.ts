import { describe, expect, test } from "vitest";
import { byUid, nodeFixture, podFixture, rolloutState } from "#app/stage/fixtures.ts";
import { loadTexts } from "#app/i18n/text.ts";
import { captionsFor, nextCaption, NO_CAPTION, readingMs, standingCaption } from "./captions.ts";

await loadTexts("en", "ko");

const caption = (sentence: string, weight: number) => ({
  captions: [{ language: "en" as const, sentence }],
  weight,
});
const long = "worker-3 is off. Kubernetes waits about 5 minutes, then makes new pods.";

describe("the caption bar", () => {
  const grave = nextCaption(NO_CAPTION, caption(long, 4), 1000);
  const readAt = 1000 + readingMs(grave.captions);
  test.each([
    ["small news wait until the grave ones are read", caption("a ready", 1), readAt - 1, long],
    ["then they come", caption("a ready", 1), readAt, "a ready"],
    ["what weighs as much comes at once", caption("worker-2 is not ready", 4), 1500, "worker-2"],
    ["nothing new leaves the old one", caption("", 0), readAt + 60_000, long],
  ] as const)("%s", (_name, fresh, now, shown) => {
    expect(nextCaption(grave, fresh, now).captions[0]?.sentence).toContain(shown);
  });

  test("a hall gets time to read, and not for ever", () => {
    expect(readingMs(caption("a", 1).captions)).toBe(2500);
    expect(readingMs(caption(long, 4).captions)).toBeGreaterThan(5000);
    expect(readingMs(caption(long.repeat(9), 4).captions)).toBe(9000);
  });

  test("grave news stand alone, in both languages, the page's own first", () => {
    const before = rolloutState({
      nodes: byUid([nodeFixture("worker-3")]),
      pods: byUid([podFixture("a", "starting")]),
    });
    const after = rolloutState({
      nodes: byUid([nodeFixture("worker-3", { powered: false })]),
      pods: byUid([podFixture("a", "ready")]),
    });
    const { captions, weight } = captionsFor(before, after, "ko");
    expect(captions.map(({ language }) => language)).toEqual(["ko", "en"]);
    expect(captions[1]?.sentence).toBe(long);
    expect(weight).toBe(4);
  });
});

test("while nothing happens the bar says how the shop stands, in both languages", () => {
  const { captions, weight } = standingCaption(rolloutState());
  expect([weight, captions.map(({ language }) => language)]).toEqual([0, ["en", "ko"]]);
  expect(captions[0]?.sentence).toMatch(/^shop: \d+ of 8 copies serve the customers$/);
});
