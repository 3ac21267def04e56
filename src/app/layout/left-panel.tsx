import { useText } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Files } from "#app/panels/files/files.tsx";
import { Builder, Reader } from "#app/panels/lesson/lesson-gate.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { Faults, Load } from "./later-parts.tsx";

/** What a person does to the cluster: write files, break things, send customers. */
export function LeftPanel() {
  const text = useText();
  const shell = useShellHandle();
  const isBuilding = useShell((state) => state.isBuilding && state.lesson === null);
  const hasLesson = useShell((state) => state.lesson !== null || state.isBuilding);
  const chosen = useShell((state) => state.leftTab);
  const tab = chosen === "lesson" && !hasLesson ? "files" : chosen;
  return (
    <>
      <div className="side-tabs">
        <Tabs
          panel="left-panel"
          label={text("shell.left")}
          selected={tab}
          onSelect={(leftTab) => shell.setState({ leftTab })}
          tabs={[
            ...(hasLesson ? [{ id: "lesson" as const, label: text("left.lesson") }] : []),
            { id: "files", label: text("left.files") },
            { id: "faults", label: text("left.faults") },
            { id: "load", label: text("left.load") },
          ]}
        />
      </div>
      <div
        id="left-panel"
        role="tabpanel"
        aria-labelledby={`left-panel-tab-${tab}`}
        className="side-panel"
      >
        {tab === "lesson" && (isBuilding ? <Builder /> : <Reader />)}
        {tab === "files" && <Files />}
        {tab === "faults" && <Faults />}
        {tab === "load" && <Load />}
      </div>
    </>
  );
}
