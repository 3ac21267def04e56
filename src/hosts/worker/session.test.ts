import { loadAll } from "js-yaml";
import { describe, expect, test } from "vitest";
import { complete } from "#kubectl/completion.ts";
import { asksForHelp, runKubectl } from "#kubectl/run.ts";
import type { PodView, ViewOp } from "#core/view/rows.ts";
import { shopPreset } from "#core/cluster/presets.ts";
import type { Explanation, Frame } from "#protocol/messages.ts";
import type { Scenario } from "#protocol/scenario.ts";
import { freshScenario, SHOP_YAML } from "#protocol/starter.ts";
import { openLesson } from "./lesson-host.ts";
import { YardSession } from "./session.ts";

/** A page: applies frames to a table of pods, as the app does. */
class Page {
  readonly output: string[] = [];
  readonly pods = new Map<string, PodView>();
  readonly session = new YardSession({
    output: (_id, _stream, text) => void this.output.push(text),
    loadKubectl: () => Promise.resolve({ run: runKubectl, asksForHelp, complete }),
    loadLessons: () => Promise.resolve(openLesson),
  });
  last: Frame | undefined;

  async open(scenario: Scenario = { ...freshScenario("shop"), playing: false }): Promise<this> {
    await this.session.warm();
    await this.session.perform({ type: "open", scenario });
    this.look();
    return this;
  }

  look(): Frame {
    const [frame] = this.session.takeFrames();
    if (!frame) {
      if (!this.last) throw new Error("there was no frame yet");
      return this.last;
    }
    if (frame.reset) this.pods.clear();
    for (const op of frame.ops) this.apply(op);
    this.last = frame;
    return frame;
  }

  private apply(op: ViewOp): void {
    if (op.table !== "pods") return;
    if (op.row) this.pods.set(op.id, op.row);
    else this.pods.delete(op.id);
  }

  /** Runs a command; time is moved on until it ends. */
  async kubectl(line: string, stdin?: string): Promise<{ exitCode: number; text: string }> {
    this.output.length = 0;
    const reply = this.session.perform({
      type: "kubectl",
      session: 1,
      line,
      ...(stdin !== undefined && { stdin }),
    });
    let isDone = false;
    void reply.then(() => (isDone = true));
    for (let i = 0; i < 500; i++) {
      await Promise.resolve();
      if (isDone) break;
      await this.seek((this.last?.at ?? 0) + 500);
    }
    const { exitCode } = (await reply) as { exitCode: number };
    this.look();
    return { exitCode, text: this.output.join("") };
  }

  async seek(at: number): Promise<void> {
    await this.session.perform({ type: "seek", at });
    this.look();
  }

  async save(): Promise<Scenario> {
    return (await this.session.perform({ type: "save" })) as Scenario;
  }

  /** Where every pod is and how it fares. */
  picture(): string[] {
    return [...this.pods.values()]
      .map(({ name, node, slot, status, ready }) => `${name} ${node}#${slot} ${status} ${ready}`)
      .sort();
  }
}

describe("first sight", () => {
  test("a shop of three ready pods on three workers, with customers", async () => {
    const page = await new Page().open();
    const places = page.picture().map((line) => line.replace(/^\S+ /, ""));
    expect(places.sort()).toEqual([
      "worker-1#0 Running true",
      "worker-2#0 Running true",
      "worker-3#0 Running true",
    ]);
    await page.seek(3_000);
    expect(page.last?.traffic[0]).toMatchObject({ failedPerSecond: 0 });
    expect(page.last?.traffic[0]?.okPerSecond).toBeGreaterThan(20);
  });

  test("the first file of the editor is what runs: applying it changes nothing", async () => {
    const bodies = loadAll(SHOP_YAML) as { readonly metadata: object }[];
    const placed = bodies.map((body) => ({
      ...body,
      metadata: { ...body.metadata, namespace: "default" },
    }));
    expect(placed).toEqual(shopPreset.objects.map(({ body }) => body));
    const page = await new Page().open();
    const { text } = await page.kubectl("apply -f -", SHOP_YAML);
    expect(text).toBe("deployment.apps/shop unchanged\nservice/shop unchanged\n");
  });
});

