import { dump } from "js-yaml";
import { problemText } from "#lessons/folder.ts";
import { courseOf, parsePlan } from "#lessons/plan.ts";
import type { LessonCard } from "#protocol/lesson.ts";
import type { ClassPlan } from "#protocol/plan.ts";

/** A plan as somebody wrote or changed it, or why it cannot be read. */
export type TakenPlan =
  | { readonly ok: true; readonly plan: ClassPlan }
  | { readonly ok: false; readonly problem: string };

/** Reads the file of a plan against the lessons of the course; of what is wrong in it the first is told, with its place. */
export function takePlan(
  file: { readonly name: string; readonly text: string },
  cards: readonly LessonCard[],
): TakenPlan {
  const id = file.name.replace(/\.ya?ml$/, "");
  const { plan, problems } = parsePlan(id, file.text, courseOf(cards));
  const [first] = problems;
  return first ? { ok: false, problem: problemText(first) } : { ok: true, plan };
}

/** The file of a plan, as one writes it by hand. */
export function planFile(plan: ClassPlan, cards: readonly LessonCard[]): string {
  const { minutes, title, about, shop, parts, homework } = plan;
  const steps = (id: string) => cards.find((card) => card.id === id)?.steps ?? [];
  return dump(
    {
      minutes,
      title,
      about,
      ...(shop !== undefined && { shop }),
      parts: parts.map(({ lesson, wall, say, ...part }) => {
        if (!lesson) return { ...part, wall, say };
        const all = steps(lesson.id);
        const isWhole = lesson.from === 0 && lesson.to === all.length;
        const some = isWhole ? {} : { steps: all.slice(lesson.from, lesson.to) };
        const { captions, numbers, ask } = lesson;
        return {
          ...part,
          lesson: lesson.id,
          ...some,
          ...(numbers && { numbers }),
          ...(captions && { captions }),
          ...(ask && { ask }),
          say,
        };
      }),
      homework,
    },
    { lineWidth: -1, noRefs: true },
  );
}
