import { useText } from "#app/state/hooks.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { clockText } from "#app/ui/clock.ts";
import type { NodeVerdict, SchedulingExplanation } from "#protocol/messages.ts";
import "./explain.css";
import { plainReason } from "./reason-words.ts";

/** What the scheduler thought of every node for one pod: who refused and why, who scored what, who won. */
export function SchedulingTable({ scheduling }: { scheduling: SchedulingExplanation }) {
  const text = useText();
  const verdicts = [...scheduling.verdicts].sort(
    (a, b) => Number(b.fits) - Number(a.fits) || b.total - a.total || (a.node < b.node ? -1 : 1),
  );
  const best = Math.max(1, ...verdicts.map(({ total }) => total));
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
          {verdicts.map((verdict) => (
            <VerdictRow
              key={verdict.node}
              verdict={verdict}
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

function VerdictRow({
  verdict,
  isChosen,
  best,
}: {
  verdict: NodeVerdict;
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
        {verdict.node}
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
