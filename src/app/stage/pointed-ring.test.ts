import { expect, test } from "vitest";
import { byUid, nodeFixture, podFixture, rolloutState } from "./fixtures.ts";
import { targetOf } from "./pointed-ring.tsx";

const state = rolloutState({
  pods: byUid([podFixture("aaaaa", "ready"), podFixture("bbbbb", "ready")]),
  nodes: byUid([nodeFixture("worker-1"), nodeFixture("worker-2")]),
});
const [first] = [...state.pods.values()];

test.each([
  [`pod/${first?.name ?? ""}`, "Pod", first?.name],
  ["pod/*", "Pod", first?.name],
  ["node/worker-2", "Node", "worker-2"],
  ["node/worker-*", "Node", "worker-1"],
  ["etcd/etcd-1", "Etcd", "etcd-1"],
])("%s", (pointed, kind, name) => {
  expect(targetOf(pointed, state)).toMatchObject({ kind, name });
});

test.each([[""], ["pod/nobody"], ["terminal"], ["deployment/shop"]])("%s is nothing", (pointed) => {
  expect(targetOf(pointed, state)).toBeNull();
});
