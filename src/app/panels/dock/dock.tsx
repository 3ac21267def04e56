import { useText } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Terminal } from "#app/terminal/terminal-gate.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { EventFeed } from "./event-feed.tsx";
import { Metrics } from "./metrics.tsx";
import "./dock.css";

/** The floor of the page: terminal and events at the left, figures at the right. */
export function Dock() {
  const text = useText();
  const shell = useShellHandle();
  const tab = useShell((state) => state.dockTab);
  const open = useShell((state) => state.dockOpen);
  const label = text(open ? "dock.close" : "dock.open");
  return (
    <section className="dock" data-open={open} aria-label={text("dock.title")}>
      <div className="dock-main">
        <div className="dock-head">
          <Tabs
            panel="dock-panel"
            label={text("dock.tabs")}
            selected={tab}
            onSelect={(dockTab) => shell.setState({ dockTab, dockOpen: true })}
            tabs={[
              { id: "terminal", label: text("dock.terminal") },
              { id: "events", label: text("dock.events") },
            ]}
          />
          <button
            type="button"
            className="icon-button dock-toggle"
            aria-expanded={open}
            aria-label={label}
            title={label}
            onClick={() => shell.setState({ dockOpen: !open })}
          >
            <Icon name="chevron" size={16} />
          </button>
        </div>
        {/* Closed, it is still what the tabs speak of. */}
        <div
          id="dock-panel"
          role="tabpanel"
          aria-labelledby={`dock-panel-tab-${tab}`}
          className={open ? "dock-panel" : ""}
          hidden={!open}
        >
          {open && tab === "terminal" && <Terminal />}
          {open && tab === "events" && <EventFeed />}
        </div>
      </div>
      {open && <Metrics />}
    </section>
  );
}
