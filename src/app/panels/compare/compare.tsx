import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { useWorld, WorldContext, type World } from "#app/state/create-yard.ts";
import { useText, useYard, YardContext } from "#app/state/hooks.ts";
import { PhoneTimeline } from "#app/panels/timeline/phone-timeline.tsx";
import { PastBanner, Timeline } from "#app/panels/timeline/timeline.tsx";
import { useShellHandle } from "#app/state/shell-state.ts";
import { Icon } from "#app/ui/icon.tsx";
import { Stage } from "#app/stage/stage.tsx";
import { differencesOf } from "./differences.ts";
import { useSecondWorld, useSharedClock } from "./second-world.ts";
import "./compare.css";

/** Two branches side by side on one clock, and what differs between them. */
export function Compare({ phone = false }: { readonly phone?: boolean }) {
  const text = useText();
  const first = useWorld();
  const branches = useYard((state) => state.branches);
  const branch = useYard((state) => state.branch);
  const [chosen, setChosen] = useState<string | null>(null);
  const other = chosen ?? branches.find(({ id }) => id !== branch)?.id ?? branch;
  const second = useSecondWorld(other);
  useSharedClock(first, second);
  const [side, setSide] = useState<"left" | "right">("left");
  const name = (id: string) =>
    text("compare.branch", { name: branches.find((known) => known.id === id)?.name ?? id });
  // With one branch both worlds are the same one: only their places tell them apart.
  const isSame = other === branch;
  const left = {
    world: first,
    title: isSame ? text("compare.left", { name: name(branch) }) : name(branch),
  };
  const right = {
    world: second,
    title: isSame ? text("compare.right", { name: name(other) }) : name(other),
  };
  return (
    <main className="compare" id="mode" data-phone={phone}>
      <header className="compare-head">
        {phone && <LeaveCompare />}
        <h2>{text("compare.title")}</h2>
        <p className="muted">
          {text(branches.length > 1 ? "compare.intro" : "compare.needsBranch")}
        </p>
        {branches.length > 1 && (
          <label>
            {text("compare.with")}{" "}
            <select value={other} onChange={(event) => setChosen(event.target.value)}>
              {branches.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name || id}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      {phone && (
        <div className="compare-sides" role="group" aria-label={text("compare.shown")}>
          <SideButton title={left.title} isShown={side === "left"} onShow={() => setSide("left")} />
          <SideButton
            title={right.title}
            isShown={side === "right"}
            onShow={() => setSide("right")}
          />
        </div>
      )}
      <div className="compare-worlds">
        {(!phone || side === "left") && <CompareWorld {...left} phone={phone} isFirst />}
        {(!phone || side === "right") && <CompareWorld {...right} phone={phone} />}
      </div>
      {second && <Differences left={left} right={{ ...right, world: second }} />}
      <div className="compare-clock">
        <PastBanner />
        {phone ? <PhoneTimeline /> : <Timeline />}
      </div>
    </main>
  );
}

interface TitledWorld {
  readonly world: World;
  readonly title: string;
}

function LeaveCompare() {
  const text = useText();
  const shell = useShellHandle();
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={text("compare.leave")}
      title={text("compare.leave")}
      onClick={() => shell.setState({ mode: "sandbox" })}
    >
      <Icon name="left" />
    </button>
  );
}

function SideButton({
  title,
  isShown,
  onShow,
}: {
  readonly title: string;
  readonly isShown: boolean;
  readonly onShow: () => void;
}) {
  return (
    <button type="button" aria-pressed={isShown} onClick={onShow}>
      {title}
    </button>
  );
}

function CompareWorld({
  world,
  title,
  phone,
  isFirst = false,
}: {
  /** Null while the thread of the second one is being started. */
  readonly world: World | null;
  readonly title: string;
  readonly phone: boolean;
  readonly isFirst?: boolean;
}) {
  return (
    <section
      className="compare-world"
      role="group"
      aria-label={title}
      id={isFirst ? "stage" : undefined}
      tabIndex={-1}
    >
      <h3>{title}</h3>
      <div className="compare-stage">
        {world && (
          <WorldContext value={world}>
            <YardContext value={world}>
              {phone ? <Stage variant="phone" /> : <Stage />}
              <Coming />
            </YardContext>
          </WorldContext>
        )}
        {!world && <ComingNote />}
      </div>
    </section>
  );
}

/** Until its first picture, what a world is doing. */
function Coming() {
  const isStarting = useYard((state) => state.connection === "starting");
  return isStarting ? <ComingNote /> : null;
}

function ComingNote() {
  const text = useText();
  return (
    <p className="compare-coming muted" role="status">
      {text("compare.coming")}
    </p>
  );
}

function Differences({ left, right }: { readonly left: TitledWorld; readonly right: TitledWorld }) {
  const text = useText();
  const a = useStore(left.world.store);
  const b = useStore(right.world.store);
  // A world that has not come yet differs in nothing.
  const isStarting = b.connection === "starting";
  const rows = useMemo(() => (isStarting ? [] : differencesOf(a, b)), [a, b, isStarting]);
  return (
    <section className="compare-differences" aria-labelledby="compare-differences" tabIndex={0}>
      <h3 id="compare-differences">{text("compare.differences")}</h3>
      {rows.length === 0 ? (
        <p className="muted">{text(isStarting ? "dock.loading" : "compare.none")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{text("compare.what")}</th>
              <th scope="col">{left.title}</th>
              <th scope="col">{right.title}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ what, left: one, right: two }) => (
              <tr key={what}>
                <th scope="row" className="code">
                  {what}
                </th>
                <td className="code">{one || "–"}</td>
                <td className="code">{two || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
