import { describe, expect, test } from "vitest";
import { readAddressQuery, withoutKeys, type AddressQuery } from "./address-query.ts";

const READ: readonly (readonly [string, AddressQuery])[] = [
  ["", {}],
  ["?lang=ko", { lang: "ko" }],
  ["?lang=EN&theme=projector", { lang: "en", theme: "projector" }],
  ["?present", { present: true }],
  ["?present=1&readonly=true", { present: true, readonly: true }],
  ["?present=0", { present: false }],
  ["?at=42s", { at: 42_000 }],
  ["?at=42", { at: 42_000 }],
  ["?at=1m30s", { at: 90_000 }],
  ["?at=250ms", { at: 250 }],
  ["?at=01:30.5", { at: 90_500 }],
  ["?run=kubectl%20get%20pods", { run: ["get pods"] }],
  [
    "?run=scale+deployment+shop+--replicas%3D5;k+get+pods",
    { run: ["scale deployment shop --replicas=5", "get pods"] },
  ],
  ["?run=annotate pod a note='one; two'", { run: ["annotate pod a note='one; two'"] }],
  ["?lesson=L06&step=2", { lesson: "L06", step: 2 }],
  ["?embed=1&autoplay", { embed: true, autoplay: true }],
  [
    "?parent=https://school.example/page,http://localhost:8000",
    { parent: ["https://school.example", "http://localhost:8000"] },
  ],
  ["?notes=1", { notes: true }],
  ["?utm_source=mail&langg=ko", {}],
];

const WRONG: readonly (readonly [string, string])[] = [
  ["?lang=fr", "lang"],
  ["?lang=", "lang"],
  ["?theme=pink", "theme"],
  ["?present=yes please", "present"],
  ["?at=soon", "at"],
  ["?at=-5s", "at"],
  ["?at=9h", "at"],
  ["?at=5s5", "at"],
  ["?lesson=../x", "lesson"],
  ["?step=0", "step"],
  ["?step=two", "step"],
  ["?parent=*", "parent"],
  ["?parent=javascript:alert(1)", "parent"],
  ["?run=", "run"],
  ["?run=--replicas", "run"],
];

describe("readAddressQuery", () => {
  test.each(READ)("reads %s", (search, query) => {
    expect(readAddressQuery(search)).toEqual({ query, problems: [] });
  });

  test.each(WRONG)("says what is wrong with %s", (search, key) => {
    const { query, problems } = readAddressQuery(search);
    expect(query).toEqual({});
    expect(problems).toEqual([
      { key, value: new URLSearchParams(search).get(key), expected: expect.stringMatching(/./) },
    ]);
  });

  test("one wrong value does not spoil the others", () => {
    const { query, problems } = readAddressQuery("?lang=ko&theme=pink");
    expect([query, problems.length]).toEqual([{ lang: "ko" }, 1]);
  });
});

test("withoutKeys leaves the other keys", () => {
  expect(withoutKeys("?lang=ko&run=get+pods&x=1", ["run", "at"])).toBe("?lang=ko&x=1");
  expect(withoutKeys("?run=get+pods", ["run"])).toBe("");
});
