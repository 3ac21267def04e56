import { hasTexts, textOf, type TextKey, type TextValues } from "#app/i18n/text.ts";
import type { Language, YardState } from "#app/state/yard-state.ts";
import { mainDeployment } from "#app/state/selectors.ts";
import { happenings, joined, type Happening } from "../list-view/narration.ts";

/** One line of the caption bar. */
export interface Caption {
  readonly language: Language;
  readonly sentence: string;
}

/** What stands in the bar, how much it weighs, and since when (wall ms). */
export interface ShownCaption {
  readonly captions: readonly Caption[];
  readonly weight: number;
  readonly since: number;
}

export const NO_CAPTION: ShownCaption = { captions: [], weight: 0, since: 0 };

/** The same happening in every language whose texts are here, the language of the page first; its weight is that of the gravest thing in it. */
export function captionsFor(
  before: YardState,
  after: YardState,
  language: Language,
): Omit<ShownCaption, "since"> {
  const told = languagesFrom(language).map((each) => ({
    language: each,
    happenings: happenings(before, after, (key: TextKey, values?: TextValues) =>
      textOf(each, key, values),
    ),
  }));
  return {
    captions: told.map(({ language: each, happenings: list }) => ({
      language: each,
      sentence: joined(gravest(list)),
    })),
    weight: Math.max(0, ...(told[0]?.happenings ?? []).map(({ weight }) => weight)),
  };
}

/** What can be said while nothing happens: how the workload stands that the page speaks of. */
export function standingCaption(state: YardState): ShownCaption {
  const row = mainDeployment(state);
  if (!row) return NO_CAPTION;
  const { name, ready, desired } = row;
  const captions = languagesFrom(state.language).map((language) => ({
    language,
    sentence: textOf(language, "narrate.standing", { name, ready, desired }),
  }));
  return { ...NO_CAPTION, captions };
}

/** What stands in the bar next: something lighter waits until the weightier has been read. */
export function nextCaption(
  shown: ShownCaption,
  fresh: Omit<ShownCaption, "since">,
  now: number,
): ShownCaption {
  if (fresh.weight === 0) return shown;
  const isRead = now - shown.since >= readingMs(shown.captions);
  return fresh.weight >= shown.weight || isRead ? { ...fresh, since: now } : shown;
}

function languagesFrom(first: Language): readonly Language[] {
  const all: readonly Language[] = first === "ko" ? ["ko", "en"] : ["en", "ko"];
  return all.filter(hasTexts);
}

const LEAST_MS = 2500;
const MOST_MS = 9000;
const MS_PER_LETTER = 65;

/** How long a hall needs to read a caption: each reads the line of their own language. */
export function readingMs(captions: readonly Caption[]): number {
  const longest = Math.max(0, ...captions.map(({ sentence }) => sentence.length));
  return Math.min(MOST_MS, Math.max(LEAST_MS, 1200 + longest * MS_PER_LETTER));
}

/** Two lines have no room for small news beside grave ones. */
function gravest(list: readonly Happening[]): readonly Happening[] {
  const most = Math.max(0, ...list.map(({ weight }) => weight));
  return list.slice(0, most > 1 ? 1 : 2);
}
