import { useText, useYardHandle } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import type { ExplainStep } from "#protocol/messages.ts";
import "./explain.css";
import { markSentence } from "./reason-words.ts";

const LONGEST_CHAIN = 6;

/** What led to what, newest first, down to the input or fault at the root. */
export function CauseChain({ steps }: { steps: readonly ExplainStep[] }) {
  const text = useText();
  const { setPage } = useYardHandle();
  const root = steps.at(-1);
  const shown = steps.length > LONGEST_CHAIN && root ? [...steps.slice(0, LONGEST_CHAIN - 1), root] : steps;
  return (
    <ol className="chain">
      {shown.map(({ mark }, index) => {
        const isRoot = index === shown.length - 1 && (mark.lane === "you" || mark.lane === "faults");
        const time = clockText(mark.at, { tenths: true });
        const select = () => setPage({ selection: { kind: "Mark", namespace: mark.namespace, name: mark.name, id: String(mark.id) } });
        const note = mark.lane === "you" ? text("explain.lane.you") : mark.actor;
        return (
          <li key={mark.id} className={`chain-step ${index === 0 ? "is-first" : ""} ${isRoot ? `is-root is-${mark.lane}` : ""}`}>
            <p className="chain-title">{markSentence(mark, text)}</p>
            <p className="chain-note muted">
              {note}
              {mark.kind !== "" && mark.name !== "" && <span className="chain-object"> · {`${mark.kind} ${mark.name}`}</span>}
              {" · "}
              <button type="button" className="chain-time code" title={text("explain.show-mark", { time })} onClick={select}>
                {time}
              </button>
            </p>
          </li>
        );
      })}
    </ol>
  );
}
