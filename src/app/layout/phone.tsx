import { useText } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Builder, Reader } from "#app/panels/lesson/lesson-gate.tsx";
import { EventFeed } from "#app/panels/dock/event-feed.tsx";
import { Files } from "#app/panels/files/files.tsx";
import { Guide } from "#app/panels/help/guide-gate.tsx";
import { PhoneTimeline } from "#app/panels/timeline/phone-timeline.tsx";
import { PastBanner } from "#app/panels/timeline/timeline.tsx";
import { Terminal } from "#app/terminal/terminal-gate.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { Faults, Load } from "./later-parts.tsx";
import { BackToMore, PhoneMore } from "./phone-more.tsx";
import { InspectorPart, PhoneStagePart } from "./stage-part.tsx";

/** One column: the stage, time, and a sheet with everything else. */
export function Phone() {
  const text = useText();
  const shell = useShellHandle();
  const shown = useShell((state) => state.phoneTab);
  const isBuilding = useShell((state) => state.isBuilding && state.lesson === null);
  const hasLesson = useShell((state) => state.lesson !== null || state.isBuilding);
  const tab = shown === "faults" || shown === "load" ? "more" : shown;
  return (
    <main className="phone">
      <section className="phone-stage" id="stage" tabIndex={-1} aria-label={text("shell.stage")}>
        <PhoneStagePart />
      </section>
      <PhoneTimeline />
      <PastBanner />
      <section className="sheet" aria-label={text("shell.left")}>
        <h2 className="visually-hidden">{text("shell.left")}</h2>
        <span className="sheet-grip" aria-hidden="true" />
        <Tabs
          panel="phone-panel"
          label={text("shell.left")}
          selected={tab}
          onSelect={(phoneTab) => shell.setState({ phoneTab })}
          tabs={[
            ...(hasLesson ? [{ id: "lesson" as const, label: text("phone.lesson") }] : []),
            { id: "yaml", label: text("phone.yaml") },
            { id: "kubectl", label: text("phone.kubectl") },
            { id: "events", label: text("phone.events") },
            { id: "inspect", label: text("phone.inspect") },
            { id: "more", label: text("phone.more") },
          ]}
        />
        <div
          key={shown}
          id="phone-panel"
          role="tabpanel"
          aria-labelledby={`phone-panel-tab-${tab}`}
          className="sheet-panel"
        >
          <Guide />
          {tab === "lesson" && (isBuilding ? <Builder /> : <Reader />)}
          {tab === "yaml" && <Files phone />}
          {tab === "kubectl" && <Terminal plain />}
          {tab === "events" && <EventFeed />}
          {tab === "inspect" && <InspectorPart />}
          {shown === "more" && <PhoneMore />}
          {tab === "more" && shown !== "more" && <BackToMore />}
          {shown === "faults" && <Faults />}
          {shown === "load" && <Load />}
        </div>
      </section>
    </main>
  );
}
