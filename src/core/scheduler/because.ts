/** Reasons the scheduler gives for what it does, with the names of their facts. Texts are made in app/i18n. */
export const SCHEDULER_REASONS = {
  /** A node was chosen: `node`, its `score`, how many nodes `feasible` of `total`, `isTie` when chance decided. */
  "node-chosen": ["node", "score", "feasible", "total", "isTie"],
  /** No node fits: `total` nodes, the `message` of the event. */
  "no-node-fits": ["total", "message"],
} as const;

/** A reason the scheduler may give. */
export type SchedulerReason = keyof typeof SCHEDULER_REASONS;
