import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { useWorld, WorldContext, type World } from "#app/state/create-yard.ts";
import { useText, useYard, YardContext } from "#app/state/hooks.ts";
import { PastBanner, Timeline } from "#app/panels/timeline/timeline.tsx";
import { Stage } from "#app/stage/stage.tsx";
import { differencesOf } from "./differences.ts";
import { useSecondWorld, useSharedClock } from "./second-world.ts";
import "./compare.css";

/** Two branches side by side on one clock, and what differs between them. */
export function Compare() {
  const text = useText();
  const first = useWorld();
  const branches = useYard((state) => state.branches);
  const branch = useYard((state) => state.branch);
  const [chosen, setChosen] = useState<string | null>(null);
  const other = chosen ?? branches.find(({ id }) => id !== branch)?.id ?? branch;
  const second = useSecondWorld(other);
  useSharedClock(first, second);
  return (
    <main className="compare">
      <header className="compare-head">
        <h2>{text("compare.title")}</h2>
        <p className="muted">{text(branches.length > 1 ? "compare.intro" : "compare.needsBranch")}</p>
        {branches.length > 1 && (
          <label>
            {text("compare.right")}{" "}
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
      <div className="compare-worlds">
        <CompareWorld world={first} title={text("compare.left")} branch={branch} />
        {second && <CompareWorld world={second} title={text("compare.right")} branch={other} />}
      </div>
      {second && <Differences left={first} right={second} />}
      <div className="compare-clock">
        <PastBanner />
        <Timeline />
      </div>
    </main>
  );
}

function CompareWorld({ world, title, branch }: { readonly world: World; readonly title: string; readonly branch: string }) {
  const name = useStore(world.store, (state) => state.branches.find(({ id }) => id === branch)?.name ?? branch);
  return (
    <section className="compare-world" aria-label={title} id={title.endsWith("A") ? "stage" : undefined}>
      <h3>
        {title} <span className="muted">{name}</span>
      </h3>
      <div className="compare-stage">
        <WorldContext value={world}>
          <YardContext value={world}>
            <Stage />
          </YardContext>
        </WorldContext>
      </div>
    </section>
  );
}

function Differences({ left, right }: { readonly left: World; readonly right: World }) {
  const text = useText();
  const a = useStore(left.store);
  const b = useStore(right.store);
  const rows = useMemo(() => differencesOf(a, b), [a, b]);
  return (
    <section className="compare-differences" aria-labelledby="compare-differences" tabIndex={0}>
      <h3 id="compare-differences">{text("compare.differences")}</h3>
      {rows.length === 0 ? (
        <p className="muted">{text("compare.none")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{text("compare.what")}</th>
              <th scope="col">{text("compare.left")}</th>
              <th scope="col">{text("compare.right")}</th>
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
