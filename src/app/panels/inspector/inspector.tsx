import { useEffect, useState } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { later } from "#app/ui/later.tsx";
import { whenIdle } from "#app/ui/when-idle.ts";
import { Explain } from "../explain/explain.tsx";
import { waiting } from "../waiting.tsx";
import { Askable } from "./askable.tsx";
import "./inspector.css";
import type { TabId } from "./subject-inspector.tsx";

/** Nothing is selected at first: what tells of an object comes while the cluster already lives. */
const SubjectInspector = later(
  () => import("./subject-inspector.tsx").then(({ SubjectInspector: component }) => component),
  waiting("inspector.loading"),
);

/** All about what is selected; with nothing selected, what just happened. Fills its parent. */
export function Inspector() {
  const text = useText();
  const selection = useYard((state) => state.selection);
  const [tab, setTab] = useState<TabId>("why");
  const isLive = useYard((state) => state.connection !== "starting");
  useEffect(() => (isLive ? whenIdle(() => void SubjectInspector.prepare()) : undefined), [isLive]);
  if (selection && selection.kind !== "Mark")
    return <SubjectInspector selection={selection} tab={tab} onTab={setTab} />;
  return (
    <section className="inspector" aria-label={text("inspector.label")}>
      <div className="inspector-body">
        {selection ? (
          <Explain
            question={{ about: "mark", id: Number(selection.id) }}
            title={text("explain.why-mark")}
          />
        ) : (
          <>
            <Explain question={{ about: "latest" }} title={text("explain.latest")} />
            <Askable />
          </>
        )}
      </div>
    </section>
  );
}
