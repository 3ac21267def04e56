import { beforeEach, expect, test } from "vitest";
import { kinds } from "#core/api/kinds/index.ts";
import type { ApiResponse, UserInfo, Verb } from "#core/api/request.ts";
import type { Status } from "#core/api/status.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "../api-server.ts";
import { admissionPlugins } from "./index.ts";

const ADMIN = { name: "admin", groups: ["system:masters"] };
let server: ApiServer;

interface Body {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

function send(
  verb: Verb,
  body: Body,
  { subresource = "", user = ADMIN }: { subresource?: string; user?: UserInfo } = {},
): ApiResponse {
  const kind = kinds.find(
    (each) => each.kind === (body.kind === "Scale" ? "Deployment" : body.kind),
  );
  return server.handle({
    verb,
    group: kind?.group ?? "",
    version: kind?.version ?? "v1",
    resource: kind?.plural ?? "",
    subresource,
    namespace: kind?.namespaced === true ? (body.metadata.namespace ?? "default") : "",
    name: verb === "create" ? "" : body.metadata.name,
    body,
    options: {},
    user,
    agent: "test",
  });
}

const ADMISSION = "admissionregistration.k8s.io/v1";
const DEPLOYMENTS = [
  {
    apiGroups: ["apps"],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["deployments"],
  },
];

function policy(spec: object, rules: readonly object[] = DEPLOYMENTS): ApiResponse {
  return send("create", {
    apiVersion: ADMISSION,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "p" },
    ...{ spec: { matchConstraints: { resourceRules: rules }, ...spec } },
  });
}

function bind(spec: object = {}): ApiResponse {
  return send("create", {
    apiVersion: ADMISSION,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "b" },
    ...{ spec: { policyName: "p", validationActions: ["Deny"], ...spec } },
  });
}

function deployment(replicas: number, metadata: object = {}): Body {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", ...metadata },
    ...{
      spec: {
        replicas,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { containers: [{ name: "c", image: "nginx" }] },
        },
      },
    },
  };
}

const textOf = ({ body }: ApiResponse) => (body as Status).message;
const denied = (message: string) =>
  `deployments.apps "web" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: ${message}`;

beforeEach(() => {
  const simulation = new Simulation({ seed: 1, startEpochMs: 0 });
  server = new ApiServer({
    simulation,
    store: new Store({ hashesBodies: false }),
    trace: new TraceLog(),
    kinds,
    admission: admissionPlugins,
    onChange() {},
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
  for (const name of ["default", "prod"]) {
    const labels = { env: name };
    send("create", { apiVersion: "v1", kind: "Namespace", metadata: { name, ...{ labels } } });
  }
});

test("an expression that is not met denies, with the reason, the code and the cause of upstream", () => {
  expect(policy({ validations: [{ expression: "object.spec.replicas <= 5" }] }).code).toBe(201);
  expect(bind().code).toBe(201);
  expect(send("create", deployment(5)).code).toBe(201);
  const answer = send("update", deployment(6));
  expect(answer.body).toMatchObject({
    code: 422,
    reason: "Invalid",
    message: denied("failed expression: object.spec.replicas <= 5"),
    details: {
      name: "web",
      group: "apps",
      kind: "deployments",
      causes: [
        {
          message:
            "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed expression: object.spec.replicas <= 5",
        },
      ],
    },
  });
});

test.each([
  [{ expression: "object.spec.replicas > 9", message: " too few " }, "too few", 422],
  [
    {
      expression: "object.spec.replicas > variables.min",
      messageExpression: "'want more than ' + string(variables.min)",
      reason: "Forbidden",
    },
    "want more than 9",
    403,
  ],
  [
    { expression: "object.spec.replicas > 9", messageExpression: "object.nothing", message: "m" },
    "m",
    422,
  ],
  [
    { expression: "object.spec.nothing > 9" },
    "expression 'object.spec.nothing > 9' resulted in error: no such key: nothing",
    422,
  ],
  [
    { expression: "variables.wrong == 1" },
    `expression 'variables.wrong == 1' resulted in error: composited variable "wrong" fails to evaluate: no such key: x`,
    422,
  ],
  [
    { expression: "namespaceObject.metadata.labels['env'] == 'prod'" },
    "failed expression: namespaceObject.metadata.labels['env'] == 'prod'",
    422,
  ],
  [
    {
      expression: "request.userInfo.username != 'admin' || request.operation != 'CREATE'",
      message: "not you",
    },
    "not you",
    422,
  ],
  [
    {
      expression:
        "authorizer.group('').resource('secrets').namespace('default').check('get').allowed() == false",
      message: "may read",
    },
    "may read",
    422,
  ],
])("%j", (validation, message, code) => {
  const variables = [
    { name: "min", expression: "9" },
    { name: "wrong", expression: "object.x" },
  ];
  const { messageExpression } = validation as { messageExpression?: string };
  // What comes to no certain text is refused where the policy is made.
  const own =
    messageExpression === "object.nothing"
      ? { ...validation, messageExpression: "string(object.nothing)" }
      : validation;
  expect(policy({ variables, validations: [own] }).code).toBe(201);
  bind();
  const answer = send("create", deployment(1));
  expect(textOf(answer)).toBe(denied(message));
  expect(answer.code).toBe(code);
});

test("Warn lets through with a warning, Audit without a word, and Ignore forgives errors", () => {
  policy({
    failurePolicy: "Ignore",
    validations: [
      { expression: "object.nothing" + " == 1" },
      { expression: "false", message: "no" },
    ],
    auditAnnotations: [{ key: "k", valueExpression: "'v'" }],
  });
  bind({ validationActions: ["Warn", "Audit"] });
  const answer = send("create", deployment(1));
  expect(answer.code).toBe(201);
  expect(answer.warnings).toEqual([
    "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': no",
  ]);
});

test("match conditions, selectors and exclusions keep a policy to itself", () => {
  policy({
    matchConditions: [{ name: "big", expression: "object.spec.replicas > 3" }],
    validations: [{ expression: "false", message: "no" }],
  });
  bind({ matchResources: { namespaceSelector: { matchLabels: { env: "prod" } } } });
  expect(send("create", deployment(9)).code).toBe(201);
  expect(send("create", deployment(3, { namespace: "prod" })).code).toBe(201);
  const other = { ...deployment(4), metadata: { name: "other", namespace: "prod" } };
  expect(send("create", other).code).toBe(422);
});

test("a binding hands parameters to its policy", () => {
  const made = policy({
    paramKind: { apiVersion: "v1", kind: "ConfigMap" },
    validations: [
      {
        expression: "object.spec.replicas <= int(params.data.max)",
        messageExpression: "'at most %s'.format([params.data.max])",
      },
    ],
  });
  expect(made.code).toBe(201);
  bind({ paramRef: { name: "limits", parameterNotFoundAction: "Deny" } });
  expect(textOf(send("create", deployment(1)))).toBe(
    denied(
      "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
    ),
  );
  send("create", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "limits" },
    ...{ data: { max: "3" } },
  });
  expect(textOf(send("create", deployment(4)))).toBe(denied("at most 3"));
  expect(send("create", deployment(3)).code).toBe(201);
});

