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
  const title = (id: string) =>
    text("compare.branch", { name: branches.find((known) => known.id === id)?.name ?? id });
  return (
    <main className="compare" id="mode">
      <header className="compare-head">
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
      <div className="compare-worlds">
        <CompareWorld world={first} title={title(branch)} isFirst />
        {second && <CompareWorld world={second} title={title(other)} />}
      </div>
      {second && (
        <Differences
          left={{ world: first, title: title(branch) }}
          right={{ world: second, title: title(other) }}
        />
      )}
      <div className="compare-clock">
        <PastBanner />
        <Timeline />
      </div>
    </main>
  );
}

interface TitledWorld {
  readonly world: World;
  readonly title: string;
}

function CompareWorld({
  world,
  title,
  isFirst = false,
}: TitledWorld & { readonly isFirst?: boolean }) {
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
        <WorldContext value={world}>
          <YardContext value={world}>
            <Stage />
          </YardContext>
        </WorldContext>
      </div>
    </section>
  );
}

function Differences({ left, right }: { readonly left: TitledWorld; readonly right: TitledWorld }) {
  const text = useText();
  const a = useStore(left.world.store);
  const b = useStore(right.world.store);
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
