import { defineCommand } from "../command.ts";
import { rolloutHistory } from "./rollout-history.ts";
import { rolloutPause, rolloutRestart, rolloutResume } from "./rollout-pause.ts";
import { rolloutStatus } from "./rollout-status.ts";
import { rolloutUndo } from "./rollout-undo.ts";

export const rollout = defineCommand({
  name: "rollout",
  bare: { stream: "stdout", exitCode: 1 },
  subcommands: [
    rolloutHistory,
    rolloutPause,
    rolloutRestart,
    rolloutResume,
    rolloutStatus,
    rolloutUndo,
  ],
});
