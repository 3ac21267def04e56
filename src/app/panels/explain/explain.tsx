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
  return (
    <div className="explain">
      <h3 className="explain-question">{title}</h3>
      {answer && answer.chain.length > 0 && <CauseChain steps={answer.chain} lead={lead} />}
      {isAsked && isLive && (answer?.chain.length ?? 0) === 0 && (
        <p className="muted">{text("explain.nothing")}</p>
      )}
      {answer?.scheduling && <SchedulingTable scheduling={answer.scheduling} />}
    </div>
  );
}
