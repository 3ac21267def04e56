import { useText, useYardHandle } from "#app/state/hooks.ts";
import { Breakable } from "#app/ui/breakable.tsx";
import { clockText } from "#app/ui/clock.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import type { GlyphName } from "#app/stage/glyphs.ts";
import type { MarkView, PodFamily } from "#core/view/rows.ts";
import type { ExplainStep } from "#protocol/messages.ts";
import "./explain.css";
import { chainRuns } from "./chain-runs.ts";
import { markSentence } from "./reason-words.ts";

const LONGEST_CHAIN = 6;
/** As many letters does the API server add to a name that it makes up. */
const MADE_UP_LETTERS = 5;

/** Sign of the state that the chain explains. */
export interface Lead {
  readonly glyph: GlyphName;
  readonly family: PodFamily;
}

/** What led to what, newest first, down to the input or fault at the root. */
export function CauseChain({
  steps,
  lead,
}: {
  steps: readonly ExplainStep[];
  lead?: Lead | undefined;
}) {
  const text = useText();
  const { setPage } = useYardHandle();
  const runs = chainRuns(steps);
  const root = runs.at(-1);
  const shown =
    runs.length > LONGEST_CHAIN && root ? [...runs.slice(0, LONGEST_CHAIN - 1), root] : runs;
  return (
    <ol className="chain">
      {shown.map(({ mark, count, since }, index) => {
        const isRoot =
          index === shown.length - 1 && (mark.lane === "you" || mark.lane === "faults");
        const time = clockText(mark.at, { tenths: true });
        const select = () =>
          setPage({
            selection: {
              kind: "Mark",
              namespace: mark.namespace,
              name: mark.name,
              id: String(mark.id),
            },
          });
        const note = mark.actor === "you" ? text("explain.lane.you") : mark.actor;
        return (
          <li
            key={mark.id}
            className={`chain-step ${index === 0 && lead ? "is-first" : ""} ${isRoot ? `is-root is-${mark.lane}` : ""}`}
          >
            {index === 0 && lead && (
              <span className={`chain-lead family-${lead.family}`}>
                <Glyph name={lead.glyph} size={16} />
              </span>
            )}
            <p className="chain-title">
              <Breakable>{markSentence(mark, text)}</Breakable>
              {count > 1 && (
                <span className="chain-count">
                  {text("explain.repeated", { count, time: clockText(since) })}
                </span>
              )}
            </p>
            <p className="chain-note muted">
              {note}
              {mark.kind !== "" && mark.name !== "" && (
                <span className="chain-object"> · {`${mark.kind} ${shortName(mark)}`}</span>
              )}
              {" · "}
              <button
                type="button"
                className="chain-time code"
                title={text("explain.show-mark", { time })}
                onClick={select}
              >
                {time}
              </button>
            </p>
          </li>
        );
      })}
    </ol>
  );
}

/** Pods by the end of their name, which is what their cards show; a short end is the number of a StatefulSet's pod. */
function shortName({ kind, name }: MarkView): string {
  const end = kind === "Pod" || kind === "ReplicaSet" ? name.split("-").at(-1) : undefined;
  return end === undefined || end.length < MADE_UP_LETTERS ? name : end;
}
