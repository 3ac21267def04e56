import { describe, expect, test } from "vitest";
import { Random, seedRandom } from "#core/sim/random.ts";
import { Cluster } from "./cluster.ts";
import type { ClusterInput } from "./cluster-input.ts";
import type { Companion } from "./companion.ts";
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

function newCluster(): Cluster {
  const cluster = new Cluster({ seed: 7, spec: SHAPE, warmupMs: 20_000, hashBodies: true });
  cluster.boot();
  return cluster;
}

function newHistory(): History {
  return new History(newCluster());
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

describe("a companion", () => {
  /** Counts what it sees and holds the clock at a time until an input comes. */
  class Counter implements Companion {
    state = { looks: 0, inputs: 0, lastAt: -1 };
    readonly holdAt: number;

    constructor(holdAt: number) {
      this.holdAt = holdAt;
    }

    get isHolding(): boolean {
      return this.state.lastAt >= this.holdAt && this.state.inputs === 0;
    }

    get nextLookAt(): number {
      return (Math.floor(this.state.lastAt / 500) + 1) * 500;
    }

    take(): void {
      this.state.inputs += 1;
    }

    observe(at: number): void {
      this.state.looks += 1;
      this.state.lastAt = at;
    }
  }

  function accompanied(holdAt = Number.POSITIVE_INFINITY) {
    const history = new History(newCluster());
    const counter = new Counter(holdAt);
    history.attach(counter);
    return { history, counter };
  }

  test("remembers with the clusters: wherever one comes from, it saw the same", () => {
    const { history, counter } = accompanied();
    history.runTo(20_000);
    act(history, createDeployment("web"));
    history.runTo(50_000);
    const seen = { ...counter.state };
    for (const at of [10_000, 49_999, 20_000]) {
      history.seek(at);
      expect(counter.state.lastAt).toBeLessThanOrEqual(at);
      history.seek(50_000);
      expect(counter.state).toEqual(seen);
    }
  });

  test("holds the clock until an input comes, and not again in the past", () => {
    const { history, counter } = accompanied(5_000);
    history.runTo(20_000);
    expect([history.at, history.isHeld]).toEqual([5_000, true]);
    history.stepForward();
    expect(history.at).toBe(5_000);
    act(history, createDeployment("web"));
    history.runTo(20_000);
    history.seek(1_000);
    history.seek(20_000);
    expect([history.at, history.isHeld, counter.state.inputs]).toEqual([20_000, false, 1]);
  });

  test("looks ahead without leaving a trace", () => {
    const { history, counter } = accompanied();
    act(history, createDeployment("web"));
    history.runTo(1_000);
    const before = {
      at: history.at,
      hash: history.cluster.store.state.hash,
      seen: { ...counter.state },
      happenings: history.cluster.happenings,
    };
    const pods = history.foresee(
      { horizonMs: 60_000 },
      (at) => {
        counter.observe(at);
        return false;
      },
      () => [history.at, history.cluster.store.list("Pod", "default").length],
    );
    expect(pods[0]).toBe(61_000);
    expect(pods[1]).toBeGreaterThan(0);
    expect({
      at: history.at,
      hash: history.cluster.store.state.hash,
      seen: { ...counter.state },
      happenings: history.cluster.happenings,
    }).toEqual(before);
    history.runTo(30_000);
    const { history: plain } = accompanied();
    act(plain, createDeployment("web"));
    plain.runTo(30_000);
    expect(history.cluster.store.state.hash).toBe(plain.cluster.store.state.hash);
  });
});

describe("two clusters under one clock", () => {
  test("go back and forth and branch together, each with its own inputs", () => {
    const history = new History(newCluster(), [], { second: newCluster() });
    history.runTo(3_000);
    history.input(createDeployment("web"), {
      label: "apply",
      action: history.startAction(),
      world: "b",
    });
    history.runTo(30_000);
    const hashes = () => history.clusters.map(({ store }) => store.state.hash);
    const end = hashes();
    expect(history.clusters.map((each) => each.store.get("Deployment", "default/web"))).toEqual([
      undefined,
      expect.objectContaining({ kind: "Deployment" }),
    ]);
    history.seek(1_000);
    expect(history.clusters.map(({ at }) => at)).toEqual([1_000, 1_000]);
    history.seek(30_000);
    expect(hashes()).toEqual(end);
    expect(history.undo()).toEqual({ label: "apply", at: 3_000 });
    history.runTo(30_000);
    expect(history.worldOf("b").store.get("Deployment", "default/web")).toBeUndefined();
    history.switchTo("A");
    expect(hashes()).toEqual(end);
  });
});

describe("a script", () => {
  test("happens on every branch at its time, once", () => {
    const happened: number[] = [];
    const history = new History(newCluster(), [], {
      script: [
        { at: 0, happen: ([cluster]) => void happened.push(cluster?.at ?? -1) },
        { at: 5_000, happen: ([cluster]) => void happened.push(cluster?.at ?? -1) },
      ],
    });
    history.runTo(4_000);
    history.runTo(10_000);
    expect(happened).toEqual([0, 5_000]);
    history.seek(4_000);
    history.seek(10_000);
    expect(happened).toEqual([0, 5_000, 0, 5_000]);
  });
});

test("what was refused is known as refused, also after the clock has gone back and forth", () => {
  const history = newHistory();
  act(history, createDeployment("web", { replicas: 1 }), "first");
  act(history, createDeployment("web", { replicas: 2 }), "again");
  const refused = () =>
    history.branch.journal.filter((entry) => history.isRefused(entry)).map(({ label }) => label);
  expect(refused()).toEqual(["again"]);
  history.runTo(30_000);
  history.seek(0);
  history.seek(20_000);
  expect(refused()).toEqual(["again"]);
  const reopened = new History(
    newCluster(),
    history.branch.journal.map((entry) => ({ ...entry })),
  );
  expect(reopened.branch.journal.filter((entry) => reopened.isRefused(entry))).toEqual([]);
  reopened.runTo(20_000);
  expect(
    reopened.branch.journal.filter((entry) => reopened.isRefused(entry)).map(({ label }) => label),
  ).toEqual(["again"]);
});