describe("a page that may only look", () => {
  test("reads as ever, and is refused what would change the cluster", async () => {
    const page = await new Page().open();
    const reply = await page.session.perform({
      type: "kubectl",
      session: 1,
      line: "delete deploy/shop",
      readOnly: true,
    });
    expect(reply).toEqual({ exitCode: 1 });
    expect(page.output.join("")).toBe(
      'Error from server (Forbidden): deployments.apps "shop" is forbidden: this page may only look\n',
    );
    page.output.length = 0;
    await page.session.perform({
      type: "kubectl",
      session: 1,
      line: "get deploy shop -o name",
      readOnly: true,
    });
    expect(page.output.join("")).toBe("deployment.apps/shop\n");
    expect(page.look().inputs).toEqual([]);
  });
});

describe("the same moment again", () => {
  test("a saved scenario opened elsewhere shows the same pods in the same places at the same time", async () => {
    const page = await new Page().open();
    await page.kubectl("scale deploy/shop --replicas=8");
    await page.seek(9_000);
    await page.kubectl("set image deploy/shop shop=jangteo/shop:v2");
    await page.seek(13_700);
    const saved = JSON.parse(JSON.stringify(await page.save())) as Scenario;
    const other = await new Page().open(saved);
    expect(other.last?.at).toBe(13_700);
    expect(other.last?.revision).toBe(page.last?.revision);
    expect(other.picture()).toEqual(page.picture());
    await page.seek(60_000);
    await other.seek(60_000);
    expect(other.picture()).toEqual(page.picture());
  });

  test("a jump ahead leaves no gap in the curves", async () => {
    const page = await new Page().open();
    const before = page.last?.gauges.at(-1)?.at ?? 0;
    await page.seek(30_000);
    const { gauges = [] } = page.look();
    expect(gauges.map(({ at }) => at)).toEqual(
      Array.from({ length: (30_000 - before) / 1_000 }, (_, i) => before + (i + 1) * 1_000),
    );
    expect(gauges.at(-1)).toMatchObject({ failed: 0, cpuAskedMilli: 600, cpuTotalMilli: 6_000 });
    expect(gauges.at(-1)?.ok).toBeGreaterThan(15);
  });

  test("going back and forth shows what was there", async () => {
    const page = await new Page().open();
    await page.kubectl("scale deploy/shop --replicas=5");
    await page.seek(20_000);
    const then = page.picture();
    await page.kubectl("delete pod -l app=shop --wait=false");
    await page.seek(90_000);
    const later = page.picture();
    expect(later).not.toEqual(then);
    await page.seek(20_000 - 1);
    expect(page.last?.past).toBe(true);
    await page.seek(90_000);
    expect(page.picture()).toEqual(later);
  });
});

describe("the past", () => {
  test("an input there grows a branch, and the old one can be gone back to", async () => {
    const page = await new Page().open();
    await page.seek(10_000);
    await page.kubectl("scale deploy/shop --replicas=6");
    await page.seek(40_000);
    const six = page.picture();
    await page.seek(5_000);
    await page.kubectl("scale deploy/shop --replicas=1");
    await page.seek(60_000);
    expect(page.last?.branch).toBe("B");
    expect(
      page.last?.branches.map(({ id, parent, forkedAt }) => ({ id, parent, forkedAt })),
    ).toEqual([
      { id: "A", parent: "", forkedAt: 0 },
      { id: "B", parent: "A", forkedAt: 5_000 },
    ]);
    expect(page.pods.size).toBe(1);
    await page.session.perform({ type: "branch", id: "A" });
    page.look();
    expect(page.last?.at).toBe(40_000);
    expect(page.picture()).toEqual(six);
  });

  test("another branch can be saved without going there", async () => {
    const page = await new Page().open();
    await page.seek(10_000);
    await page.kubectl("scale deploy/shop --replicas=6");
    await page.seek(5_000);
    await page.kubectl("scale deploy/shop --replicas=1");
    const { at } = await page.save();
    const other = (await page.session.perform({ type: "save", branch: "A" })) as Scenario;
    page.look();
    expect([page.last?.branch, other.at]).toEqual(["B", at]);
    expect(other.journal.map(({ label }) => label)).toEqual([
      "kubectl scale deploy/shop --replicas=6",
    ]);
    await expect(page.session.perform({ type: "save", branch: "Z" })).rejects.toThrow(
      "no branch is called Z",
    );
  });

  test("undo takes the last action back, all of its requests at once", async () => {
    const page = await new Page().open();
    await page.seek(1_000);
    await page.kubectl("scale deploy/shop --replicas=4");
    await page.seek(5_000);
    await page.kubectl("delete pod -l app=shop --wait=false");
    await page.seek(6_000);
    const undone = await page.session.perform({ type: "undo" });
    page.look();
    expect(undone).toEqual({ label: "kubectl delete pod -l app=shop --wait=false", at: 5_000 });
    expect(page.last?.at).toBe(5_000);
    expect([...page.pods.values()].filter(({ state }) => state === "terminating")).toEqual([]);
    expect((await page.save()).journal.map(({ label }) => label)).toEqual([
      "kubectl scale deploy/shop --replicas=4",
    ]);
  });

  test("a step moves to the next happening and pauses; a step back returns", async () => {
    const page = await new Page().open();
    await page.kubectl("delete pod -l app=shop --wait=false");
    const start = page.last?.at ?? 0;
    const { at } = (await page.session.perform({ type: "step", direction: 1 })) as { at: number };
    expect(at).toBeGreaterThanOrEqual(start);
    const next = (await page.session.perform({ type: "step", direction: 1 })) as { at: number };
    expect(next.at).toBeGreaterThan(at);
    const back = (await page.session.perform({ type: "step", direction: -1 })) as { at: number };
    expect(back.at).toBeLessThan(next.at);
    expect(page.look().playing).toBe(false);
  });
});

