import type { DeploymentView } from "#core/view/rows.ts";

/** Where the beads of a gauge stand, with room for its words on either side. */
export interface GaugeRoom {
  /** From bead to bead. */
  readonly pitch: number;
  readonly gap: number;
  /** The word of the ceiling stands right of its line: between the two lines is no room for it. */
  readonly isTight: boolean;
  readonly before: number;
  readonly after: number;
}

/** Between a limit's line and its word. */
const WORD_GAP = 8;

/** Width of a word at 12 px and 600, a little on the safe side: Hangul is square, Latin about half as wide. */
export function widthOf(words: string): number {
  let width = 0;
  for (const letter of words) width += letter > "\u10ff" ? 12 : letter === " " ? 4 : 7.2;
  return width;
}

/** Fits beads and words into a width; null when the beads would be too thin to tell apart. */
export function fitGauge(
  { floor, ceiling }: Pick<DeploymentView, "floor" | "ceiling">,
  {
    width,
    places,
    natural,
    words,
  }: {
    width: number;
    places: number;
    natural: { readonly w: number; readonly gap: number };
    words: { readonly floor: string; readonly ceiling: string };
  },
): GaugeRoom | null {
  const floorWord = words.floor === "" ? 0 : widthOf(words.floor) + WORD_GAP;
  const ceilingWord = words.ceiling === "" ? 0 : widthOf(words.ceiling) + WORD_GAP;
  const pitchIn = (room: number) => Math.min(natural.w + natural.gap, room / places);
  const wide = pitchIn(width - 32);
  const isTight = ceilingWord > 0 && (ceiling - floor) * wide < ceilingWord + WORD_GAP;
  const after = isTight ? Math.max(32, ceilingWord + WORD_GAP) : 32;
  const free = width - after;
  const before = Math.max(0, floorWord - floor * pitchIn(free));
  const pitch = pitchIn(free - before);
  if (pitch < 5) return null;
  const gap = pitch < 10 ? 1 : Math.min(natural.gap, pitch * 0.2);
  return { pitch, gap, isTight, before, after };
}