test("a parameter's kind that nobody serves is a mistake of the policy", () => {
  policy({
    paramKind: { apiVersion: "rules.example.com/v1", kind: "Limit" },
    validations: [{ expression: "params.max > 1" }],
  });
  bind({ paramRef: { name: "x", parameterNotFoundAction: "Allow" } });
  expect(textOf(send("create", deployment(1)))).toBe(
    `deployments.apps "web" is forbidden: ValidatingAdmissionPolicy 'p' denied request: failed to configure policy: failed to find resource referenced by paramKind: 'rules.example.com/v1, Kind=Limit'`,
  );
});

test("the scale of a Deployment is a resource of its own", () => {
  const rules = [{ ...DEPLOYMENTS[0], resources: ["deployments/scale"] }];
  policy(
    { validations: [{ expression: "object.spec.replicas <= 5 && oldObject.spec.replicas == 9" }] },
    rules,
  );
  bind();
  send("create", deployment(9));
  const scale = { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "web" } };
  const scaled = (replicas: number) =>
    send("update", { ...scale, ...{ spec: { replicas } } }, { subresource: "scale" });
  expect(textOf(scaled(6))).toContain("denied request: failed expression");
  expect(scaled(4).code).toBe(200);
});

test.each([
  [
    { validations: [{ expression: "object.spec.replicas > foo" }] },
    `spec.validations[0].expression: Invalid value: "object.spec.replicas > foo": compilation failed: ERROR: <input>:1:24: undeclared reference to 'foo' (in container '')\n | object.spec.replicas > foo\n | .......................^`,
  ],
  [
    { validations: [{ expression: "object.spec.replicas" }] },
    `spec.validations[0].expression: Invalid value: "object.spec.replicas": must evaluate to bool but got dyn`,
  ],
  [
    { validations: [{ expression: "params.x == 1" }] },
    `spec.validations[0].expression: Invalid value: "params.x == 1": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')\n | params.x == 1\n | ^`,
  ],
  [
    { validations: [{ expression: "true", messageExpression: "1" }] },
    `spec.validations[0].messageExpression: Invalid value: "1": must evaluate to string but got int`,
  ],
  [
    { variables: [{ name: "x", expression: "1 +" }], validations: [{ expression: "true" }] },
    `spec.variables[0].expression: Invalid value: "1 +": compilation failed: ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | 1 +\n | ...^`,
  ],
  [
    { validations: [{ expression: "variables.y == 1" }] },
    `spec.validations[0].expression: Invalid value: "variables.y == 1": compilation failed: ERROR: <input>:1:10: undefined field 'y'\n | variables.y == 1\n | .........^`,
  ],
  [
    { auditAnnotations: [{ key: "k", valueExpression: "1" }] },
    `spec.auditAnnotations[0].valueExpression: Invalid value: "1": must evaluate to one of [string null_type] but got int`,
  ],
  [
    { matchConditions: [{ name: "m", expression: "'x'" }], validations: [{ expression: "true" }] },
    `spec.matchConditions[0].expression: Invalid value: "'x'": must evaluate to bool but got string`,
  ],
])("refuses %j", (spec, text) => {
  expect(textOf(policy(spec))).toBe(
    `ValidatingAdmissionPolicy.admissionregistration.k8s.io "p" is invalid: ${text}`,
  );
});
