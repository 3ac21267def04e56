import { beforeAll, describe, expect, test } from "vitest";
import type { HttpRequest } from "#hosts/gateway/http-request.ts";
import { RecordedServer } from "./server.ts";

const HOME = "/api/v1/namespaces/default";
const POD = `${HOME}/pods/p`;
const TOKEN = `${HOME}/serviceaccounts/default/token`;
const containers = ["a", "b"].map((name) => ({ name, image: "i" }));

let server: RecordedServer;

beforeAll(() => {
  server = new RecordedServer();
  const initContainers = [{ name: "i", image: "i" }];
  for (const [name, spec] of [
    ["p", { containers, initContainers }],
    ["placed", { containers, nodeName: "n1" }],
  ] as const)
    server.send({
      method: "POST",
      path: `${HOME}/pods`,
      body: { apiVersion: "v1", kind: "Pod", metadata: { name }, spec },
    });
});

function answerOf(request: HttpRequest): readonly [number, string | undefined] {
  const { code, body } = server.send(request);
  return [code, typeof body === "string" ? body : (body as { readonly message?: string }).message];
}

const tokenFor = (spec: object, metadata: object = {}): HttpRequest => ({
  method: "POST",
  path: TOKEN,
  body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", metadata, spec },
});
const boundTo = (reference: object) =>
  tokenFor({ boundObjectRef: { apiVersion: "v1", ...reference } });
const removal = (body: object): HttpRequest => ({ method: "DELETE", path: POD, body });

describe("what upstream says behind subresources and of options", () => {
  test.each<[HttpRequest, number, string]>([
    [
      { method: "GET", path: `${POD}/log` },
      400,
      "a container name must be specified for pod p, choose one of: [i a b]",
    ],
    [{ method: "GET", path: `${POD}/log?container=z` }, 400, "container z is not valid for pod p"],
    [{ method: "GET", path: `${POD}/log?container=a` }, 200, ""],
    [
      { method: "GET", path: `${HOME}/pods/q/log?tailLines=-1&limitBytes=0&sinceSeconds=0` },
      422,
      'PodLogOptions "q" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than 0, sinceSeconds: Invalid value: 0: must be greater than 0]',
    ],
    [
      { method: "POST", path: `${POD}/exec?container=a` },
      400,
      "pod p does not have a host assigned",
    ],
    [
      { method: "GET", path: `${POD}/attach?container=z` },
      400,
      "container z is not valid for pod p",
    ],
    [{ method: "POST", path: `${HOME}/pods/placed/portforward` }, 404, 'nodes "n1" not found'],
    [{ method: "POST", path: `${HOME}/pods/q/exec` }, 404, 'pods "q" not found'],
    [boundTo({ kind: "Pod", name: "q" }), 404, 'pods "q" not found'],
    [
      boundTo({ kind: "Pod", name: "p", uid: "x" }),
      409,
      'Operation cannot be fulfilled on Pod "p": the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated',
    ],
    [
      boundTo({ kind: "ConfigMap", name: "c" }),
      400,
      "cannot bind token to object of type /v1, Kind=ConfigMap",
    ],
    [
      tokenFor({}, { name: "bot" }),
      422,
      'TokenRequest.authentication.k8s.io "default" is invalid: metadata.name: Invalid value: "bot": must match the service account name if specified',
    ],
    [
      tokenFor({ expirationSeconds: 599 }),
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
    ],
    [
      {
        method: "PUT",
        path: `${HOME}/finalize`,
        body: { apiVersion: "v1", kind: "Namespace", spec: { finalizers: ["kubernetes", "x"] } },
      },
      422,
      'Namespace "default" is invalid: spec.finalizers[1]: Invalid value: "x": name is neither a standard finalizer name nor is it fully qualified',
    ],
    [
      removal({ gracePeriodSeconds: "x" }),
      500,
      "json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64",
    ],
    [
      removal({ dryRun: "All" }),
      500,
      "json: cannot unmarshal string into Go struct field DeleteOptions.dryRun of type []string",
    ],
  ])("%j", (request, code, message) => {
    expect(answerOf(request)).toEqual([code, message]);
  });

  test("a stream into a pod that runs needs a connection that can be upgraded", () => {
    const body = { apiVersion: "v1", kind: "Node", metadata: { name: "n1" } };
    server.send({ method: "POST", path: "/api/v1/nodes", body });
    const asked = { method: "POST", path: `${HOME}/pods/placed/exec?container=a` };
    expect(answerOf(asked)).toEqual([400, "Upgrade request required"]);
    server.send({ method: "DELETE", path: "/api/v1/nodes/n1" });
  });
});

describe("bodies of a subresource's own type are read as strictly as objects", () => {
  const post = (subresource: string, body: unknown): HttpRequest => ({
    method: "POST",
    path: `${POD}/${subresource}?dryRun=All&fieldValidation=Strict`,
    body,
  });
  const named = (part: object) => ({ metadata: { name: "p" }, ...part });
  test.each<[HttpRequest, number, string | undefined]>([
    [post("binding", null), 400, "name in URL does not match name in Binding object"],
    [
      post("binding", named({ target: "n1" })),
      400,
      'Binding in version "v1" cannot be handled as a Binding: json: cannot unmarshal string into Go struct field Binding.target of type v1.ObjectReference',
    ],
    [
      post("binding", named({ target: { name: "n1", foo: 1 } })),
      400,
      'Binding in version "v1" cannot be handled as a Binding: strict decoding error: unknown field "target.foo"',
    ],
    [
      post("binding", named({ apiVersion: "v1", kind: "Pod" })),
      400,
      'Pod in version "v1" cannot be handled as a Binding: converting (v1.Pod) to (core.Binding): unknown conversion',
    ],
    [
      post("eviction", named({ deleteOptions: { gracePeriodSeconds: "x" } })),
      400,
      'Eviction in version "v1" cannot be handled as a Eviction: json: cannot unmarshal string into Go struct field DeleteOptions.deleteOptions.gracePeriodSeconds of type int64',
    ],
    [
      post("eviction", JSON.stringify(named({ apiVersion: "policy/v1beta1", kind: "Eviction" }))),
      201,
      undefined,
    ],
    [
      { method: "PUT", path: `${HOME}/finalize`, body: { spec: { finalizers: "x" } } },
      400,
      'Namespace in version "v1" cannot be handled as a Namespace: json: cannot unmarshal string into Go struct field NamespaceSpec.spec.finalizers of type []v1.FinalizerName',
    ],
  ])("%j", (request, code, message) => {
    expect(answerOf(request)).toEqual([code, message]);
  });
});
