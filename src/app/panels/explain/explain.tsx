import { useText, useYard } from "#app/state/hooks.ts";
import type { ExplainQuestion } from "#protocol/messages.ts";
import { CauseChain, type Lead } from "./cause-chain.tsx";
import "./explain.css";
import { SchedulingTable } from "./scheduling-table.tsx";
import { useExplanation } from "./use-explanation.ts";

/** Always one question and its answer: why is this so, or what just happened. */
export function Explain({
  question,
  title,
  lead,
}: {
  question: ExplainQuestion;
  title: string;
  lead?: Lead;
}) {
  const text = useText();
  const { answer, isAsked } = useExplanation(question);
  const isLive = useYard((state) => state.connection === "live");
  const scheduling = answer?.scheduling;
  // For a pod that no node takes the verdicts are the answer; for a placed one they are the small print.
  const isWaiting = scheduling?.node === "";
  return (
    <div className="explain">
      <h3 className="explain-question">{title}</h3>
      {isWaiting && scheduling && <SchedulingTable scheduling={scheduling} />}
      {answer && answer.chain.length > 0 && <CauseChain steps={answer.chain} lead={lead} />}
      {isAsked && isLive && (answer?.chain.length ?? 0) === 0 && (
        <p className="muted">{text("explain.nothing")}</p>
      )}
      {!isWaiting && scheduling && <SchedulingTable scheduling={scheduling} />}
    </div>
  );
}
