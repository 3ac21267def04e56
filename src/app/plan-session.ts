import type { StoreApi } from "zustand/vanilla";
import { loadPlan } from "#lessons/load.ts";
import type { ClassPlan } from "#protocol/plan.ts";
import type { World } from "./state/create-yard.ts";
import type { LessonSession, PlanSession } from "./state/session.ts";
import type { ShellState } from "./state/shell-state.ts";

interface PlanSessionPorts {
  readonly world: World;
  readonly shell: StoreApi<ShellState>;
  readonly lessons: Pick<LessonSession, "openLesson" | "leaveLesson">;
}

/** What the page can do with class plans: read one, and walk through its parts on the wall. */
export function planSession({ world, shell, lessons }: PlanSessionPorts): PlanSession {
  const read = async () => {
    const { plan, lesson } = shell.getState();
    world.setPage({ present: false, zoom: 0 });
    if (lesson) await lessons.leaveLesson();
    if (plan) shell.setState({ plan: { ...plan, part: -1 }, mode: "lesson" });
  };
  const watch = classWatch();
  // Whoever leaves present mode stops the clock of the part.
  world.store.subscribe(({ present }, before) => {
    if (before.present && !present) void watch.turnTo(null);
  });
  const session: PlanSession = {
    async openPlan(id) {
      const { isOwnPlan, keptPlans } = await import("./lesson/kept-plans.ts");
      const plan = isOwnPlan({ id })
        ? keptPlans.getState().find((each) => each.id === id)
        : await loadPlan(id);
      if (plan) await session.showPlan(plan);
      return plan !== undefined;
    },
    async showPlan(plan) {
      shell.setState({ plan: { plan, part: -1 }, guideStep: -1 });
      await read();
      keepInAddress(plan.id);
    },
    async presentPart(index, { isNewClass } = { isNewClass: false }) {
      const open = shell.getState().plan;
      const part = open?.plan.parts[index];
      await watch.turnTo(open && part ? { plan: open.plan, index, isNewClass } : null);
      if (!open || !part) return read();
      world.setPage({ present: true });
      const { shop } = open.plan;
      const amendment = part.lesson && { ...part.lesson, ...(shop !== undefined && { shop }) };
      if (amendment) await lessons.openLesson(amendment.id, amendment.from + 1, amendment);
      else await world.send({ type: "play", on: false });
      shell.setState({ plan: { ...open, part: index } });
    },
    closePlan() {
      shell.setState({ plan: null });
      keepInAddress(null);
    },
  };
  return session;
}

interface Turn {
  readonly plan: ClassPlan;
  readonly index: number;
  readonly isNewClass: boolean;
}

/** Writes down which part is on the wall and for how long: for the report of the class. */
function classWatch() {
  let now: { readonly index: number; readonly since: number } | null = null;
  return {
    /** Another part is shown from now on; null when nothing is. */
    async turnTo(turn: Turn | null): Promise<void> {
      const before = now;
      now = turn && { index: turn.index, since: performance.now() };
      if (!before && !turn) return;
      const { changeReport, reportShown, withTimeSpent } = await import("./lesson/class-report.ts");
      if (before)
        changeReport((report) =>
          withTimeSpent(report, before.index, performance.now() - before.since),
        );
      if (!turn) return;
      const { plan, index, isNewClass } = turn;
      const { title = plan.title, minutes = 0 } = plan.parts[index] ?? {};
      const part = { index, title, planned: minutes };
      reportShown({ plan: plan.id, title: plan.title, part }, Date.now(), { isNew: isNewClass });
    },
  };
}

function keepInAddress(id: string | null): void {
  const given = new URLSearchParams(location.search);
  if (id === null) given.delete("plan");
  else given.set("plan", id);
  const rest = given.toString();
  history.replaceState(null, "", location.pathname + (rest === "" ? "" : `?${rest}`));
}
