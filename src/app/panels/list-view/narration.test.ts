import { expect, test } from "vitest";
import { loadTexts, textOf, type TextKey, type TextValues } from "#app/i18n/text.ts";
import { byUid, nodeFixture, podFixture, rolloutState } from "#app/stage/fixtures.ts";
import { narrate } from "./narration.ts";

await loadTexts("en", "ko");

const english = (key: TextKey, values?: TextValues) => textOf("en", key, values);
const korean = (key: TextKey, values?: TextValues) => textOf("ko", key, values);

test("many pods that become ready are one sentence", () => {
  const names = ["a", "b", "c"];
  const before = rolloutState({
    pods: byUid(names.map((name) => podFixture(name, "starting", { node: "worker-2" }))),
  });
  const after = rolloutState({
    pods: byUid(names.map((name) => podFixture(name, "ready", { node: "worker-2" }))),
  });
  expect(narrate(before, after, english)).toBe("3 pods are ready on worker-2");
  expect(narrate(before, after, korean)).toBe("worker-2에서 파드 3개가 준비되었습니다");
});

test("a machine that goes off comes before the pods", () => {
  const pods = [podFixture("a", "ready")];
  const before = rolloutState({ nodes: byUid([nodeFixture("worker-3")]), pods: byUid(pods) });
  const after = rolloutState({
    nodes: byUid([nodeFixture("worker-3", { powered: false })]),
    pods: byUid([podFixture("a", "crash-loop")]),
  });
  expect(narrate(before, after, english)).toBe(
    "worker-3 is off. Kubernetes waits about 5 minutes, then makes new pods. In trouble: pod a, Crash loop",
  );
});

test("nothing new is nothing to say", () => {
  const state = rolloutState();
  expect(narrate(state, state, english)).toBe("");
});

test("pods of a silent machine do not leave: nobody knows about them", () => {
  const before = rolloutState({ pods: byUid([podFixture("a", "ready")]) });
  const after = rolloutState({ pods: byUid([podFixture("a", "unknown")]) });
  expect(narrate(before, after, english)).toBe("No news of pod a: the node is silent");
});
