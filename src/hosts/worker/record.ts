import { Cluster } from "#core/cluster/cluster.ts";
import { History, type RecordedInput } from "#core/cluster/history.ts";
import { proposeStep, recordStart } from "#lessons/builder.ts";
import type { ProposedStep, Recording } from "#protocol/recording.ts";
import type { Scenario } from "#protocol/scenario.ts";
import { lessonView } from "./lesson-view.ts";

/** Time that an action is given to show what it does. */
const SETTLE_MS = 20_000;

/** What somebody did after an action, told as a lesson: a second run of the same history, beside the one on the screen. */
export function recordingOf(scenario: Scenario, after: number): Recording {
  const { seed, cluster: spec, files } = scenario;
  const cluster = new Cluster({ seed, spec });
  cluster.boot();
  const earlier = scenario.journal.filter(({ action }) => action <= after);
  const shown = scenario.journal.filter(
    ({ action, input, world }) => action > after && input.type !== "note" && world !== "b",
  );
  const history = new History(cluster, earlier);
  history.runTo(shown[0]?.at ?? scenario.at);
  const view = lessonView(cluster);
  const start = recordStart(view, { seed, cluster: spec, load: loadOf(cluster), files });
  const later = <T>(read: () => T): T =>
    history.foresee({ horizonMs: SETTLE_MS }, () => false, read);
  const actions = [...new Set(shown.map(({ action }) => action))];
  const steps = actions.map((action, i): ProposedStep => {
    const entries = shown.filter((entry) => entry.action === action);
    history.runTo(Math.max(history.at, entries[0]?.at ?? 0));
    return proposeStep(
      {
        line: lineOf(entries[0]),
        before: view,
        rest: (read) => later(() => read(view)),
        settle: (read) => {
          for (const { input, label } of entries) history.input(input, { label, action });
          return later(() => read(view));
        },
      },
      i + 1,
    );
  });
  return { start, steps };
}

function loadOf(cluster: Cluster): Recording["start"]["load"] {
  const services = cluster.store.list("Service", "default");
  const { rate } = cluster.machines.facts();
  return services
    .map(({ metadata }) => ({
      service: metadata.name ?? "",
      ratePerSecond: rate(metadata.uid ?? ""),
    }))
    .filter(({ ratePerSecond }) => ratePerSecond > 0);
}

function lineOf(entry: RecordedInput | undefined): string {
  if (entry?.input.type === "load")
    return `load ${entry.input.service} ${entry.input.ratePerSecond}`;
  return entry?.label ?? "";
}
