import { beforeEach, expect, test } from "vitest";
import { kinds } from "#core/api/kinds/index.ts";
import type { ApiRequest, Verb } from "#core/api/request.ts";
import type { Status } from "#core/api/status.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "./api-server.ts";

const ADMIN = { name: "admin", groups: ["system:masters"] };
const JANE = { name: "jane", groups: ["system:authenticated"] };
const ROBOT = { name: "system:serviceaccount:default:robot", groups: ["system:serviceaccounts"] };
const GROUP = "rbac.authorization.k8s.io";

let server: ApiServer;

function ask(verb: Verb, resource: string, rest: Partial<ApiRequest> = {}) {
  return server.handle({
    verb,
    group: "",
    version: "v1",
    resource,
    subresource: "",
    namespace: "default",
    name: "",
    options: {},
    user: JANE,
    agent: "test",
    ...rest,
  });
}

function make(resource: string, body: { readonly apiVersion: string }, namespace = "default") {
  const [group = "", version = "v1"] = body.apiVersion.includes("/")
    ? body.apiVersion.split("/")
    : ["", body.apiVersion];
  const answer = ask("create", resource, { group, version, namespace, body, user: ADMIN });
  expect(answer.code).toBe(201);
}

function rbac(kind: string, rest: object) {
  return { apiVersion: `${GROUP}/v1`, kind, ...rest };
}

beforeEach(() => {
  const simulation = new Simulation({ seed: 1, startEpochMs: 0 });
  server = new ApiServer({
    simulation,
    store: new Store({ hashesBodies: false }),
    trace: new TraceLog(),
    kinds,
    admission: [],
    onChange() {},
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
  make(
    "roles",
    rbac("Role", {
      metadata: { name: "reader" },
      rules: [
        { apiGroups: [""], resources: ["pods", "*/status"], verbs: ["get", "list"] },
        { apiGroups: [""], resources: ["secrets"], resourceNames: ["mine"], verbs: ["get"] },
      ],
    }),
  );
});

function bind(subject: object, role = "reader") {
  make(
    "rolebindings",
    rbac("RoleBinding", {
      metadata: { name: `to-${role}` },
      subjects: [subject],
      roleRef: { kind: "Role", name: role },
    }),
  );
}

test("without a binding everything is forbidden, and told so", () => {
  const answer = ask("list", "pods");
  expect(answer.code).toBe(403);
  expect((answer.body as Status).message).toBe(
    'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
  );
});

test("what is nowhere is forbidden too, before it is missing", () => {
  expect(ask("list", "unheard-of").code).toBe(403);
  expect(ask("list", "unheard-of", { user: ADMIN }).code).toBe(404);
});

test.each([
  ["list", "pods", {}, 200],
  ["get", "pods", { name: "web" }, 404],
  ["delete", "pods", { name: "web" }, 403],
  ["get", "pods", { name: "web", subresource: "status" }, 404],
  ["get", "pods", { name: "web", subresource: "log" }, 403],
  ["get", "secrets", { name: "mine" }, 404],
  ["get", "secrets", { name: "yours" }, 403],
  ["list", "pods", { namespace: "kube-system" }, 403],
  ["list", "pods", { namespace: "" }, 403],
] as const)("with a role bound, %s %s %j answers %i", (verb, resource, rest, code) => {
  bind({ kind: "User", name: "jane" });
  expect(ask(verb, resource, rest).code).toBe(code);
});

test("groups and service accounts are subjects as well", () => {
  bind({ kind: "Group", name: "system:authenticated" });
  expect(ask("list", "pods").code).toBe(200);
  expect(ask("list", "pods", { user: ROBOT }).code).toBe(403);
  make(
    "rolebindings",
    rbac("RoleBinding", {
      metadata: { name: "robot" },
      subjects: [{ kind: "ServiceAccount", name: "robot" }],
      roleRef: { kind: "Role", name: "reader" },
    }),
  );
  expect(ask("list", "pods", { user: ROBOT }).code).toBe(200);
});

test("a binding to a role that is gone is named", () => {
  bind({ kind: "User", name: "jane" }, "ghost");
  expect((ask("list", "pods").body as Status).message).toBe(
    'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default": RBAC: role.rbac.authorization.k8s.io "ghost" not found',
  );
});
