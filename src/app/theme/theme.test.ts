import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contrastRatio, mixColours } from "./tokens.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** The declarations of the first block whose selector names this theme. */
function paletteOf(theme: string): Record<string, string> {
  const start = css.indexOf(`[data-theme="${theme}"] {`);
  const block = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

const SURFACES = ["bg", "panel", "raised"];
const HUES = ["hue-1", "hue-2", "hue-3", "hue-4", "hue-5", "hue-6"];
const STATES = ["waiting", "progress", "healthy", "failing", "leaving"];

describe.each([
  { theme: "dark", text: 4.5 },
  { theme: "light", text: 4.5 },
  { theme: "projector", text: 7 },
])("palette $theme", ({ theme, text }) => {
  const palette = paletteOf(theme);
  const colour = (name: string) => palette[name] ?? "";
  const share = Number.parseFloat(colour("tint")) / 100;

  test.each(SURFACES)("text on %s", (surface) => {
    for (const name of ["text", "muted", "accent", "focus"]) {
      expect(contrastRatio(colour(name), colour(surface)), name).toBeGreaterThanOrEqual(text);
    }
  });

  test.each(SURFACES)("outlines on %s", (surface) => {
    for (const name of ["line", "border", ...STATES, ...HUES, "revision-a", "revision-b"]) {
      expect(contrastRatio(colour(name), colour(surface)), name).toBeGreaterThanOrEqual(2.95);
    }
  });

  test.each([...STATES, ...HUES])("words and border of a pod in %s", (state) => {
    const body = mixColours(colour(state), colour("panel"), share);
    expect(contrastRatio(colour("text"), body)).toBeGreaterThanOrEqual(text);
    expect(contrastRatio(colour("muted"), body)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(colour(state), body)).toBeGreaterThanOrEqual(3);
  });

  test.each(["revision-a", "revision-b"])("the word for %s on the strip", (name) => {
    expect(contrastRatio(colour(name), colour("panel"))).toBeGreaterThanOrEqual(4.5);
  });

  test("text on the primary button", () => {
    expect(contrastRatio(colour("on-accent"), colour("accent"))).toBeGreaterThanOrEqual(4.5);
  });

  test("stripes of an old revision stand out from their gaps", () => {
    const gap = mixColours(colour("revision-b"), colour("panel"), 0.24);
    expect(contrastRatio(colour("revision-b"), gap)).toBeGreaterThanOrEqual(3);
  });
});
