import { beforeEach, describe, expect, test } from "vitest";
import { configMap } from "#core/api/kinds/core/config-map.ts";
import { allKinds } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse, RequestOptions, WatchEvent } from "#core/api/request.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "./api-server.ts";
import { decodeContinue, encodeContinue } from "./continue-token.ts";
import type { WatchCursor } from "./watch.ts";

interface Listed {
  readonly metadata: { readonly continue?: string; readonly resourceVersion: string };
  readonly items: readonly KubeObject[];
}

let simulation: Simulation;
let store: Store;
let server: ApiServer;

beforeEach(() => {
  simulation = new Simulation({ seed: 1, startEpochMs: Date.UTC(2026, 0, 5, 9) });
  store = new Store({ hashesBodies: false });
  server = new ApiServer({
    simulation,
    store,
    trace: new TraceLog(),
    kinds: allKinds(),
    admission: [],
    onChange() {},
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
  for (const name of ["a", "b", "c", "d"]) write("create", name, { v: "1" });
});

function ask(verb: ApiRequest["verb"], parts: Partial<ApiRequest> = {}): ApiResponse {
  return server.handle(requestOf(verb, parts));
}

function requestOf(verb: ApiRequest["verb"], parts: Partial<ApiRequest>): ApiRequest {
  return {
    verb,
    group: "",
    version: "v1",
    resource: configMap.plural,
    subresource: "",
    namespace: "default",
    name: "",
    options: {},
    user: { name: "admin", groups: ["system:masters"] },
    agent: "test",
    ...parts,
  };
}

function write(verb: "create" | "update" | "delete", name: string, data = {}): void {
  const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
  const { code } = ask(verb, { ...(verb !== "create" && { name }), body });
  expect(code).toBeLessThan(300);
}

const list = (options: RequestOptions = {}, namespace = "default") =>
  ask("list", { options, namespace }).body as Listed;
const shown = ({ items }: Listed) =>
  items.map(
    (item) => `${item.metadata.name ?? ""}${(item as { data?: { v?: string } }).data?.v ?? ""}`,
  );
const problem = (options: RequestOptions) => {
  const { code, body } = ask("list", { options });
  return `${code} ${(body as { readonly message?: string }).message ?? ""}`;
};

describe("a list in pages", () => {
  test.each(["default", ""])(
    "is of one moment, whatever is written meanwhile (namespace %j)",
    (namespace) => {
      const first = list({ limit: 2 }, namespace);
      write("update", "c", { v: "2" });
      write("delete", "d");
      write("create", "ccc", { v: "1" });
      const second = list({ limit: 2, continue: first.metadata.continue ?? "" }, namespace);
      expect([...shown(first), ...shown(second)]).toEqual(["a1", "b1", "c1", "d1"]);
      expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      expect(shown(list({}, namespace))).toEqual(["a1", "b1", "c2", "ccc1"]);
    },
  );

  test("a moment long gone is 410 with a token that goes on regardless", () => {
    const first = list({ limit: 2 });
    for (let i = 0; i < 9000; i++) write("update", "a", { v: String(i) });
    const { code, body } = ask("list", {
      options: { limit: 2, continue: first.metadata.continue ?? "" },
    });
    expect(code).toBe(410);
    const token = (body as Listed).metadata.continue ?? "";
    expect(shown(list({ continue: token }))).toEqual(["c1", "d1"]);
    expect(problem({ resourceVersion: "3", resourceVersionMatch: "Exact" })).toBe(
      "410 The resourceVersion for the provided list is too old.",
    );
  });

  test.each([
    ["!", "illegal base64 data at input byte 0"],
    ["abcde", "illegal base64 data at input byte 4"],
    [
      btoa('{"v":"v9","rv":1,"start":"a"}').replace(/=+$/, ""),
      'server does not recognize this encoded version "v9"',
    ],
    [
      btoa('{"v":"meta.k8s.io/v1","start":"a"}').replace(/=+$/, ""),
      "incorrect encoded start resourceVersion (version meta.k8s.io/v1)",
    ],
    [
      btoa('{"v":"meta.k8s.io/v1","rv":1}').replace(/=+$/, ""),
      "encoded start key empty (version meta.k8s.io/v1)",
    ],
    [encodeContinue({ revision: 1, start: "../x" }), "../x"],
  ])("token %s is refused", (token, detail) => {
    expect(problem({ continue: token })).toBe(
      `400 invalid continue token: continue key is not valid: ${detail}`,
    );
  });

  test("reading a token gives back what was written", () => {
    const token = { revision: 7, start: "default/web\u0000" };
    expect(decodeContinue(encodeContinue(token))).toEqual(token);
  });
});

describe("a list at a version", () => {
  test("exact goes back, not older does not", () => {
    const then = list().metadata.resourceVersion;
    write("update", "a", { v: "2" });
    write("delete", "b");
    expect(shown(list({ resourceVersion: then, resourceVersionMatch: "Exact" }))).toEqual([
      "a1",
      "b1",
      "c1",
      "d1",
    ]);
    expect(shown(list({ resourceVersion: then, limit: 10 }))).toEqual(["a1", "b1", "c1", "d1"]);
    expect(shown(list({ resourceVersion: then, resourceVersionMatch: "NotOlderThan" }))).toEqual([
      "a2",
      "c1",
      "d1",
    ]);
    expect(shown(list({ resourceVersion: "0" }))).toEqual(["a2", "c1", "d1"]);
  });

  test("one not reached yet is told so", () => {
    expect(problem({ resourceVersion: "999" })).toBe(
      "504 Timeout: Too large resource version: 999, current: 5",
    );
  });

  test("a token and a version exclude each other", () => {
    const token = list({ limit: 1 }).metadata.continue ?? "";
    expect(problem({ resourceVersion: "3", continue: token })).toBe(
      "400 specifying resource version is not allowed when using continue",
    );
  });
});

describe("a watch", () => {
  const open = (options: RequestOptions) =>
    server.openWatch(requestOf("watch", { options })) as WatchCursor;
  const told = (events: readonly WatchEvent[]) =>
    events.map(({ type, object }) =>
      [type, (object as KubeObject).metadata.name].filter(Boolean).join(" "),
    );

  test("tells where the initial events end, then goes on", () => {
    const cursor = open({
      sendInitialEvents: true,
      allowWatchBookmarks: true,
      resourceVersionMatch: "NotOlderThan",
      fieldSelector: "metadata.name=a",
    });
    const events = cursor.take();
    expect(told(events)).toEqual(["ADDED a", "BOOKMARK"]);
    expect(events[1]?.object).toMatchObject({
      kind: "ConfigMap",
      metadata: { resourceVersion: "5", annotations: { "k8s.io/initial-events-end": "true" } },
    });
    write("update", "a", { v: "2" });
    expect(told(cursor.take())).toEqual(["MODIFIED a"]);
  });

  test("declines the initial events when told so", () => {
    const options = { sendInitialEvents: false, resourceVersionMatch: "NotOlderThan" } as const;
    expect(told(open(options).take())).toEqual([]);
  });

  test("hears about once a minute where the world stands, if it wants to", () => {
    const [eager, calm] = [
      open({ resourceVersion: "5", allowWatchBookmarks: true }),
      open({ resourceVersion: "5" }),
    ];
    expect(told(eager.take())).toEqual([]);
    simulation.runUntil(61_000);
    expect(told(eager.take())).toEqual(["BOOKMARK"]);
    expect(told(eager.take())).toEqual([]);
    expect(told(calm.take())).toEqual([]);
  });

  test("from a version forgotten ends once, with 410", () => {
    const cursor = open({ resourceVersion: "2" });
    for (let i = 0; i < 9000; i++) write("update", "a", { v: String(i) });
    expect(cursor.take()).toMatchObject([
      { type: "ERROR", object: { code: 410, reason: "Expired" } },
    ]);
    expect(cursor.take()).toEqual([]);
  });

  test.each([
    [
      { resourceVersionMatch: "NotOlderThan" },
      "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
    ],
    [
      { sendInitialEvents: true },
      "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
    ],
  ])("%j is refused", (options, detail) => {
    const answer = server.openWatch(requestOf("watch", { options })) as ApiResponse;
    expect(answer.code).toBe(422);
    expect((answer.body as { readonly message: string }).message).toContain(detail);
  });
});
