import { expect, test } from "vitest";
import { freshScenario } from "#protocol/starter.ts";
import { RestOfCore, type LaterModules } from "./rest-of-core.ts";

/** Modules of which one function is asked for. */
class Modules implements LaterModules {
  isHere = false;
  private isMissed = false;

  load(): Promise<void> {
    this.isHere = true;
    return Promise.resolve();
  }

  takeMissed(): boolean {
    const was = this.isMissed;
    this.isMissed = false;
    return was;
  }

  readonly call = (): string => {
    if (this.isHere) return "done";
    this.isMissed = true;
    throw new Error("not here");
  };
}

const OPEN = { type: "open", scenario: freshScenario("shop") } as const;
const KILL = { type: "kubectl", session: 1, line: "delete pod x" } as const;

test.each([
  ["a fresh cluster begins at once", OPEN, false],
  ["a cluster with a past waits", { ...OPEN, scenario: withJournal() }, true],
  ["the clock may be set going", { type: "play", on: true } as const, false],
  ["a command waits", KILL, true],
])("%s", (_name, command, isHeld) => {
  expect(new RestOfCore(new Modules()).holds(command, true)).toBe(isHeld);
  expect(new RestOfCore(undefined).holds(command, true)).toBe(false);
});

test("who comes while another waits, waits too, but what stands there can be saved", async () => {
  const rest = new RestOfCore(new Modules());
  const coming = rest.load();
  expect(rest.holds({ type: "play", on: true }, true)).toBe(true);
  expect(rest.holds({ type: "save" }, true)).toBe(false);
  expect(rest.holds({ type: "save" }, false)).toBe(true);
  await coming;
  expect(rest.holds({ type: "play", on: true }, true)).toBe(false);
});

test("what calls a module that is not here is done again when it is, also where the failure was caught", async () => {
  for (const run of [
    (modules: Modules) => modules.call(),
    (modules: Modules) => {
      try {
        return modules.call();
      } catch (error) {
        return String(error);
      }
    },
  ]) {
    const modules = new Modules();
    const rest = new RestOfCore(modules);
    expect(rest.tried(() => run(modules)).isSound).toBe(false);
    expect(await rest.certain(() => run(modules))).toBe("done");
  }
});

test("a failure of another kind is nobody's missing module", async () => {
  const rest = new RestOfCore(new Modules());
  const fail = () => {
    throw new Error("our own mistake");
  };
  expect(() => rest.tried(fail)).toThrow("our own mistake");
  await expect(rest.certain(fail)).rejects.toThrow("our own mistake");
});

function withJournal() {
  const input = { type: "note", name: "read", value: "x" } as const;
  return { ...freshScenario("shop"), journal: [{ at: 0, action: 1, label: "", input }] };
}
