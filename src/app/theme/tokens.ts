/** Names of the colours in tokens.css that a canvas may ask for. */
export const COLOUR_TOKENS = [
  "bg",
  "panel",
  "raised",
  "text",
  "muted",
  "border",
  "line",
  "hair",
  "accent",
  "on-accent",
  "focus",
  "waiting",
  "progress",
  "healthy",
  "failing",
  "leaving",
  "revision-a",
  "revision-b",
  "hue-1",
  "hue-2",
  "hue-3",
  "hue-4",
  "hue-5",
  "hue-6",
] as const;

export type ColourToken = (typeof COLOUR_TOKENS)[number];

/** The colours in force, as the canvas needs them. */
export interface Palette {
  readonly colours: Readonly<Record<ColourToken, string>>;
  /** How much of a state's hue tints the body of a pod, 0 to 1. */
  readonly tint: number;
}

/** Reads the colours in force at an element, so that canvas and CSS can never disagree. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(
    COLOUR_TOKENS.map((token) => [token, read(token) || "CanvasText"]),
  );
  return {
    colours: colours as Record<ColourToken, string>,
    tint: (Number.parseFloat(read("tint")) || 0) / 100,
  };
}

/** A colour between two, `share` of the first; the second as it is when one of them is not written as #rrggbb. */
export function mixColours(first: string, second: string, share: number): string {
  const a = channels(first);
  const b = channels(second);
  if (!a || !b) return share >= 0.5 ? first : second;
  return hex(a.map((value, index) => Math.round(value * share + (b[index] ?? 0) * (1 - share))));
}

/** WCAG 2 contrast ratio of two #rrggbb colours. */
export function contrastRatio(first: string, second: string): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (channels(colour) ?? []).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: string): number[] | undefined {
  // A built page carries #fff where the source says #ffffff.
  const full = colour.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, "#$1$1$2$2$3$3");
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(full);
  return match?.slice(1).map((pair) => Number.parseInt(pair, 16));
}

function hex(values: readonly number[]): string {
  return `#${values.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
