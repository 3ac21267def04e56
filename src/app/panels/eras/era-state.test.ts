import { describe, expect, test } from "vitest";
import {
  APPS,
  freshEra,
  isRented,
  isSlow,
  LAYERS,
  makeGreedy,
  place,
  roomOf,
  shownEra,
  switchServer,
  type Era,
  type EraState,
} from "./era-state.ts";

const filled = (era: Era, count: number): EraState =>
  APPS.slice(0, count).reduce((state, { id }) => place(era, state, id).state, freshEra(era));

test.each([
  ["bare", 4],
  ["vm", 6],
  ["container", 12],
] as const)("a server of the era %s has room for %d apps", (era, room) => {
  expect(roomOf(era)).toBe(room);
  expect(filled(era, 12).servers[0]?.apps.length).toBe(room);
});

test("the fifth app finds no room on the bare server", () => {
  expect(place("bare", filled("bare", 4), "app-5")).toMatchObject({
    says: "full",
    fact: "era-bare-crowded",
  });
});

test("twelve containers are a fact, eleven are not", () => {
  expect(place("container", filled("container", 10), "app-11").fact).toBeUndefined();
  expect(place("container", filled("container", 11), "app-12").fact).toBe("era-container-12");
});

describe("the Windows app", () => {
  test("gets a guest system of its own in a virtual machine", () => {
    expect(place("vm", filled("vm", 2), "windows")).toMatchObject({
      says: "added",
      fact: "era-vm-windows",
    });
  });

  test("does not start on the kernel of a Linux server", () => {
    const { state, says, fact } = place("container", filled("container", 2), "windows");
    expect([state.servers[0]?.apps.length, says, fact]).toEqual([
      2,
      "refused",
      "era-container-windows-refused",
    ]);
  });
});

test("a greedy app slows its neighbours only where nothing separates them", () => {
  const bare = makeGreedy("bare", filled("bare", 3), "app-1");
  const machines = makeGreedy("vm", filled("vm", 3), "app-1");
  expect([bare.fact, machines.fact]).toEqual(["era-bare-greedy", "era-vm-isolated"]);
  expect(isSlow("bare", bare.state, "app-2")).toBe(true);
  expect(isSlow("bare", bare.state, "app-1")).toBe(false);
  expect(isSlow("vm", machines.state, "app-2")).toBe(false);
});

describe("a server is switched off", () => {
  test("Kubernetes starts its apps on the others", () => {
    const { state, fact } = switchServer("kubernetes", freshEra("kubernetes"), "server-2");
    expect(state.servers.map(({ apps }) => apps.length)).toEqual([6, 0, 6]);
    expect(new Set(state.servers.flatMap(({ apps }) => apps)).size).toBe(12);
    expect(fact).toBe("era-kubernetes-moved");
  });

  test("with the last server the apps are lost", () => {
    const off = ["server-1", "server-2", "server-3"].reduce(
      (state, name) => switchServer("kubernetes", state, name).state,
      freshEra("kubernetes"),
    );
    expect(off.servers.flatMap(({ apps }) => apps)).toEqual([]);
  });

  test("without it they stay where they were, and off", () => {
    const { state, fact } = switchServer("container", filled("container", 3), "server");
    expect([state.servers[0]?.powered, state.servers[0]?.apps.length, fact]).toEqual([
      false,
      3,
      undefined,
    ]);
  });
});

test.each([
  ["bare", [4], "app-1"],
  ["vm", [3], "app-1"],
  ["container", [12], ""],
  ["kubernetes", [6, 0, 6], ""],
] as const)("on the wall %s shows what its step is about", (era, counts, greedy) => {
  const state = shownEra(era);
  expect(state.servers.map(({ apps }) => apps.length)).toEqual(counts);
  expect(state.greedy).toBe(greedy);
});

test.each([
  ["iaas", ["virtual", "servers", "network"]],
  ["paas", ["runtime", "os", "virtual", "servers", "network"]],
  ["saas", [...LAYERS]],
] as const)("%s: what somebody else looks after", (model, rented) => {
  expect(LAYERS.filter((layer) => isRented(model, layer))).toEqual(rented);
});
