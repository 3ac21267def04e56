import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { faults } from "#core/cluster/faults/index.ts";
import { hasText, loadTexts, textOf, type TextKey } from "#app/i18n/text.ts";
import { markSentence, plainReason } from "./reason-words.ts";

const CORE = new URL("../../../core/", import.meta.url);

/** Codes and their facts, read from the lists that the core keeps. */
function codes(): { code: string; facts: string[] }[] {
  const read = (path: string) => readFileSync(new URL(path, CORE), "utf8");
  const lists = [read("controllers/because.ts"), read("scheduler/because.ts")].flatMap((source) =>
    [...source.matchAll(/^ {2}"?([a-z][a-z-]+)"?: \[([^\]]*)\]/gm)].map(
      ([, code = "", facts = ""]) => ({
        code,
        facts: [...facts.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name),
      }),
    ),
  );
  const kubelet = [
    ...read("kubelet/because.ts").matchAll(/^ {2}readonly "?([a-z-]+)"?: ([^}]*?)(?:\}|>);/gm),
  ].map(([, code = "", body = ""]) => ({
    code,
    facts: body.includes("Record<string, never")
      ? []
      : [...body.matchAll(/readonly (\w+):/g)].map(([, name = ""]) => name),
  }));
  return [...lists, ...kubelet];
}

await loadTexts("en", "ko");

const text = (key: TextKey, values = {}) => textOf("en", key, values);

describe("every reason that the core can give has a sentence", () => {
  test("the lists are found", () => expect(codes().length).toBeGreaterThan(60));

  test.each(codes())("$code", ({ code, facts }) => {
    const key = `because.${code}`;
    expect(hasText(key)).toBe(true);
    if (!hasText(key)) return;
    for (const language of ["en", "ko"] as const) {
      const places = [...textOf(language, key).matchAll(/\{(\w+)\}/g)].map(([, place]) => place);
      expect(facts).toEqual(expect.arrayContaining(places));
    }
  });
});

describe("every fault that the core knows is told in words", () => {
  const mark = { code: "", lane: "faults", verb: "fault", kind: "", name: "" } as const;
  test.each(faults.map((fault) => [fault.name, fault] as const))("%s", (name, { isLasting }) => {
    const said = (verb: string) =>
      markSentence({ ...mark, facts: { label: `${verb} ${name} default/web` } } as never, text);
    expect(said("fault")).toMatch(/\bweb\b/);
    expect(said("fault")).not.toContain("default/");
    if (isLasting) expect(said("heal")).toMatch(/\bweb\b.*(again|on)$/);
  });
});

describe("plain words for what scheduler plugins print", () => {
  test.each([
    ["Insufficient cpu", "Not enough CPU left to promise"],
    ["Insufficient example.com/gpu", "Not enough of a resource it asks for"],
    ["Too many pods", "It holds as many pods as it may"],
    [
      "node(s) had untolerated taint(s)",
      "It repels pods with a taint that this pod does not tolerate",
    ],
    [
      "node(s) didn't satisfy existing pods anti-affinity rules",
      "A pod that is here keeps it away",
    ],
    ["node(s) didn't match pod anti-affinity rules", "A pod it wants to keep away from is here"],
    ["node(s) didn't match pod affinity rules", "The pods it wants to be near are not here"],
    [
      "node(s) didn't match pod topology spread constraints (missing required label)",
      "It lacks the label by which pods are spread",
    ],
    ["something of a plugin of the future", "something of a plugin of the future"],
  ])("%s", (reason, words) => expect(plainReason(reason, text).words).toBe(words));
});

test("a mark without a code still says what was done", () => {
  const mark = {
    id: 1,
    at: 0,
    lane: "kubelets",
    actor: "kubelet/worker-1",
    verb: "update",
    kind: "Pod",
    namespace: "default",
    name: "web",
    uid: "u",
    cause: 0,
    code: "",
    facts: {},
  } as const;
  expect(markSentence(mark, text)).toBe("Pod web was updated");
  expect(
    markSentence({ ...mark, lane: "you", facts: { label: "kubectl apply -f shop.yaml" } }, text),
  ).toBe("You ran: kubectl apply -f shop.yaml");
  expect(
    markSentence(
      { ...mark, code: "oom-killed", facts: { container: "shop", limitBytes: 67_108_864 } },
      text,
    ),
  ).toBe("shop used more than its limit of 64Mi and was killed");
});
