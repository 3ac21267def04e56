import type { Lesson, LessonText } from "#protocol/lesson.ts";

/** How the shop of the lessons is called by itself. */
export const SHOP_NAME = "shop";

/** `shop` as the name of objects, labels and containers: not in `jangteo/shop:v1`, `"/shop"`, `shop.yaml` or a longer word. */
const NAME = /(?<![\w.-]|jangteo\/|["'\s]\/)shop(?!\w|\.ya?ml)/g;
/** Fields that name parts of the lesson itself. */
const OWN_KEYS: readonly string[] = ["id", "folder", "track", "predict", "picture"];
const LONGEST = 20;

/** Whether this can be the name of a Deployment, a Service and a label alike, and leaves room on cards. */
export function isShopName(name: string): boolean {
  return name.length <= LONGEST && /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name);
}

/** Whether the shop of a lesson comes from its own files; where the page's first cluster is shown it keeps its name. */
export function canBeRenamed({ definition }: Pick<Lesson, "definition">): boolean {
  return definition.worlds.every(({ cluster }) => cluster.preset !== "shop");
}

/** The lesson with its shop under another name: in files, checks, buttons and solutions. */
export function withShopName(lesson: Lesson, name: string): Lesson {
  if (!canBeRenamed(lesson) || !isShopName(name) || name === SHOP_NAME) return lesson;
  const rename = (text: string) => text.replace(NAME, name);
  return {
    ...lesson,
    definition: mapTexts(lesson.definition, rename),
    files: lesson.files.map((file) => ({ ...file, text: rename(file.text) })),
    solution: mapTexts(lesson.solution, rename),
    wrong: mapTexts(lesson.wrong, rename),
  };
}

/** What a lesson says, with the name in its code; prose speaks of a shop, whatever it is called. */
export function textWithShopName(text: LessonText, name: string): LessonText {
  return mapTexts(text, (words) => words.replace(/`[^`]*`/g, (code) => code.replace(NAME, name)));
}

/** The same with every text in it changed, but for what names parts of the lesson. */
function mapTexts<Whole>(whole: Whole, change: (text: string) => string): Whole {
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return change(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, OWN_KEYS.includes(key) ? each : walk(each)]),
    );
  };
  return walk(whole) as Whole;
}
