import { deflateSync, strToU8 } from "fflate";
import { describe, expect, test } from "vitest";
import { DEFAULT_CLUSTER, type Scenario } from "#protocol/scenario.ts";
import { fromBase64Url, numberToSigns, toBase64Url } from "./base64url.ts";
import { crc16 } from "./crc16.ts";
import { decodeFile, decodeScenario } from "./decode.ts";
import { DICTIONARY_1 } from "./dictionary.ts";
import { encodeFile, encodeScenario, holdsSecret } from "./encode.ts";
import { decodeLesson, encodeLesson } from "./lesson-link.ts";
import { MAX_LINK_CHARS } from "./limits.ts";

const SCENARIO: Scenario = {
  version: 1,
  seed: 7,
  cluster: DEFAULT_CLUSTER,
  files: [{ name: "shop.yaml", text: "apiVersion: apps/v1\nkind: Deployment\n# 한글 주석 🙂\n" }],
  journal: [
    {
      at: 31_000.5,
      action: 1,
      label: "kubectl set image deployment/shop shop=jangteo/shop:v2",
      input: {
        type: "request",
        request: {
          verb: "patch",
          group: "apps",
          version: "v1",
          resource: "deployments",
          subresource: "",
          namespace: "default",
          name: "shop",
          agent: "kubectl",
          patchType: "strategic",
          options: { fieldManager: "kubectl-set" },
          body: {
            spec: {
              template: { spec: { containers: [{ name: "shop", image: "jangteo/shop:v2" }] } },
            },
          },
        },
      },
    },
    {
      at: 40_000,
      action: 2,
      label: "node-power worker-2",
      input: { type: "fault", name: "node-power", target: "worker-2", on: true },
    },
    {
      at: 41_000,
      action: 3,
      label: "load shop",
      input: { type: "load", namespace: "default", service: "shop", ratePerSecond: 240 },
    },
  ],
  at: 46_200,
  speed: 1,
  playing: false,
  view: { language: "ko", theme: "dark", selection: "Pod/default/shop-1/uid" },
};

const DICTIONARY_1_SEAL = [3748, 700];
const GOLDEN =
  "s1.w9ZHNR9MfVQa9EiVFd5OnfNqR4PCm8V73rTMVfgwf2YTqEbE0tY0BjU29UzxFuUkFgSDv2hHLwipULYSU1tQUPqDKgBIhJkA4wuY27CU29iyPWZckF3WwB0A6Z7AHADMEjAHgEoUcJLAYu2AljYoZQaB0gZcfRjql2YC65laAABxH";

/** Packs any JSON as a link with a right checksum: what a hostile hand could send. */
function forged(value: unknown): string {
  return signed(
    toBase64Url(
      deflateSync(strToU8(typeof value === "string" ? value : JSON.stringify(value)), {
        dictionary: strToU8(DICTIONARY_1),
      }),
    ),
  );
}

function signed(payload: string): string {
  return `s1.${payload}${numberToSigns(crc16(payload))}`;
}

