import { describe, expect, test } from "vitest";
import { Random, seedRandom } from "#core/sim/random.ts";
import { Cluster, type ClusterInput } from "./cluster.ts";
import { History } from "./history.ts";
import {
  createDeployment,
  createService,
  fault,
  remove,
  scale,
  setImage,
  SHAPE,
} from "./testdata/world.ts";

function newHistory(): History {
  const cluster = new Cluster({ seed: 7, spec: SHAPE, warmupMs: 20_000, hashBodies: true });
  cluster.boot();
  return new History(cluster);
}

function act(history: History, input: ClusterInput, label = "act"): void {
  history.input(input, { label, action: history.startAction() });
}

/** A few minutes in which something is asked for every half minute. */
function eventfulHistory(): History {
  const history = newHistory();
  const inputs = [
    createDeployment("web", { replicas: 3 }),
    createService("web"),
    scale("web", 5),
    setImage("web", "nginx:1.27"),
    fault("node-power", "worker-2", { on: true }),
    fault("node-power", "worker-2", { on: false }),
    scale("web", 1),
    remove("deployments", "web"),
  ];
  for (const [i, input] of inputs.entries()) {
    history.runTo((i + 1) * 30_000);
    act(history, input, `action ${i}`);
  }
  history.runTo(300_000);
  return history;
}

/** What the world is at one moment: all that a later history can follow from. */
function worldOf({ cluster }: History): unknown {
  return {
    hash: cluster.store.state.hash,
    revision: cluster.revision,
    at: cluster.at,
    newest: cluster.trace.state.nextId,
  };
}

describe("going to another time", () => {
  test("back and forward again gives the same world", () => {
    const history = eventfulHistory();
    const end = worldOf(history);
    for (const at of [0, 1, 29_999, 30_000, 95_500, 200_000, 299_999]) {
      history.seek(at);
      expect(history.at).toBe(at);
      history.seek(300_000);
      expect(worldOf(history)).toEqual(end);
    }
  });

  test("a time reached from before and from after is the same", () => {
    const history = eventfulHistory();
    const random = new Random(seedRandom({ seed: 1, name: "seek" }));
    const seen = new Map<number, unknown>();
    const times = Array.from({ length: 12 }, () => random.nextInt(300_000));
    for (const at of [...times, ...[...times].reverse(), ...[...times].sort((a, b) => a - b)]) {
      history.seek(at);
      const world = worldOf(history);
      expect(seen.get(at) ?? world).toEqual(world);
      seen.set(at, world);
    }
  });

  test("a replay of the journal on a fresh cluster gives the same world", () => {
    const history = eventfulHistory();
    const cluster = new Cluster({ seed: 7, spec: SHAPE, warmupMs: 20_000, hashBodies: true });
    cluster.boot();
    const replay = new History(cluster, history.journalUntilNow());
    replay.seek(history.at);
    expect(worldOf(replay)).toEqual(worldOf(history));
    expect(replay.isPast).toBe(false);
  });

  test("looking at the past grows no branch", () => {
    const history = eventfulHistory();
    history.seek(60_000);
    expect(history.isPast).toBe(true);
    history.runTo(120_000);
    history.seek(300_000);
    expect(history.isPast).toBe(false);
    expect(history.listBranches().map(({ id }) => id)).toEqual(["A"]);
  });

  test("single steps forward meet the same world as a run", () => {
    const history = eventfulHistory();
    const end = worldOf(history);
    history.seek(89_000);
    while (history.at < 300_000) {
      const before = history.at;
      history.stepForward();
      if (history.at <= before) break;
    }
    history.seek(300_000);
    expect(worldOf(history)).toEqual(end);
  });

  test("a step back and one forward come to the same moment", () => {
    const history = eventfulHistory();
    history.seek(91_000);
    const back = history.stepBack();
    expect(back).toBeLessThan(91_000);
    const world = worldOf(history);
    const earlier = history.stepBack();
    expect(earlier).toBeLessThan(back);
    history.seek(back);
    expect(worldOf(history)).toEqual(world);
  });
});

describe("branches", () => {
  test("an input in the past grows a branch and leaves the old one whole", () => {
    const history = eventfulHistory();
    const end = worldOf(history);
    history.seek(100_000);
    act(history, scale("web", 7));
    expect(history.branch).toMatchObject({ id: "B", parent: "A", forkedAt: 100_000 });
    history.runTo(300_000);
    expect(worldOf(history)).not.toEqual(end);
    history.switchTo("A");
    expect(worldOf(history)).toEqual(end);
  });

  test("two branches keep their own worlds", () => {
    const history = eventfulHistory();
    history.seek(100_000);
    act(history, scale("web", 7));
    history.runTo(200_000);
    const b = worldOf(history);
    history.switchTo("A");
    history.seek(100_000);
    act(history, scale("web", 2));
    history.runTo(200_000);
    const c = worldOf(history);
    history.switchTo("B");
    expect(worldOf(history)).toEqual(b);
    history.switchTo("C");
    expect(worldOf(history)).toEqual(c);
  });

  test("many branches do not grow without bound, and the current one stays", () => {
    const history = eventfulHistory();
    for (let i = 0; i < 20; i++) {
      history.seek(100_000 - i * 1000);
      act(history, scale("web", i % 5));
      history.runTo(history.at + 5_000);
    }
    expect(history.listBranches().length).toBeLessThanOrEqual(8);
    expect(history.listBranches()).toContain(history.branch);
  });
});

describe("undo", () => {
  test("gives the world as if the last action had never been", () => {
    const history = newHistory();
    history.runTo(10_000);
    act(history, createDeployment("web"));
    history.runTo(40_000);
    const before = worldOf(history);
    act(history, remove("deployments", "web"), "kubectl delete deployment web");
    history.runTo(70_000);
    expect(history.undo()).toEqual({ label: "kubectl delete deployment web", at: 40_000 });
    expect(worldOf(history)).toEqual(before);
  });

  test("takes back all inputs of one action", () => {
    const history = newHistory();
    history.runTo(5_000);
    const before = worldOf(history);
    const action = history.startAction();
    history.input(createDeployment("web"), { label: "apply", action });
    history.runTo(6_000);
    history.input(createService("web"), { label: "apply", action });
    history.runTo(20_000);
    expect(history.undo()).toEqual({ label: "apply", at: 5_000 });
    expect(worldOf(history)).toEqual(before);
    expect(history.undo()).toBeUndefined();
  });

  test("what was undone can be found on its branch", () => {
    const history = newHistory();
    act(history, createDeployment("web"));
    history.runTo(30_000);
    const done = worldOf(history);
    history.undo();
    history.switchTo("A");
    expect(worldOf(history)).toEqual(done);
  });
});
