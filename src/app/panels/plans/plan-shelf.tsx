import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { asOwn, isOwnPlan, keepPlan, keptPlans } from "#app/lesson/kept-plans.ts";
import { takePlan } from "#app/lesson/own-plan.ts";
import { planCards } from "#lessons/load.ts";
import { planCardOf } from "#lessons/plan.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import { FileButton } from "#app/ui/file-button.tsx";
import type { LessonCard } from "#protocol/lesson.ts";
import type { PlanCard } from "#protocol/plan.ts";
import "./plans.css";

/** Classes that a teacher can give at once. */
export function PlanShelf({ cards }: { readonly cards: readonly LessonCard[] }) {
  const text = useText();
  const session = useSession();
  const language = useYard((state) => state.language);
  const own = useStore(keptPlans).map(planCardOf);
  const [plans, setPlans] = useState<readonly PlanCard[]>([]);
  useEffect(() => {
    let current = true;
    planCards().then(
      (loaded) => current && setPlans(loaded),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  return (
    <section className="shelf-track plan-shelf" aria-labelledby="plans-title">
      <header>
        <h3 id="plans-title">{text("plan.shelf")}</h3>
        <p className="muted">{text("plan.shelfHint")}</p>
      </header>
      <ul>
        {[...own, ...plans].map(({ id, minutes, title, about, lessons }) => (
          <li key={id}>
            <button
              type="button"
              className="shelf-card"
              data-plan={id}
              onClick={() => void session.openPlan(id)}
            >
              <span className="shelf-top">
                <span>{text("plan.minutes", { minutes })}</span>
                <span>{text("plan.lessons", { count: lessons.length })}</span>
                {isOwnPlan({ id }) && <span>{text("plan.own")}</span>}
              </span>
              <strong>{title[language] || text("plan.untitled")}</strong>
              <span className="shelf-objective">{about[language]}</span>
            </button>
          </li>
        ))}
      </ul>
      <OpenFile cards={cards} />
    </section>
  );
}

/** Opens a plan that somebody saved and changed. */
function OpenFile({ cards }: { readonly cards: readonly LessonCard[] }) {
  const text = useText();
  const shell = useShellHandle();
  const session = useSession();
  const [said, setSaid] = useState("");
  const take = async (file: File) => {
    const taken = takePlan({ name: file.name, text: await file.text() }, cards);
    if (!taken.ok) return setSaid(text("plan.refused", { problem: taken.problem }));
    // What is kept under the same name stays: the file becomes a plan beside it.
    const plan = asOwn(taken.plan);
    const isKept = keepPlan(plan);
    await session.showPlan(plan);
    shell.setState({
      notice: isKept
        ? { tone: "info", text: text("plan.opened") }
        : { tone: "warning", text: text("plan.notKept") },
    });
  };
  return (
    <p className="plan-open">
      <FileButton label={text("plan.open")} accept=".yaml,.yml" testId="plan-file" onFile={take} />
      <span role="status">{said}</span>
    </p>
  );
}