describe("links", () => {
  test("a link gives back what went in, and the same scenario gives the same link", () => {
    const link = encodeScenario(SCENARIO);
    expect(decodeScenario(link)).toEqual({ ok: true, scenario: SCENARIO });
    expect(encodeScenario(structuredClone(SCENARIO))).toBe(link);
    expect(link).toMatch(/^s1\.[\w-]+$/);
  });

  test("links made by the first version stay readable", () => {
    // Made on the day version 1 was fixed. If this fails, the reader broke, not the link.
    expect(decodeScenario(GOLDEN)).toEqual({ ok: true, scenario: SCENARIO });
  });

  test("the dictionary of version 1 never changes", () => {
    expect([DICTIONARY_1.length, crc16(DICTIONARY_1)]).toEqual(DICTIONARY_1_SEAL);
  });

  test("a usual session fits a link", () => {
    const journal = Array.from({ length: 60 }, (_unused, index) => ({
      ...SCENARIO.journal[0],
      at: 31_000 + index * 1234,
      action: index,
    })) as Scenario["journal"];
    expect(encodeScenario({ ...SCENARIO, journal }).length).toBeLessThan(MAX_LINK_CHARS);
  });

  test("a file gives back what went in", () => {
    expect(decodeFile(encodeFile(SCENARIO))).toEqual({ ok: true, scenario: SCENARIO });
  });

  test.each([
    ["nothing", "", "not a Podyard link"],
    ["foreign", "https://example.org", "not a Podyard link"],
    ["a later version", "s2.abc", "newer Podyard"],
    ["only the prefix", "s1.", "damaged"],
    ["cut off", encodeScenario(SCENARIO).slice(0, -9), "damaged"],
    ["one letter changed", encodeScenario(SCENARIO).replace(/.(.{9})$/, "_$1"), "damaged"],
    [
      "not deflated",
      signed(toBase64Url(strToU8("hello world, this is no deflate stream"))),
      "damaged",
    ],
    ["strange characters", signed("a b!"), "damaged"],
    ["not JSON", forged("{oops"), "not JSON"],
    ["a text as scenario", forged("hello"), "not JSON"],
    ["null", forged(null), "scenario is not an object"],
    ["a list", forged([]), "scenario is not an object"],
    ["version of the scenario", forged({ ...SCENARIO, version: 9 }), "version is 9"],
    ["huge seed", forged({ ...SCENARIO, seed: 1e300 }), "seed is 1e+300"],
    ["no number", forged({ ...SCENARIO, at: "now" }), "at is not a number"],
    ["far future", forged({ ...SCENARIO, at: 1e15 }), "at is"],
    [
      "too many machines",
      forged({ ...SCENARIO, cluster: { ...DEFAULT_CLUSTER, workers: 1e9 } }),
      "cluster.workers is 1000000000",
    ],
    [
      "half a machine",
      forged({ ...SCENARIO, cluster: { ...DEFAULT_CLUSTER, workers: 1.5 } }),
      "cluster.workers is not a whole number",
    ],
    [
      "script as a file name",
      forged({ ...SCENARIO, files: [{ name: "<img src=x onerror=alert(1)>", text: "" }] }),
      "files[0].name may have only",
    ],
    [
      "two files of one name",
      forged({ ...SCENARIO, files: [SCENARIO.files[0], SCENARIO.files[0]] }),
      "two files",
    ],
    [
      "script as resource",
      forged(withRequest({ resource: "<script>" })),
      "journal[0].input.request.resource has characters",
    ],
    [
      "a reading request",
      forged(withRequest({ verb: "get" })),
      "journal[0].input.request.verb is not one of",
    ],
    [
      "ten thousand pods",
      forged(withRequest({ name: "x", body: { spec: { replicas: 10_000 } } })),
      "asks for 10000 pods",
    ],
    [
      "ten thousand pods by JSON patch",
      forged(withRequest({ body: [{ op: "replace", path: "/spec/replicas", value: 1e9 }] })),
      "asks for 1000000000 pods",
    ],
    [
      "time runs back",
      forged({ ...SCENARIO, journal: [...SCENARIO.journal].reverse() }),
      "goes back in time",
    ],
    [
      "too deep",
      forged(`${'{"version":1,"seed":'.repeat(1)}${"[".repeat(500)}${"]".repeat(500)}}`),
      "nested deeper",
    ],
    [
      "too many inputs",
      forged({ ...SCENARIO, journal: new Array(6000).fill(SCENARIO.journal[1]) }),
      "journal has 6000 parts",
    ],
    ["a bomb", signed(toBase64Url(deflateSync(new Uint8Array(60_000_000), { level: 9 }))), "too l"],
  ])("%s is refused with a reason", (_name, link, reason) => {
    const decoded = decodeScenario(link);
    expect(decoded.ok).toBe(false);
    expect(decoded).toHaveProperty("problem", expect.stringContaining(reason));
  });

  test("a key __proto__ reaches nothing", () => {
    const text = JSON.stringify(withRequest({ body: { harmless: 1 } })).replace(
      '"harmless":1',
      '"__proto__":{"polluted":true}',
    );
    expect(decodeScenario(forged(text))).toHaveProperty(
      "problem",
      expect.stringContaining("__proto__"),
    );
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("unknown fields do not come along", () => {
    const decoded = decodeScenario(
      forged({ ...SCENARIO, extra: 1, view: { ...SCENARIO.view, evil: "<script>" } }),
    );
    expect(decoded).toEqual({ ok: true, scenario: SCENARIO });
  });

  test.each([
    ["", "not JSON"],
    ["{}", "not made by Podyard"],
    ['{"podyard":2,"scenario":{}}', "newer Podyard"],
    ['{"podyard":1,"scenario":{"version":1}}', "files is not a list"],
  ])("file %s is refused", (text, reason) => {
    expect(decodeFile(text)).toHaveProperty("problem", expect.stringContaining(reason));
  });

  function withRequest(change: Record<string, unknown>): unknown {
    const [first] = SCENARIO.journal;
    const request = first?.input.type === "request" ? first.input.request : {};
    return {
      ...SCENARIO,
      journal: [{ ...first, input: { type: "request", request: { ...request, ...change } } }],
    };
  }
});

describe("base64url", () => {
  test.each([[[]], [[0]], [[255, 254]], [[1, 2, 3]], [[9, 8, 7, 6, 5]]])(
    "%j goes there and back",
    (bytes) => {
      expect([...(fromBase64Url(toBase64Url(new Uint8Array(bytes))) ?? [])]).toEqual(bytes);
    },
  );
});

test("crc16 of the usual check text", () => {
  expect(crc16("123456789")).toBe(0x29b1);
});

test("a Secret with data is noticed", () => {
  const secret = {
    name: "s.yaml",
    text: "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  a: Yg==\n",
  };
  expect(holdsSecret({ files: [secret], journal: [] })).toBe(true);
  expect(holdsSecret(SCENARIO)).toBe(false);
});

describe("a session of a lesson", () => {
  const lesson: Scenario = {
    ...SCENARIO,
    second: { ...DEFAULT_CLUSTER, workers: 1 },
    lesson: "L03",
    journal: [
      ...SCENARIO.journal,
      {
        at: 42_000,
        action: 4,
        label: "",
        world: "b",
        input: { type: "note", name: "answer", value: "after left" },
      },
    ],
  };

  test("comes back with its second cluster, its notes and where they went", () => {
    expect(decodeScenario(encodeScenario(lesson))).toEqual({ ok: true, scenario: lesson });
  });

  const rows: [string, unknown, string][] = [
    ["a note of no kind", { type: "note", name: "shout", value: "" }, "input.name"],
    ["a note without an end", { type: "note", name: "read", value: "x".repeat(2_000) }, "value"],
  ];
  test.each(rows)("%s is refused", (_name, input, place) => {
    const broken = { ...lesson, journal: [{ at: 1, action: 1, label: "", input }] };
    const decoded = decodeScenario(encodeScenario(broken as Scenario));
    expect(decoded).toMatchObject({ ok: false, problem: expect.stringContaining(place) as string });
  });
});

describe("a lesson in a link", () => {
  const files = [
    { name: "lesson.yaml", text: "id: X1\n" },
    { name: "ko.md", text: "---\ntitle: 첫 파드\n---\n" },
  ];

  test("comes back as it was", () => {
    const link = encodeLesson(files);
    expect(link.ok && decodeLesson(link.text)).toEqual({ ok: true, files });
  });

  test("is told to go as a file when it is too long", () => {
    const noise = Array.from({ length: 9_000 }, (_, i) => ((i * 7919) % 104_729).toString(36));
    expect(encodeLesson([{ name: "a.txt", text: noise.join("") }])).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/too long for a link: \d+ characters, at most 8000/) as string,
    });
  });

  test.each(["", "s1.abc", "l1.", "l1.AAAA", "l2.AAAAAAA"])("%j is refused", (text) => {
    expect(decodeLesson(text).ok).toBe(false);
  });
});
