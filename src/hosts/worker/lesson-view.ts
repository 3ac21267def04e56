import type { Cluster } from "#core/cluster/cluster.ts";
import type { LessonWorldView } from "#lessons/world-view.ts";

/** A cluster as a lesson may see it. */
export function lessonView(cluster: Cluster): LessonWorldView {
  return {
    get revision() {
      return cluster.revision;
    },
    list: (kind) => cluster.store.list(kind, ""),
    faults: () => cluster.faults(),
    traffic: (serviceUid) => cluster.traffic().find(({ service }) => service === serviceUid),
  };
}
