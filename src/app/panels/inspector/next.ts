import { hasText, type TextKey, type TextValues } from "#app/i18n/text.ts";
import type { YardState } from "#app/state/yard-state.ts";
import type { Explanation } from "#protocol/messages.ts";
import type { Subject } from "./subject.ts";

type Text = (key: TextKey, values?: TextValues) => string;

/** What will happen to a subject: what the cluster knows, else what its state says. */
export function nextSentence(
  subject: Subject,
  { state, next, text }: { state: YardState; next: Explanation["next"]; text: Text },
): string {
  const key = `next.${next?.code ?? ""}`;
  if (next && hasText(key)) {
    const seconds = Math.max(0, Math.ceil((next.at - state.at) / 1000));
    return text(key, { seconds, ...boundsOf(subject), ...(next.facts as TextValues) });
  }
  if (subject.kind === "Pod") return podNext(subject.row, state.at, text);
  if (subject.kind === "Deployment" && subject.row.progress === "progressing") {
    return text("next.progressing", { floor: subject.row.floor, ceiling: subject.row.ceiling });
  }
  if (subject.kind === "Deployment" && subject.row.progress === "stalled")
    return text("next.stalled");
  if (subject.kind === "Node" && subject.row.powered && subject.row.state === "ready")
    return text("next.node-ready");
  return text("next.unknown");
}

/** What a rollout keeps to. */
function boundsOf(subject: Subject): TextValues {
  if (subject.kind !== "Deployment") return {};
  const { floor, ceiling } = subject.row;
  return { floor, ceiling };
}

function podNext(pod: Extract<Subject, { kind: "Pod" }>["row"], now: number, text: Text): string {
  const left = (until: number) => Math.max(0, Math.ceil((until - now) / 1000));
  if (pod.state === "unknown") return text("next.unknown-pod");
  if (pod.state === "succeeded") return text("next.succeeded");
  if (pod.state === "ready") return text("next.ready");
  if (pod.state === "pulling" && pod.pullUntil > 0)
    return text("next.pulling", { seconds: left(pod.pullUntil) });
  if (pod.family === "failing" && pod.backoffUntil > 0)
    return text("next.backoff", { seconds: left(pod.backoffUntil) });
  if (pod.state === "image-error") return text("next.pull-again");
  if (pod.state === "terminating" && pod.graceUntil > 0)
    return text("next.leaving", { seconds: left(pod.graceUntil) });
  if (pod.family === "waiting") return text("next.waiting");
  if (pod.family === "progress") return text("next.starting");
  return text("next.unknown");
}
