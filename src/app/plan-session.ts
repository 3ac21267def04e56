import type { StoreApi } from "zustand/vanilla";
import { loadPlan } from "#lessons/load.ts";
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
  const read = async (part: number) => {
    const { plan, lesson } = shell.getState();
    world.setPage({ present: false, zoom: 0 });
    if (lesson) await lessons.leaveLesson();
    if (plan) shell.setState({ plan: { ...plan, part }, mode: "lesson" });
  };
  return {
    async openPlan(id) {
      const plan = await loadPlan(id);
      if (!plan) return false;
      shell.setState({ plan: { plan, part: -1 }, guideStep: -1 });
      await read(-1);
      keepInAddress(id);
      return true;
    },
    async presentPart(index) {
      const open = shell.getState().plan;
      const part = open?.plan.parts[index];
      if (!open || !part) return read(-1);
      world.setPage({ present: true });
      if (part.lesson) await lessons.openLesson(part.lesson.id, part.lesson.from + 1);
      else await world.send({ type: "play", on: false });
      shell.setState({ plan: { ...open, part: index } });
    },
    closePlan() {
      shell.setState({ plan: null });
      keepInAddress(null);
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
