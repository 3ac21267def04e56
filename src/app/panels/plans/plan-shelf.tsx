import { useEffect, useRef, useState } from "react";
import { planCards } from "#lessons/load.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import { Icon } from "#app/ui/icon.tsx";
import type { LessonCard } from "#protocol/lesson.ts";
import type { PlanCard } from "#protocol/plan.ts";
import "./plans.css";

/** Classes that a teacher can give at once. */
export function PlanShelf({ cards }: { readonly cards: readonly LessonCard[] }) {
  const text = useText();
  const session = useSession();
  const language = useYard((state) => state.language);
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
        {plans.map(({ id, minutes, title, about, lessons }) => (
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
              </span>
              <strong>{title[language]}</strong>
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
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");
  const take = async (file: File | undefined) => {
    if (!file) return;
    const { takePlan } = await import("#app/lesson/own-plan.ts");
    const taken = takePlan({ name: file.name, text: await file.text() }, cards);
    if (!taken.ok) return setSaid(text("plan.refused", { problem: taken.problem }));
    shell.setState({
      plan: { plan: taken.plan, part: -1 },
      notice: { tone: "info", text: text("plan.opened") },
    });
  };
  return (
    <p className="plan-open">
      <button type="button" className="button" onClick={() => input.current?.click()}>
        <Icon name="upload" size={16} />
        {text("plan.open")}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml"
        data-testid="plan-file"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <span role="status">{said}</span>
    </p>
  );
}
