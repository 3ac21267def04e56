import { describe, expect, test } from "vitest";
import { states, yard } from "./testing/yard.ts";

describe("init containers and jobs", () => {
  test("init containers run one after another before the rest", () => {
    const world = yard();
    world.create(
      "init",
      {},
      {
        initContainers: [
          { name: "one", image: "busybox", command: ["sh", "-c", "echo one; sleep 1"] },
          { name: "two", image: "busybox", command: ["sh", "-c", "sleep 1"] },
        ],
      },
    );
    expect(states(world, "init", 20_000)).toEqual([
      "Pending/PodInitializing/false/0",
      "Running/Running/true/0",
    ]);
    expect(
      world
        .get("init")
        ?.status.initContainerStatuses?.map(({ ready, state }) => [
          ready,
          state.terminated?.reason,
        ]),
    ).toEqual([
      [true, "Completed"],
      [true, "Completed"],
    ]);
  });

  test.each([
    ["exit 0", "Never", "Succeeded"],
    ["exit 3", "Never", "Failed"],
    ["exit 3", "OnFailure", "Running"],
    ["exit 0", "OnFailure", "Succeeded"],
  ])("%s with restartPolicy %s is %s", (script, restartPolicy, phase) => {
    const world = yard();
    world.create(
      "job",
      { image: "busybox", command: ["sh", "-c", `echo hi; sleep 2; ${script}`] },
      { restartPolicy },
    );
    world.run(9000);
    expect(world.get("job")?.status.phase).toBe(phase);
    expect(
      world.kubelets.readings
        .logs(world.get("job")?.metadata.uid ?? "", "c")
        ?.map(({ text }) => text),
    ).toEqual(["hi"]);
  });
});
