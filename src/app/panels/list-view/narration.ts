import type { TextKey, TextValues } from "#app/i18n/text.ts";
import type { YardState } from "#app/state/yard-state.ts";
import type { PodView } from "#core/view/rows.ts";

type Text = (key: TextKey, values?: TextValues) => string;
type Picture = Pick<YardState, "pods" | "nodes" | "deployments">;

/** More names than this are counted instead. */
const MAX_NAMES = 2;

/** One thing that changed, in a sentence. */
export interface Happening {
  /** 4 = a machine or a rollout in trouble, 3 = a pod in trouble, 2 = a rollout or a machine going well, 1 = pods coming and going. */
  readonly weight: 1 | 2 | 3 | 4;
  readonly sentence: string;
}

/** What changed between two pictures, merged into a few sentences, the gravest first; "" when nothing worth saying. */
export function narrate(before: Picture, after: Picture, text: Text): string {
  return joined(happenings(before, after, text).slice(0, 3));
}

/** What changed between two pictures, the gravest first. */
export function happenings(before: Picture, after: Picture, text: Text): readonly Happening[] {
  return [
    ...nodeSentences(before, after, text),
    ...rolloutSentences(before, after, text),
    ...podSentences(before, after, text),
  ].sort((a, b) => b.weight - a.weight);
}

/** Happenings as one text. */
export function joined(list: readonly Happening[]): string {
  return list
    .map(({ sentence }) => sentence)
    .join(". ")
    .replaceAll(".. ", ". ");
}

function nodeSentences(before: Picture, after: Picture, text: Text): Happening[] {
  const sentences: Happening[] = [];
  for (const node of after.nodes.values()) {
    const old = before.nodes.get(node.uid);
    if (!old) continue;
    if (old.powered && !node.powered)
      sentences.push({ weight: 4, sentence: text("narrate.node-off", { node: node.name }) });
    else if (old.state === "ready" && node.state === "not-ready")
      sentences.push({ weight: 4, sentence: text("narrate.node-down", { node: node.name }) });
    else if (
      (old.state === "not-ready" || old.state === "off") &&
      node.state === "ready" &&
      node.powered
    )
      sentences.push({ weight: 2, sentence: text("narrate.node-up", { node: node.name }) });
  }
  return sentences;
}

function rolloutSentences(before: Picture, after: Picture, text: Text): Happening[] {
  const sentences: Happening[] = [];
  for (const row of after.deployments.values()) {
    const old = before.deployments.get(row.uid);
    if (!old) continue;
    if (row.revision !== old.revision)
      sentences.push({
        weight: 2,
        sentence: text("narrate.rollout-start", { name: row.name, revision: row.revision }),
      });
    else if (row.progress === "complete" && old.progress === "progressing" && row.ready > 0)
      sentences.push({
        weight: 2,
        sentence: text("narrate.rollout-done", { name: row.name, ready: row.ready }),
      });
    else if (row.progress === "stalled" && old.progress !== "stalled")
      sentences.push({ weight: 4, sentence: text("narrate.rollout-stuck", { name: row.name }) });
  }
  return sentences;
}

function podSentences(before: Picture, after: Picture, text: Text): Happening[] {
  const failing: PodView[] = [];
  const ready: PodView[] = [];
  const leaving: PodView[] = [];
  const fresh: PodView[] = [];
  const silent: PodView[] = [];
  for (const pod of after.pods.values()) {
    const old = before.pods.get(pod.uid);
    if (old === pod) continue;
    if (pod.family === "failing" && old?.family !== "failing") failing.push(pod);
    else if (pod.state === "ready" && old?.state !== "ready") ready.push(pod);
    else if (pod.state === "unknown" && old?.state !== "unknown") silent.push(pod);
    else if (pod.family === "leaving" && old?.family !== "leaving") leaving.push(pod);
    else if (!old) fresh.push(pod);
  }
  const sentences: Happening[] = [];
  const add = (weight: Happening["weight"], sentence: string) =>
    sentences.push({ weight, sentence });
  const names = (pods: readonly PodView[]) => pods.map(({ shortName }) => shortName).join(", ");
  if (failing.length > MAX_NAMES) add(3, text("narrate.failing-many", { count: failing.length }));
  else if (failing[0])
    add(
      3,
      text("narrate.failing", {
        names: names(failing),
        state: text(`stage.state.${failing[0].state}`),
      }),
    );
  if (silent.length > MAX_NAMES) add(2, text("narrate.unknown-many", { count: silent.length }));
  else if (silent.length > 0) add(2, text("narrate.unknown", { names: names(silent) }));
  if (leaving.length > MAX_NAMES) add(1, text("narrate.leaving-many", { count: leaving.length }));
  else if (leaving.length > 0) add(1, text("narrate.leaving", { names: names(leaving) }));
  if (ready.length > MAX_NAMES)
    add(
      1,
      text("narrate.ready-many", {
        count: ready.length,
        nodes: [...new Set(ready.map(({ node }) => node))].sort().join(", "),
      }),
    );
  else if (ready.length > 0) add(1, text("narrate.ready", { names: names(ready) }));
  if (fresh.length > MAX_NAMES) add(1, text("narrate.new-many", { count: fresh.length }));
  else if (fresh.length > 0) add(1, text("narrate.new", { names: names(fresh) }));
  return sentences;
}
