import type { TextKey, TextValues } from "#app/i18n/text.ts";
import { groupsOf, revisionHue, type Bead, type BeadGroup } from "./beads.ts";
import { widthOf, type GaugeRoom } from "./gauge-room.ts";

/** Words under a run of beads. */
export interface GaugeLabel {
  readonly id: BeadGroup["id"];
  readonly left: number;
  readonly width: number;
  readonly words: string;
  readonly hue: string;
}

/** Between the line of the floor and words that give way to it. */
const AWAY = 6;

/** The longest words under each run of beads that fit there, none rather than half of them; the line of the floor runs through no word that could stand beside it. */
export function labelsOf(
  beads: readonly Bead[],
  {
    room: { pitch, isTight, after },
    floorX,
    text,
  }: {
    readonly room: GaugeRoom;
    readonly floorX: number;
    readonly text: (key: TextKey, values?: TextValues) => string;
  },
): GaugeLabel[] {
  const groups = groupsOf(beads);
  const isMixed = groups.some(({ id }) => id === "old");
  return groups.flatMap((group, index) => {
    const indent =
      group.id === "coming" || group.id === "waiting" ? 5 : group.id === "failing" ? 2 : 0;
    const beyond = index === groups.length - 1 && isTight ? after - 8 : 0;
    const start = group.from * pitch + indent;
    const end = (group.from + group.count) * pitch - 4 + beyond;
    const words = choicesOf(group, isMixed, text)
      .map((each) => each.trim())
      .find((each) => widthOf(each) <= end - start);
    if (!words) return [];
    const width = widthOf(words);
    const isCrossed = start < floorX && floorX < start + width;
    const isLeft = index === 0 && (group.from + group.count) * pitch - 4 <= floorX;
    const right = floorX + AWAY + width <= end ? floorX + AWAY : start;
    const left = !isCrossed ? start : isLeft ? floorX - AWAY - width : right;
    return [{ id: group.id, left, width, words, hue: revisionHue(group.revision) }];
  });
}

function choicesOf(
  group: BeadGroup,
  isMixed: boolean,
  text: (key: TextKey, values?: TextValues) => string,
): readonly string[] {
  const revision = group.revision > 0 ? `r${group.revision}` : "";
  switch (group.id) {
    case "new":
      return [text(isMixed ? "strip.new" : "strip.only", { revision }), revision];
    case "old":
      return [text("strip.old", { revision }), text("strip.old-short", { revision }), revision];
    case "failing":
      return [text("strip.failing", { revision }), text("strip.failing-short")];
    case "waiting":
      return [text("strip.waiting", { revision }), text("strip.waiting-short")];
    case "coming":
      return [text("strip.coming", { revision }), text("strip.coming-short")];
  }
}
