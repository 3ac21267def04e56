import type { ReactNode } from "react";
import { useText } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Icon, type IconName } from "#app/ui/icon.tsx";
import { Dock } from "#app/panels/dock/dock.tsx";
import { DockHandle } from "#app/panels/dock/dock-handle.tsx";
import { Guide } from "#app/panels/help/guide-gate.tsx";
import { PastBanner, Timeline } from "#app/panels/timeline/timeline.tsx";
import { takesStage, usePicture } from "#app/panels/lesson/picture-gate.tsx";
import { LeftPanel } from "./left-panel.tsx";
import { Notice } from "./notice.tsx";
import { InspectorPart, StagePart } from "./stage-part.tsx";
import type { Layout } from "./use-layout.ts";

/** Stage in the middle, everything else around it. */
export function Sandbox({ layout }: { readonly layout: Layout }) {
  const text = useText();
  const leftAside = layout === "narrow";
  const isWhole = takesStage(usePicture());
  const rightAside = layout !== "wide" || isWhole;
  return (
    <main className="sandbox" id="mode" data-whole={isWhole}>
      <Drawer side="left" asDrawer={leftAside} label={text("shell.left")}>
        <LeftPanel />
        {layout === "medium" && !isWhole && <Guide />}
      </Drawer>
      <section className="stage-column" id="stage" tabIndex={-1} aria-label={text("shell.stage")}>
        <StagePart />
        {leftAside && !isWhole && <Guide />}
        {rightAside && (
          <div className="stage-foot">
            {leftAside && <DrawerButton side="left" icon="files" label={text("shell.openLeft")} />}
            <PastBanner />
            {!isWhole && <DrawerButton side="right" icon="panel" label={text("shell.openRight")} />}
          </div>
        )}
      </section>
      <Timeline />
      <div className="dock-slot">
        <DockHandle />
        <Dock />
        <Notice />
      </div>
      <Drawer side="right" asDrawer={rightAside} label={text("shell.right")}>
        <InspectorPart />
        {!rightAside && <PastBanner />}
        {!rightAside && <Guide />}
      </Drawer>
    </main>
  );
}

interface DrawerProps {
  readonly side: "left" | "right";
  /** Lies over the stage and opens on demand, instead of standing beside it. */
  readonly asDrawer: boolean;
  readonly label: string;
  readonly children: ReactNode;
}

function Drawer({ side, asDrawer, label, children }: DrawerProps) {
  const text = useText();
  const shell = useShellHandle();
  const open = useShell((state) => state.drawer === side);
  return (
    <aside
      className={`side side-${side}`}
      data-drawer={asDrawer}
      data-open={open}
      hidden={asDrawer && !open}
      aria-label={label}
    >
      <h2 className="visually-hidden">{label}</h2>
      {asDrawer && (
        <button
          type="button"
          className="icon-button side-close"
          aria-label={text("shell.closeDrawer")}
          onClick={() => shell.setState({ drawer: null })}
        >
          <Icon name="close" />
        </button>
      )}
      {children}
    </aside>
  );
}

function DrawerButton({
  side,
  icon,
  label,
}: {
  readonly side: "left" | "right";
  readonly icon: IconName;
  readonly label: string;
}) {
  const shell = useShellHandle();
  const open = useShell((state) => state.drawer === side);
  return (
    <button
      type="button"
      className={`button drawer-button drawer-button-${side}`}
      aria-expanded={open}
      onClick={() => shell.setState({ drawer: open ? null : side })}
    >
      <Icon name={icon} />
      {label}
    </button>
  );
}
