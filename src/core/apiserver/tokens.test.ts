import { beforeEach, expect, test } from "vitest";
import { allKinds } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "#core/api/request.ts";
import type {
  SelfSubjectReview,
  TokenRequest,
  TokenReview,
} from "#core/api/schema/generated/types.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "./api-server.ts";

const MASTER = { name: "admin", groups: ["system:masters"] };
const SERVER = "https://kubernetes.default.svc.cluster.local";
let server: ApiServer;
let simulation: Simulation;

function ask(parts: Partial<ApiRequest>): ApiResponse {
  return server.handle({
    verb: "create",
    group: "",
    version: "v1",
    resource: "",
    subresource: "",
    namespace: "",
    name: "",
    options: {},
    user: MASTER,
    agent: "test",
    ...parts,
  });
}

function account(verb: ApiRequest["verb"]): ApiResponse {
  const body = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "bot" } };
  const name = verb === "create" ? "" : "bot";
  return ask({ verb, resource: "serviceaccounts", namespace: "default", name, body });
}

function tokenOf(spec: object): string {
  const { body } = ask({
    resource: "serviceaccounts",
    subresource: "token",
    namespace: "default",
    name: "bot",
    body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec },
  });
  return (body as TokenRequest).status.token;
}

function review(token: string, audiences?: readonly string[]): TokenReview["status"] {
  const { body } = ask({
    group: "authentication.k8s.io",
    resource: "tokenreviews",
    body: { spec: { token, audiences } },
  });
  return (body as TokenReview).status;
}

beforeEach(() => {
  simulation = new Simulation({ seed: 1, startEpochMs: Date.UTC(2026, 0, 5, 9) });
  server = new ApiServer({
    simulation,
    store: new Store({ hashesBodies: false }),
    trace: new TraceLog(),
    kinds: allKinds(),
    admission: [],
    onChange() {},
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
  account("create");
});

test("a token says whose it is, and whoever bears it can see that", () => {
  const { authenticated, audiences, user } = review(tokenOf({}));
  expect(authenticated).toBe(true);
  expect(audiences).toEqual([SERVER]);
  expect(user.username).toBe("system:serviceaccount:default:bot");
  expect(user.groups).toEqual([
    "system:serviceaccounts",
    "system:serviceaccounts:default",
    "system:authenticated",
  ]);
  expect(user.extra?.["authentication.kubernetes.io/credential-id"]?.[0]).toMatch(
    /^JTI=[-\da-f]{36}$/,
  );
  const bearer: UserInfo = {
    name: user.username ?? "",
    groups: ["system:masters"],
    uid: user.uid ?? "",
    ...(user.extra && { extra: user.extra }),
  };
  const { body } = ask({
    group: "authentication.k8s.io",
    resource: "selfsubjectreviews",
    user: bearer,
    body: {},
  });
  expect((body as SelfSubjectReview).status.userInfo).toMatchObject({
    uid: user.uid,
    extra: user.extra,
  });
});

test("a token is believed for its audiences and its time, while its account lives", () => {
  const token = tokenOf({ expirationSeconds: 600, audiences: ["vault"] });
  expect(review(token)).toEqual({
    user: {},
    error: `[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["${SERVER}"]]`,
  });
  expect(review(token, ["x", "vault"]).audiences).toEqual(["vault"]);
  simulation.runUntil(599_999);
  expect(review(token, ["vault"]).authenticated).toBe(true);
  simulation.runUntil(600_000);
  expect(review(token, ["vault"]).error).toBe(
    "[invalid bearer token, service account token has expired]",
  );
  const lasting = tokenOf({});
  account("delete");
  expect(review(lasting).error).toBe('[invalid bearer token, serviceaccounts "bot" not found]');
  account("create");
  expect(review(lasting).error).toMatch(/service account UID \(.*\) does not match claim \(.*\)/);
});

test("what this cluster has not signed is nobody's", () => {
  const [header, body, signature] = tokenOf({}).split(".");
  expect(review("nonsense")).toEqual({ user: {} });
  expect(review(`${header}.${body}x.${signature}`)).toEqual({ user: {} });
  const { code, body: refusal } = ask({
    group: "authentication.k8s.io",
    resource: "tokenreviews",
    body: { spec: {} },
  });
  expect(code).toBe(400);
  expect(refusal).toMatchObject({
    message: "token is required for TokenReview in authentication",
  });
});
