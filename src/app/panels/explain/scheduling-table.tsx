import { useText } from "#app/state/hooks.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { clockText } from "#app/ui/clock.ts";
import type { NodeVerdict, SchedulingExplanation } from "#protocol/messages.ts";
import "./explain.css";
import { plainReason } from "./reason-words.ts";

/** What the scheduler thought of every node for one pod: who refused and why, who scored what, who won. */
export function SchedulingTable({ scheduling }: { scheduling: SchedulingExplanation }) {
  const text = useText();
  const verdicts = groupedVerdicts(scheduling);
  const best = Math.max(1, ...scheduling.verdicts.map(({ total }) => total));
  return (
    <section className="scheduling" aria-label={text("explain.scheduling")}>
      <h3>{text("explain.scheduling")}</h3>
      <p className="muted">
        {text("explain.attempt", {
          attempt: scheduling.attempt,
          time: clockText(scheduling.at, { tenths: true }),
        })}
      </p>
      <table>
        <caption className="visually-hidden">{text("explain.table")}</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{text("explain.column.node")}</th>
            <th scope="col">{text("explain.column.verdict")}</th>
            <th scope="col">{text("explain.column.words")}</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map(({ verdict, nodes }) => (
            <VerdictRow
              key={verdict.node}
              verdict={verdict}
              nodes={nodes}
              isChosen={verdict.node === scheduling.node && verdict.fits}
              best={best}
            />
          ))}
        </tbody>
      </table>
      {scheduling.tieBroken && <p className="muted">{text("explain.tie")}</p>}
      {scheduling.node === "" && scheduling.message !== "" && (
        <p className="scheduling-message code">{scheduling.message}</p>
      )}
    </section>
  );
}

const LONGEST_TABLE = 16;

/** Those that fit first, best first; nodes refused for the same reasons share a line. */
function groupedVerdicts({
  verdicts,
}: SchedulingExplanation): { verdict: NodeVerdict; nodes: string[] }[] {
  const sorted = [...verdicts].sort(
    (a, b) =>
      Number(b.fits) - Number(a.fits) ||
      b.total - a.total ||
      a.node.localeCompare(b.node, "en", { numeric: true }),
  );
  const groups = new Map<string, { verdict: NodeVerdict; nodes: string[] }>();
  for (const verdict of sorted) {
    const key = verdict.fits ? verdict.node : `${verdict.plugin} ${verdict.reasons.join()}`;
    const group = groups.get(key);
    if (group) group.nodes.push(verdict.node);
    else groups.set(key, { verdict, nodes: [verdict.node] });
  }
  // Masters repel everybody: the lines one can do something about come first.
  const isTaint = ({ verdict }: { verdict: NodeVerdict }) =>
    Number(!verdict.fits && verdict.plugin === "TaintToleration");
  return [...groups.values()].sort((a, b) => isTaint(a) - isTaint(b)).slice(0, LONGEST_TABLE);
}

function VerdictRow({
  verdict,
  nodes,
  isChosen,
  best,
}: {
  verdict: NodeVerdict;
  nodes: readonly string[];
  isChosen: boolean;
  best: number;
}) {
  const text = useText();
  const word = isChosen
    ? text("explain.chosen")
    : verdict.fits
      ? text("explain.fits")
      : text("explain.refused");
  return (
    <tr
      className={`verdict ${isChosen ? "is-chosen" : ""} ${verdict.fits ? "does-fit" : "does-refuse"}`}
    >
      <th scope="row" className="code">
        <Glyph name={verdict.fits ? "check" : "cross"} size={14} />
        {nodes.length <= 4 ? (
          nodes.map((node) => <div key={node}>{node}</div>)
        ) : (
          <div title={nodes.join(", ")}>
            {text("explain.nodes", { first: verdict.node, count: nodes.length - 1 })}
          </div>
        )}
      </th>
      <td className="verdict-word">{word}</td>
      <td className="verdict-words">
        {verdict.fits ? <Scores verdict={verdict} best={best} /> : <Refusal verdict={verdict} />}
      </td>
    </tr>
  );
}

function Refusal({ verdict }: { verdict: NodeVerdict }) {
  const text = useText();
  return (
    <>
      {verdict.reasons.map((reason) => {
        const { words, fix } = plainReason(reason, text);
        return (
          <div key={reason} className="refusal">
            <span>{words}</span>
            {words !== reason && <span className="refusal-said code muted">{reason}</span>}
            {fix !== "" && <span className="refusal-fix">{text("explain.fix", { fix })}</span>}
          </div>
        );
      })}
      <span className="muted plugin">{verdict.plugin}</span>
    </>
  );
}

function Scores({ verdict, best }: { verdict: NodeVerdict; best: number }) {
  const text = useText();
  const scores = Object.entries(verdict.scores).sort(([, a], [, b]) => b - a);
  return (
    <details className="scores">
      <summary>
        <span
          className="score-bar"
          style={{ width: `${Math.max(4, (verdict.total / best) * 60)}px` }}
        />
        <span>{text("explain.total", { total: Math.round(verdict.total) })}</span>
      </summary>
      <dl aria-label={text("explain.scores")}>
        {scores.map(([plugin, score]) => (
          <div key={plugin}>
            <dt>{plugin}</dt>
            <dd>{Math.round(score)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
