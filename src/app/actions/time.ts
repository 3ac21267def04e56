import type { World } from "#app/state/create-yard.ts";
import type { ClusterSlice } from "#app/state/yard-state.ts";
import { defineAction } from "./define.ts";

/** The speeds one can choose, slowest first. */
export const SPEEDS: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 4, 10, 30, 100];

const TEN_SECONDS_MS = 10_000;

/** How far the branch that is shown has been run. */
export function liveEdge({
  branches,
  branch,
  at,
}: Pick<ClusterSlice, "branches" | "branch" | "at">): number {
  return Math.max(at, branches.find(({ id }) => id === branch)?.liveAt ?? at);
}

export const playPause = defineAction({
  name: "play-pause",
  label: "actions.playPause",
  group: "time",
  keys: ["Space"],
  enabled: () => true,
  perform: ({ world }) => world.send({ type: "play", on: !world.store.getState().playing }),
});

export const stepForward = defineAction({
  name: "step-forward",
  label: "actions.stepForward",
  group: "time",
  keys: ["."],
  enabled: () => true,
  perform: ({ world }) => pausedThen(world, () => world.send({ type: "step", direction: 1 })),
});

export const stepBack = defineAction({
  name: "step-back",
  label: "actions.stepBack",
  group: "time",
  keys: [","],
  enabled: ({ at }) => at > 0,
  perform: ({ world }) => pausedThen(world, () => world.send({ type: "step", direction: -1 })),
});

export const toStart = defineAction({
  name: "to-start",
  label: "actions.toStart",
  group: "time",
  keys: ["Shift+Home"],
  enabled: ({ at }) => at > 0,
  perform: ({ world }) => pausedThen(world, () => world.send({ type: "seek", at: 0 })),
});

export const toLive = defineAction({
  name: "to-live",
  label: "actions.toLive",
  group: "time",
  keys: ["Shift+End"],
  enabled: ({ past }) => past,
  perform: ({ world }) => world.send({ type: "seek", at: liveEdge(world.store.getState()) }),
});

export const skipAhead = defineAction({
  name: "skip-ahead",
  label: "actions.skip",
  group: "time",
  keys: ["n"],
  enabled: () => true,
  perform: ({ world }) => world.send({ type: "skip" }),
});

export const tenSecondsForward = defineAction({
  name: "ten-seconds-forward",
  label: "actions.tenForward",
  group: "time",
  keys: ["Shift+ArrowRight"],
  enabled: () => true,
  perform: ({ world }) =>
    world.send({ type: "seek", at: world.store.getState().at + TEN_SECONDS_MS }),
});

export const tenSecondsBack = defineAction({
  name: "ten-seconds-back",
  label: "actions.tenBack",
  group: "time",
  keys: ["Shift+ArrowLeft"],
  enabled: ({ at }) => at > 0,
  perform: ({ world }) =>
    world.send({ type: "seek", at: Math.max(0, world.store.getState().at - TEN_SECONDS_MS) }),
});

export const faster = defineAction({
  name: "faster",
  label: "actions.faster",
  group: "time",
  keys: ["]"],
  enabled: ({ speed }) => speed < 100,
  perform: ({ world }) =>
    world.send({ type: "speed", factor: nextSpeed(world.store.getState().speed, 1) }),
});

export const slower = defineAction({
  name: "slower",
  label: "actions.slower",
  group: "time",
  keys: ["["],
  enabled: ({ speed }) => speed > 0.1,
  perform: ({ world }) =>
    world.send({ type: "speed", factor: nextSpeed(world.store.getState().speed, -1) }),
});

export const undo = defineAction({
  name: "undo",
  label: "actions.undo",
  group: "time",
  keys: ["u", "Mod+z"],
  enabled: ({ inputs, readOnly }) => inputs.length > 0 && !readOnly,
  async perform({ world }) {
    const undone = await world.send({ type: "undo" });
    if (undone) world.terminal.write({ kind: "note", text: `undo: ${undone.label}` });
  },
});

async function pausedThen(world: World, act: () => Promise<unknown>): Promise<unknown> {
  if (world.store.getState().playing) await world.send({ type: "play", on: false });
  return act();
}

function nextSpeed(speed: number, direction: 1 | -1): number {
  const sorted = direction === 1 ? SPEEDS : [...SPEEDS].reverse();
  return sorted.find((other) => (direction === 1 ? other > speed : other < speed)) ?? speed;
}
