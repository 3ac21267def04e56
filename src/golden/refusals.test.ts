import { beforeAll, describe, expect, test } from "vitest";
import type { HttpRequest } from "#hosts/gateway/http-request.ts";
import { RecordedServer } from "./server.ts";

const MAPS = "/api/v1/namespaces/default/configmaps";
const MAP = `${MAPS}/cfg`;
const NOWHERE = "the server could not find the requested resource";
const NO_METHOD = "the server does not allow this method on the requested resource";
const JSON_TYPES = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
const MERGE = "application/merge-patch+json";
const config = (part: object = {}): Record<string, unknown> => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "cfg" },
  ...part,
});

let server: RecordedServer;
let uid = "";

beforeAll(() => {
  server = new RecordedServer();
  const { body } = server.send({ method: "POST", path: MAPS, body: config() });
  uid = (body as { readonly metadata: { readonly uid: string } }).metadata.uid;
});

describe("what upstream says of requests that make no sense", () => {
  test.each<[HttpRequest, number, string]>([
    [{ method: "PATCH", path: MAPS, type: MERGE, body: {} }, 405, NO_METHOD],
    [{ method: "PUT", path: MAPS, body: config() }, 405, NO_METHOD],
    [{ method: "POST", path: MAP, body: config() }, 405, NO_METHOD],
    [{ method: "POST", path: "/api/v1/configmaps", body: config() }, 405, NO_METHOD],
    [{ method: "GET", path: "/api/v1/configmaps/cfg" }, 404, NOWHERE],
    [
      { method: "POST", path: MAPS, body: config({ kind: "Foo" }) },
      400,
      'Foo in version "v1" cannot be handled as a ConfigMap: no kind "Foo" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      { method: "POST", path: MAPS, body: config({ apiVersion: "v2" }) },
      400,
      'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      { method: "POST", path: MAPS, body: config({ apiVersion: "apps/v1", kind: "Deployment" }) },
      400,
      'Deployment in version "v1" cannot be handled as a ConfigMap: converting (v1.Deployment) to (core.ConfigMap): unknown conversion',
    ],
    [
      {
        method: "POST",
        path: "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
        body: config({ apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler" }),
      },
      400,
      "the API version in the data (autoscaling/v1) does not match the expected API version (autoscaling/v2)",
    ],
    [
      { method: "POST", path: MAPS, body: "null" },
      422,
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    ],
    [
      { method: "PATCH", path: `${MAP}?dryRun=None`, type: MERGE, body: {} },
      422,
      'PatchOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["None"]: supported values: "All"',
    ],
    [
      { method: "PATCH", path: `${MAP}?fieldManager=%C3%A9%07`, type: MERGE, body: {} },
      422,
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "é\\a": invalid character U+0007 (at position 2)',
    ],
    [
      { method: "PATCH", path: MAP, type: MERGE, body: { metadata: { uid: "x" } } },
      422,
      'ConfigMap "cfg" is invalid: metadata.uid: Invalid value: "x": field is immutable',
    ],
    [{ method: "PATCH", path: MAP, type: MERGE, body: "null" }, 400, "Invalid JSON Patch"],
    [
      { method: "DELETE", path: `${MAPS}/none`, body: { propagationPolicy: "Sideways" } },
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"',
    ],
    [
      {
        method: "DELETE",
        path: MAP,
        body: { propagationPolicy: "Orphan", orphanDependents: true },
      },
      422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    ],
    [
      { method: "GET", path: `${MAP}?resourceVersion=abc` },
      500,
      'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
    [
      { method: "GET", path: MAP, accept: "text/html" },
      406,
      `406: Not Acceptable\n\nAvailable representations: ${JSON_TYPES}`,
    ],
    [
      { method: "GET", path: MAP, accept: "application/json;as=Cake;v=v1;g=meta.k8s.io" },
      406,
      `only the following media types are accepted: ${JSON_TYPES}`,
    ],
  ])("%j", (request, code, message) => {
    expect(server.send(request)).toMatchObject({ code, body: { message } });
  });

  test("another uid than the object's is told apart by verb", () => {
    const body = config({ metadata: { name: "cfg", uid: "x" } });
    expect(server.send({ method: "PUT", path: MAP, body }).body).toMatchObject({
      message: `Operation cannot be fulfilled on configmaps "cfg": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/cfg, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: x, UID in object meta: ${uid}`,
      code: 409,
    });
    const options = { preconditions: { uid: "x" } };
    expect(server.send({ method: "DELETE", path: MAP, body: options }).body).toMatchObject({
      message: `Operation cannot be fulfilled on ConfigMap "cfg": the UID in the precondition (x) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
      code: 409,
    });
  });

  test("a limit below zero limits nothing", () => {
    const { body } = server.send({ method: "GET", path: `${MAPS}?limit=-1` });
    expect((body as { readonly items: readonly unknown[] }).items).toHaveLength(2);
  });

  test("duplicates in a patch are warned of, and strictly refused", () => {
    const body = '{"data":{"a":"1","a":"2"}}';
    const asked = { method: "PATCH", type: MERGE, body };
    expect(server.send({ ...asked, path: MAP }).warnings).toEqual(['duplicate field "data.a"']);
    const refused = server.send({ ...asked, path: `${MAP}?fieldValidation=Strict` });
    expect((refused.body as { readonly message: string }).message).toMatch(
      /strict decoding error: duplicate field "data.a"$/,
    );
  });
});

describe("what upstream says of objects that cannot be", () => {
  const apply = "application/apply-patch+yaml";
  test.each<[HttpRequest, number, string]>([
    [
      {
        method: "POST",
        path: MAPS,
        body: config({ metadata: { name: "c", resourceVersion: "5" } }),
      },
      500,
      "resourceVersion should not be set on objects to be created",
    ],
    [
      {
        method: "PATCH",
        path: `${MAP}?fieldManager=x`,
        type: apply,
        body: config({ kind: "Secret" }),
      },
      400,
      "invalid object type: /v1, Kind=Secret",
    ],
    [
      { method: "PATCH", path: `${MAP}?fieldManager=x`, type: apply, body: "" },
      400,
      "invalid object type: /, Kind=",
    ],
    [
      {
        method: "PATCH",
        path: `${MAPS}/new?fieldManager=x`,
        type: apply,
        body: config({ metadata: { name: "new", uid: "u" } }),
      },
      409,
      'Operation cannot be fulfilled on configmaps "new": uid mismatch: the provided object specified uid u, and no existing object was found',
    ],
  ])("%j", (request, code, message) => {
    const { code: got, body } = server.send(request);
    expect([got, (body as { readonly message?: string }).message]).toEqual([code, message]);
  });

  test("a version from the future is told beside the newest one", () => {
    const { body } = server.send({ method: "GET", path: MAPS });
    const { resourceVersion = "" } = (body as { metadata: { resourceVersion?: string } }).metadata;
    const answer = server.send({ method: "GET", path: `${MAP}?resourceVersion=99999` });
    expect(answer).toMatchObject({
      code: 504,
      body: {
        message: `Timeout: Too large resource version: 99999, current: ${resourceVersion}`,
      },
    });
  });

  test("how an object that is going lets go of its dependents may be changed", () => {
    const going = { method: "DELETE", path: MAP };
    const finalizersOf = (propagationPolicy: string) => {
      const { body } = server.send({ ...going, body: { propagationPolicy } });
      return (body as { readonly metadata: { readonly finalizers?: unknown } }).metadata.finalizers;
    };
    expect(finalizersOf("Foreground")).toEqual(["foregroundDeletion"]);
    expect(finalizersOf("Orphan")).toEqual(["orphan"]);
  });
});
