import { useEffect, useRef, useState } from "react";
import { useWorld, WorldContext } from "#app/state/create-yard.ts";
import { useText, useYard, YardContext } from "#app/state/hooks.ts";
import { Counters } from "#app/panels/deployment-strip/counters.tsx";
import { mainDeployment } from "#app/state/selectors.ts";
import { worldOf } from "#app/lesson/perform.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { Stage } from "#app/stage/stage.tsx";
import type { LessonWorld } from "#protocol/lesson.ts";
import type { WorldId } from "#protocol/scenario.ts";
import { MarkedLine } from "#app/panels/lesson/marked.tsx";
import { useShownLesson, type ShownLesson } from "#app/panels/lesson/use-lesson.ts";
import { Cattle, type Distance } from "./cattle.tsx";
import { SuccessCurve } from "./curve.tsx";
import { Pet } from "./pet.tsx";
import {
  accidentOf,
  isServing,
  lastGap,
  takingsOf,
  withReadiness,
  type Accident,
  type Readiness,
} from "./world-facts.ts";
import "./worlds.css";

const DISTANCES: readonly Distance[] = ["near", "middle", "far"];

/** Two clusters under one clock, on the same baselines: what differs is what the lesson is about. */
export function Worlds() {
  const text = useText();
  const world = useWorld();
  const shown = useShownLesson();
  const [distance, setDistance] = useState<Distance>("near");
  const pair = useRef<HTMLDivElement>(null);
  const acting = actingWorld(shown);
  // The wall is that of the page's first cluster, whichever is drawn.
  const isPresent = useYard((state) => state.present);
  // Where only one fits into the window: the one in which the step acts.
  useEffect(() => {
    const card = pair.current?.children[acting === "b" ? 1 : 0];
    const { offsetLeft = 0 } = card instanceof HTMLElement ? card : {};
    pair.current?.scrollTo({ left: acting === "b" ? offsetLeft : 0 });
  }, [acting]);
  if (!shown) return null;
  const { worlds } = shown.lesson.definition;
  const hasHerd = worlds.some(({ figure }) => figure === "cattle");
  return (
    <section className="worlds lesson-picture" aria-label={text("worlds.title")}>
      <div className="worlds-pair" ref={pair}>
        {worlds.map((each) => {
          const there = worldOf(world, each.id);
          return (
            <WorldContext key={each.id} value={there}>
              <YardContext value={there}>
                <WorldCard each={each} shown={shown} distance={distance} isPresent={isPresent} />
              </YardContext>
            </WorldContext>
          );
        })}
      </div>
      {hasHerd && (
        <div className="worlds-foot">
          <div className="worlds-zoom" role="group" aria-label={text("worlds.zoom")}>
            {DISTANCES.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={distance === each}
                onClick={() => setDistance(each)}
              >
                {text(`worlds.${each}`)}
              </button>
            ))}
          </div>
          <p className="muted">{text("worlds.figures")}</p>
        </div>
      )}
    </section>
  );
}

/** The cluster that the buttons of the step act in; the first one when there are none. */
function actingWorld(shown: ShownLesson | null): WorldId {
  const step = shown?.lesson.definition.steps[shown.progress?.step ?? 0];
  return step?.chips[0]?.world ?? "a";
}

/** Of the size of the wall, for a picture that has half of it. */
const HALF_WALL_UNIT = 0.42;

interface WorldCardProps {
  readonly isPresent: boolean;
  readonly each: LessonWorld;
  readonly shown: ShownLesson;
  readonly distance: Distance;
}