describe("pacing", () => {
  test("plays at its speed, in slices, and stands still when paused", async () => {
    const page = await new Page().open();
    await page.session.perform({ type: "play", on: true });
    await page.session.perform({ type: "speed", factor: 10 });
    for (let i = 0; i < 10; i++) page.session.advance(16, () => true);
    expect(page.look().at).toBeCloseTo(1_600, -1);
    await page.session.perform({ type: "play", on: false });
    page.session.advance(1_000, () => true);
    expect(page.look().at).toBeCloseTo(1_600, -1);
  });

  test("stops a slice when the time is up, and knows that it is behind", async () => {
    const page = await new Page().open();
    await page.session.perform({ type: "play", on: true });
    await page.session.perform({ type: "speed", factor: 100 });
    page.session.advance(100, () => false);
    expect(page.session.isBehind).toBe(true);
    expect(page.look().at).toBeLessThan(10_000);
  });
});

describe("faults and refusals", () => {
  test("a worker without power is lost after the grace period, and comes back", async () => {
    const page = await new Page().open();
    await page.session.perform({ type: "fault", name: "node-power", target: "worker-2", on: true });
    expect(page.look().faults).toEqual(["node-power worker-2"]);
    await page.seek(70_000);
    expect([...page.pods.values()].find(({ node }) => node === "worker-2")?.state).toBe("unknown");
    await page.session.perform({
      type: "fault",
      name: "node-power",
      target: "worker-2",
      on: false,
    });
    await page.seek(130_000);
    expect(page.look().faults).toEqual([]);
    expect([...page.pods.values()].every(({ ready }) => ready)).toBe(true);
  });

  test("reads cannot write, and nonsense is refused in words", async () => {
    const page = await new Page().open();
    const place = {
      group: "",
      version: "v1",
      resource: "pods",
      namespace: "default",
      name: "x",
      subresource: "",
      options: {},
    };
    await expect(
      page.session.perform({ type: "read", request: { verb: "delete", ...place } }),
    ).rejects.toThrow("read cannot write");
    await expect(page.session.perform({ type: "seek", at: -1 })).rejects.toThrow(
      "there is no time -1",
    );
    await expect(page.session.perform({ type: "branch", id: "Z" })).rejects.toThrow(
      "no branch is called Z",
    );
  });

  test("a command that waits is ended by a jump in time", async () => {
    const page = await new Page().open();
    const waiting = page.session.perform({ type: "kubectl", session: 1, line: "get pods -w" });
    await page.seek(2_000);
    await page.seek(500);
    expect(await waiting).toEqual({ exitCode: 130 });
  });
});

describe("explain", () => {
  test("leads from a ready pod down to what was applied", async () => {
    const page = await new Page().open();
    await page.seek(1_000);
    await page.kubectl("scale deploy/shop --replicas=4");
    await page.seek(30_000);
    const fresh = [...page.pods.values()].find(({ createdAt }) => createdAt > 0);
    const answer = (await page.session.perform({
      type: "explain",
      question: { about: "object", kind: "Pod", namespace: "default", name: fresh?.name ?? "" },
    })) as Explanation;
    const actors = answer.chain.map(({ mark }) => mark.actor);
    expect(actors[0]).toMatch(/^kubelet\//);
    expect(actors).toContain("default-scheduler");
    expect(actors).toContain("replicaset-controller");
    expect(actors.at(-1)).toBe("you");
    expect(answer.scheduling?.node).toBe(fresh?.node);
    expect(answer.scheduling?.verdicts).toHaveLength(6);
  });
});
