import { useShell } from "#app/state/shell-state.ts";
import { later } from "#app/ui/later.tsx";

const Steps = later(() => import("./guide.tsx").then(({ Guide: component }) => component));

/** The guide of the first minute, which those who know it never fetch. */
export function Guide() {
  const isOn = useShell((state) => state.guideStep >= 0);
  return isOn ? <Steps /> : null;
}
