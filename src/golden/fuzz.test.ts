import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Random } from "#core/sim/random.ts";
import type { HttpRequest } from "#hosts/gateway/http-request.ts";
import { RecordedServer } from "./server.ts";

interface Base {
  readonly create: unknown;
  readonly path: string;
}

type Json = Record<string, unknown>;

const CASES = 20_000;
const CASES_PER_SERVER = 1000;
const SEED: [number, number, number, number] = [20, 26, 7, 1];
/** Refusals of the patch library, of typed patches and of the storage are passed on as 500 by a real server, too. */
const MODELLED_500 =
  /^(failed to create typed|unknown patch type found|map: |invalid patch|unable to find api field|delete patch type|unrecognized|merging|can't find|json: |cannot convert|This pod has more than one|error in|requested |expected a |target\.name: |resourceVersion should not be set|duplicate nodePort: |list element types|no elements in|The order in patch|resourceVersion: )/;
const JUNK: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 53,
  1e300,
  "",
  "x",
  "a/b",
  "ÿ\u0000😀",
  "9".repeat(400),
  "2026-01-05T09:00:00Z",
  [],
  [null],
  [[]],
  [{}],
  {},
  { "": null },
  { a: { a: { a: [] } } },
  { __proto__: 1 },
];
const WORDS = [
  "metadata",
  "spec",
  "status",
  "name",
  "labels",
  "finalizers",
  "$patch",
  "$retainKeys",
  "$setElementOrder/containers",
  "containers",
  "managedFields",
  "resourceVersion",
  "constructor",
  "__proto__",
  "kind",
];
const PARAMETERS = [
  "labelSelector",
  "fieldSelector",
  "limit",
  "continue",
  "resourceVersion",
  "resourceVersionMatch",
  "fieldManager",
  "fieldValidation",
  "dryRun",
  "force",
  "propagationPolicy",
  "gracePeriodSeconds",
];
const VALUES = [
  "",
  "x",
  "All",
  "Strict",
  "Ignore",
  "a=b",
  "a in (b",
  "!",
  "=",
  "0",
  "1",
  "-5",
  "99999999",
  "Exact",
  "true",
  "%",
  "metadata.name=web",
  "spec.nodeName!=",
  "eyJ2IjoxfQ",
  "Orphan",
];
const PATCH_TYPES = [
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
  "application/apply-patch+yaml",
  "text/plain",
];
const SUBRESOURCES = [
  "",
  "",
  "",
  "/status",
  "/scale",
  "/eviction",
  "/token",
  "/ephemeralcontainers",
  "/binding",
  "/log",
  "/nothing",
];

const bases = readBases();

function readBases(): readonly Base[] {
  const text = readFileSync(new URL("./data/api/updates.jsonl", import.meta.url), "utf8");
  const found = new Map<string, Base>();
  for (const line of text.trim().split("\n")) {
    const { base, create, path } = JSON.parse(line) as Base & { readonly base: string };
    if (!found.has(base)) found.set(base, { create, path });
  }
  return [...found.values()];
}

function freshServer(): RecordedServer {
  const server = new RecordedServer();
  for (const { create, path } of bases)
    server.send({ method: "POST", path: path.slice(0, path.lastIndexOf("/")), body: create });
  return server;
}

/** One thing changed somewhere: another value, another key, something missing or too much. */
function mutated(random: Random, value: unknown, depth = 0): unknown {
  const isLeaf = typeof value !== "object" || value === null;
  if (isLeaf || depth > 8 || random.nextInt(6) === 0) return random.pick(JUNK);
  if (Array.isArray(value)) {
    const list = [...(value as unknown[])];
    if (list.length === 0 || random.nextInt(5) === 0) return [...list, random.pick(JUNK), ...list];
    const at = random.nextInt(list.length);
    list[at] = mutated(random, list[at], depth + 1);
    return list;
  }
  const copy: Json = { ...(value as Json) };
  const keys = Object.keys(copy);
  if (keys.length === 0 || random.nextInt(6) === 0)
    return { ...copy, [random.pick(WORDS)]: random.pick(JUNK) };
  const key = random.pick(keys);
  if (random.nextInt(8) === 0) delete copy[key];
  else copy[key] = mutated(random, copy[key], depth + 1);
  return copy;
}

function jsonPatch(random: Random): unknown {
  return Array.from({ length: random.nextInt(3) + 1 }, () => ({
    op: random.pick(["add", "remove", "replace", "move", "copy", "test", "leap"]),
    path: random.pick([
      "",
      "/",
      "/spec",
      "/metadata/labels/a",
      "/spec/template/spec/containers/0",
      "/metadata/managedFields/0",
      "/a~2b",
      "/-",
      "/spec/-",
    ]),
    from: random.pick(["", "/spec", "/metadata", "/none"]),
    value: random.pick(JUNK),
  }));
}

function queryOf(random: Random): string {
  const count = random.nextInt(4);
  return Array.from(
    { length: count },
    () => `${random.pick(PARAMETERS)}=${encodeURIComponent(random.pick(VALUES))}`,
  ).join("&");
}

function requestOf(random: Random): HttpRequest {
  const { create, path } = random.pick(bases);
  const method = random.pick(["GET", "POST", "PUT", "PATCH", "PATCH", "DELETE"]);
  const query = queryOf(random);
  const isCollection = method === "POST" ? random.nextInt(4) > 0 : random.nextInt(6) === 0;
  const place = isCollection
    ? path.slice(0, path.lastIndexOf("/"))
    : `${path}${random.pick(SUBRESOURCES)}`;
  const type = random.pick(PATCH_TYPES);
  let body: unknown = create;
  const rounds = random.nextInt(3);
  for (let i = 0; i < rounds; i++) body = mutated(random, body);
  if (method === "PATCH" && type.includes("json-patch")) body = jsonPatch(random);
  if (random.nextInt(30) === 0) body = JSON.stringify(body).slice(0, random.nextInt(200));
  return {
    method,
    path: `${place}${query === "" ? "" : `?${query}`}`,
    type,
    ...(method !== "GET" && { body }),
  };
}

function faultOf(server: RecordedServer, request: HttpRequest): string | undefined {
  const before = server.revision;
  try {
    const { code, body } = server.send(request);
    const { message = "" } = (body ?? {}) as { readonly message?: string };
    if (code >= 400 && server.revision !== before) return `${code} changed the store`;
    if (code >= 500 && code !== 504 && !MODELLED_500.test(message)) return `${code} ${message}`;
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

test("no request crashes the server, is a mistake of ours, or changes anything when it fails", () => {
  const random = new Random(SEED);
  let server = freshServer();
  const faults: unknown[] = [];
  for (let i = 0; i < CASES && faults.length < 5; i++) {
    if (i % CASES_PER_SERVER === CASES_PER_SERVER - 1) server = freshServer();
    const request = requestOf(random);
    const fault = faultOf(server, request);
    if (fault !== undefined) faults.push({ case: i, request, fault });
  }
  expect(faults).toEqual([]);
});
