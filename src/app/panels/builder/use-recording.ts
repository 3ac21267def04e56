import { useEffect, useRef } from "react";
import { useWorld, type World } from "#app/state/create-yard.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import type { DraftStep, LessonDraft } from "#app/lesson/draft.ts";
import { linesOf, proposeChecks, snapshotOf, type Snapshot } from "#app/lesson/recording.ts";
import { startManifest } from "#app/lesson/start-manifest.ts";
import { customerServices } from "#app/state/selectors.ts";

const START = "start.yaml";
const NOBODY = { en: "", ko: "" };

/** Records what the person does as steps of a lesson. */
export interface Recording {
  /** Begins with the cluster as it stands. */
  begin(): Promise<void>;
  /** What was done since the last step becomes one; undefined when nothing was. */
  cut(): { readonly step: DraftStep; readonly proposals: readonly string[] } | undefined;
}

/** Follows the world while a lesson is being made. */
export function useRecording(draft: LessonDraft | null): Recording {
  const world = useWorld();
  const shell = useShellHandle();
  const last = useRef<Snapshot | null>(null);
  const apps = useRef<ReadonlyMap<string, string>>(new Map());
  const isOn = draft !== null;
  useEffect(() => {
    if (!isOn) return;
    const remember = () => {
      const { pods } = world.store.getState();
      const fresh = [...pods.values()].filter(({ name }) => !apps.current.has(name));
      if (fresh.length > 0)
        apps.current = new Map([
          ...apps.current,
          ...fresh.map(({ name, app }) => [name, app] as const),
        ]);
    };
    remember();
    last.current ??= snapshotOf(world.store.getState());
    return world.store.subscribe(remember);
  }, [world, isOn]);
  return {
    async begin() {
      const state = world.store.getState();
      last.current = snapshotOf(state);
      shell.setState({ draft: await draftFrom(world) });
    },
    cut() {
      const state = world.store.getState();
      const before = last.current;
      if (!draft || !before) return undefined;
      const after = snapshotOf(state);
      const inputs = state.inputs.slice(before.inputs);
      if (inputs.length === 0) return undefined;
      const recorded = linesOf(inputs, {
        apps: apps.current,
        files: state.files,
        until: state.at,
      });
      const id = `step-${draft.steps.length + 1}`;
      const proposals = proposeChecks(before, after, { step: id, deleted: recorded.deleted });
      last.current = after;
      return {
        step: {
          id,
          title: NOBODY,
          say: NOBODY,
          check: proposals[0] ?? "",
          lines: recorded.lines,
        },
        proposals,
      };
    },
  };
}

/** An empty lesson that starts as the cluster stands now. */
async function draftFrom(world: World): Promise<LessonDraft> {
  const state = world.store.getState();
  const [manifest, { seed, cluster }] = await Promise.all([
    startManifest(world.send),
    world.scenario(),
  ]);
  const start = manifest === "" ? "" : START;
  return {
    id: `own-${Math.round(state.at)}-${seed}`,
    seed,
    cluster,
    start,
    load: customerServices(state)
      .filter(({ rate }) => rate > 0)
      .map(({ name, rate }) => ({ service: name, rate })),
    files: start === "" ? [] : [{ name: START, text: manifest }],
    title: NOBODY,
    objective: NOBODY,
    debrief: NOBODY,
    steps: [],
  };
}