function WorldCard({ each, shown, distance, isPresent }: WorldCardProps) {
  const text = useText();
  const words = shown.words.worlds[each.id];
  const services = useYard((state) => state.services);
  const traffic = useYard((state) => state.traffic);
  const deployment = useYard(mainDeployment);
  const gauges = useYard((state) => state.gauges);
  const second = useYard((state) => Math.floor(state.at / 1000) * 1000);
  const takings = takingsOf({ services, traffic, gauges, at: second });
  const accident = accidentOf(shown.lesson.definition.events, each.id);
  const isUp = useYard(isServing);
  return (
    <section className="world" data-figure={each.figure} aria-label={words?.title ?? each.id}>
      <header className="world-head">
        <div>
          <h3>
            <MarkedLine>{words?.title ?? each.id}</MarkedLine>
          </h3>
          <p className="muted">
            <MarkedLine>{words?.subtitle ?? ""}</MarkedLine>
          </p>
        </div>
        {each.figure === "pet" && (
          <p className="world-state" data-up={isUp}>
            <Glyph name={isUp ? "check" : "cross"} size={15} />
            {text(isUp ? "worlds.up" : "worlds.down")}
          </p>
        )}
        {/* Beside panels the whole picture of a cluster counts for itself. */}
        {(each.figure === "cattle" || (each.figure === "stage" && isPresent)) && deployment && (
          <Counters kind="Deployment" owner={deployment} />
        )}
      </header>
      {each.figure === "stage" ? (
        <div className="world-stage">
          {isPresent ? <Stage variant="present" unit={HALF_WALL_UNIT} /> : <Stage />}
        </div>
      ) : (
        <div className="world-machine">
          <div className="world-customers">
            <p className="world-pill">
              <Glyph name="person" size={18} />
              {takings.rate > 0
                ? text("worlds.customers", { rate: takings.rate })
                : text("worlds.noCustomers")}
            </p>
            <Stream isUp={isUp} isFlowing={takings.rate > 0} />
            {each.figure === "cattle" && takings.service && (
              <p className="world-pill">
                <Glyph name={isUp ? "plug" : "plug-empty"} size={18} />
                {text("worlds.service", { name: takings.service.name })}
              </p>
            )}
          </div>
          {each.figure === "pet" ? (
            <Pet isUp={isUp} accident={accident} />
          ) : (
            <Cattle distance={distance} />
          )}
        </div>
      )}
      <Figures takings={takings} accident={accident} figure={each.figure} />
      <SuccessCurve blowAt={accident.at} isDown={!isUp} />
    </section>
  );
}

const STREAM_MS = 500;

/** Customers on the way down; when nobody answers they scatter. */
function Stream({ isUp, isFlowing }: { readonly isUp: boolean; readonly isFlowing: boolean }) {
  const at = useYard((state) => state.at);
  const phase = isFlowing ? (at / STREAM_MS) % 1 : 0;
  return (
    <svg className="stream" viewBox="-70 0 140 64" aria-hidden="true">
      <path d="M0 0V64" className="stream-line" />
      {isFlowing &&
        [0, 1, 2].map((dot) => {
          const y = ((dot + phase) / 3) * (isUp ? 64 : 40);
          return <circle key={dot} cx="0" cy={y} r="4.5" />;
        })}
      {isFlowing &&
        !isUp &&
        [-45, -22, 22, 45].map((x, index) => (
          <path
            key={x}
            className="stream-lost"
            d={`M${x - 4} ${32 + (index % 2) * 10}l8 8m0 -8l-8 8`}
          />
        ))}
    </svg>
  );
}

interface FiguresProps {
  readonly takings: ReturnType<typeof takingsOf>;
  readonly accident: Accident;
  readonly figure: LessonWorld["figure"];
}

function Figures({ takings, accident, figure }: FiguresProps) {
  const text = useText();
  const back = useTimeUntilBack(accident, figure);
  return (
    <dl className="world-figures">
      <div>
        <dd>{takings.success === null ? "–" : `${takings.success} %`}</dd>
        <dt>{text("worlds.success")}</dt>
      </div>
      <div>
        <dd>{takings.lost}</dd>
        <dt>{text("worlds.lost")}</dt>
      </div>
      <div>
        <dd>{back}</dd>
        <dt>{text("worlds.back")}</dt>
      </div>
    </dl>
  );
}

const MINUTE_MS = 60_000;

/** A pet's repair is planned by its lesson; a herd's is watched: how long somebody was missing. */
function useTimeUntilBack(
  { at: blowAt, mendedAt }: Accident,
  figure: LessonWorld["figure"],
): string {
  const text = useText();
  const at = useYard((state) => state.at);
  const missing = useYard((state) => {
    const deployment = mainDeployment(state);
    return deployment ? Math.max(0, deployment.desired - deployment.ready) : 0;
  });
  const known = useRef<readonly Readiness[]>([]);
  const [gap, setGap] = useState<ReturnType<typeof lastGap>>(null);
  const second = Math.floor(at / 1000);
  useEffect(() => {
    known.current = withReadiness(known.current, { at, missing });
    setGap(lastGap(known.current));
    // Only a change of the count or a jump back says anything new; `second` notices jumps.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [missing, second]);
  const words = (ms: number) =>
    ms >= 2 * MINUTE_MS
      ? text("worlds.minutes", { count: Math.round(ms / MINUTE_MS) })
      : text("worlds.seconds", { count: Math.max(1, Math.round(ms / 1000)) });
  if (figure === "pet") {
    if (blowAt < 0 || at < blowAt || mendedAt < 0) return "–";
    return text("worlds.about", { time: words(mendedAt - blowAt) });
  }
  if (!gap) return "–";
  return gap.until === null
    ? text("worlds.backSoon", { time: words(at - gap.from) })
    : words(gap.until - gap.from);
}
