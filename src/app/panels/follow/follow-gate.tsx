import { useShell } from "#app/state/shell-state.ts";
import { later } from "#app/ui/later.tsx";

const FollowBar = later(() =>
  import("./follow-bar.tsx").then(({ FollowBar: component }) => component),
);

/** What a pupil's page shows while it follows a class. */
export function FollowGate() {
  return useShell((state) => state.isFollowing) ? <FollowBar /> : null;
}
