import { useEffect, useState } from "react";
import { goalOf, type GoalWorld } from "#app/lesson/goal.ts";
import { useText } from "#app/state/hooks.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { glyphOf } from "#app/stage/figures/pod-look.ts";
import type { Lesson } from "#protocol/lesson.ts";

const MOST_PODS = 24;

/** How the cluster looks when the lesson is solved: found by solving it, once, out of sight. */
export function GoalPicture({ lesson }: { readonly lesson: Lesson }) {
  const text = useText();
  const [goal, setGoal] = useState<readonly GoalWorld[] | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    goalOf(lesson, stop.signal).then(
      (worlds) => !stop.signal.aborted && setGoal(worlds),
      () => !stop.signal.aborted && setGoal([]),
    );
    return () => stop.abort();
  }, [lesson]);
  if (goal?.length === 0) return null;
  return (
    <figure className="goal">
      <figcaption>{text("lesson.goal")}</figcaption>
      {goal === null ? (
        <p className="muted">{text("lesson.goalNone")}</p>
      ) : (
        <div className="goal-worlds">
          {goal.map((world) => (
            <MiniWorld key={world.id} world={world} />
          ))}
        </div>
      )}
    </figure>
  );
}

function MiniWorld({ world }: { readonly world: GoalWorld }) {
  const text = useText();
  const ready = world.pods.filter((state) => state === "ready" || state === "succeeded").length;
  const facts =
    world.pods.length === 0
      ? text("lesson.goalNoPods")
      : text("lesson.goalPods", { ready, all: world.pods.length });
  return (
    <div
      className="goal-world"
      role="img"
      aria-label={text("lesson.goalOf", { facts })}
      data-figure={world.figure}
    >
      {world.figure === "pet" ? (
        <span className="goal-pet" data-up={ready > 0}>
          <Glyph name={ready > 0 ? "check" : "cross"} size={16} />
        </span>
      ) : world.pods.length === 0 ? (
        <span className="muted">{facts}</span>
      ) : (
        world.pods.slice(0, MOST_PODS).map((state, index) => (
          <span key={index} className="goal-pod" data-state={state}>
            <Glyph name={glyphOf(state)} size={11} />
          </span>
        ))
      )}
    </div>
  );
}
