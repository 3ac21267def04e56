import { request as rawRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseOptions, type GatewayOptions } from "./options.ts";
import { serve, type Running } from "./serve.ts";

const OPTIONS: GatewayOptions = {
  port: 0,
  host: "127.0.0.1",
  nodes: 1,
  masters: 1,
  seed: 7,
  speed: 1,
  kubeconfig: undefined,
  isPlainHttp: true,
};
const DEFAULT = "/api/v1/namespaces/default";

let running: Running;
beforeAll(async () => {
  running = await serve(OPTIONS, () => ({}));
});
afterAll(() => running.stop());

interface Answer {
  readonly code: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

async function ask(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${running.access.server}${path}`, {
    headers: { "content-type": "application/json" },
    method,
    ...init,
  });
  const text = await response.text();
  return {
    code: response.status,
    type: response.headers.get("content-type") ?? "",
    body: (text.startsWith("{") ? JSON.parse(text) : { text }) as Record<string, unknown>,
    headers: response.headers,
  };
}

const configMap = (name: string, data: Readonly<Record<string, string>> = {}) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data });

async function create(name: string): Promise<void> {
  const { code } = await ask("POST", `${DEFAULT}/configmaps`, { body: configMap(name) });
  expect(code).toBe(201);
}

describe("discovery", () => {
  test("aggregated in the version the client takes, the old lists otherwise", async () => {
    const asking = (version: string) =>
      ask("GET", "/apis", {
        headers: {
          accept: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`,
        },
      });
    for (const version of ["v2", "v2beta1"]) {
      const { body, type } = await asking(version);
      expect(type).toContain(`v=${version};as=APIGroupDiscoveryList`);
      expect(body).toMatchObject({ apiVersion: `apidiscovery.k8s.io/${version}` });
    }
    expect((await ask("GET", "/apis")).body).toMatchObject({ kind: "APIGroupList" });
    expect((await ask("GET", "/api")).body).toMatchObject({ kind: "APIVersions" });
    const core = (await ask("GET", "/api/v1")).body as {
      readonly resources: readonly { readonly name: string }[];
    };
    const eviction = core.resources.find(({ name }) => name === "pods/eviction");
    expect(eviction).toMatchObject({ group: "policy", version: "v1", kind: "Eviction" });
  });

  test("OpenAPI v3 has a document for every group, with the patch that clients look for; v2 has none", async () => {
    const { body } = await ask("GET", "/openapi/v3");
    const place = (body as { paths: Record<string, { serverRelativeURL: string }> }).paths[
      "apis/apps/v1"
    ];
    const document = (await ask("GET", place?.serverRelativeURL ?? "")).body;
    expect(document).toMatchObject({
      paths: {
        "/apis/apps/v1/namespaces/{namespace}/deployments/{name}": {
          patch: { "x-kubernetes-group-version-kind": { kind: "Deployment" } },
        },
      },
    });
    expect((await ask("GET", "/openapi/v2")).code).toBe(404);
  });
});

describe("answers", () => {
  test("come as a Table, as metadata or as YAML when asked so", async () => {
    await create("forms");
    const path = `${DEFAULT}/configmaps/forms`;
    const as = (kind: string) => ({
      headers: { accept: `application/json;as=${kind};v=v1;g=meta.k8s.io` },
    });
    expect((await ask("GET", path, as("Table"))).body).toMatchObject({ kind: "Table" });
    const partial = (await ask("GET", path, as("PartialObjectMetadata"))).body;
    expect(partial).toMatchObject({ kind: "PartialObjectMetadata", metadata: { name: "forms" } });
    expect(partial).not.toHaveProperty("data");
    const yaml = await ask("GET", path, { headers: { accept: "application/yaml" } });
    expect(yaml.body["text"]).toContain("kind: ConfigMap");
    expect((await ask("GET", path, { headers: { accept: "text/html" } })).code).toBe(406);
  });

  test("warnings travel in a header", async () => {
    const body = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"warned"},"junk":1}';
    const { headers } = await ask("POST", `${DEFAULT}/configmaps`, { body });
    expect(headers.get("warning")).toBe('299 - "unknown field \\"junk\\""');
  });

  test.each([
    ["GET", "/nowhere", 404],
    ["GET", "/apis/none.example.com/v1/things", 404],
    ["GET", `${DEFAULT}/configmaps/none`, 404],
    ["GET", `${DEFAULT}/configmaps?limit=x`, 400],
    ["GET", `${DEFAULT}/configmaps?resourceVersion=999999999`, 504],
    ["POST", `${DEFAULT}/configmaps?dryRun=Some`, 422],
    ["POST", `${DEFAULT}/configmaps?fieldValidation=Maybe`, 422],
    ["PATCH", `${DEFAULT}/configmaps/none`, 415],
    ["GET", `${DEFAULT}/configmaps/%E0%A4%A`, 404],
  ])("%s %s is %i", async (method, path, code) => {
    const init = method === "GET" ? {} : { body: configMap("refused") };
    expect((await ask(method, path, init)).code).toBe(code);
  });

  test("a user spoken for is named in the refusal", async () => {
    const { body } = await ask("GET", `${DEFAULT}/configmaps`, {
      headers: { "Impersonate-Group": "devs" },
    });
    expect(body).toMatchObject({ code: 500 });
  });
});

describe("limits", () => {
  test("a body above 3 MiB is 413", async () => {
    const body = configMap("large", { a: "x".repeat(3 * 1024 * 1024) });
    expect((await ask("POST", `${DEFAULT}/configmaps`, { body })).body).toMatchObject({
      reason: "RequestEntityTooLarge",
    });
  });

  test("a body of a form nobody knows is 415", async () => {
    const headers = { "content-type": "text/plain" };
    const answer = await ask("POST", `${DEFAULT}/configmaps`, { body: "hello", headers });
    expect(answer.body).toMatchObject({ code: 415, reason: "UnsupportedMediaType" });
  });

  test("headers above 64 KiB are 431, noise is 400", async () => {
    const { port } = new URL(running.access.server);
    const send = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
        socket.once("data", (data) => {
          resolve(data.toString().split("\r\n")[0] ?? "");
          socket.destroy();
        });
      });
    expect(await send(`GET / HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(70_000)}\r\n\r\n`)).toContain(
      "431",
    );
    expect(await send("\u0001\u0002\r\n\r\n")).toContain("400");
  });
});

/** Reads events of a watch until `wanted` have come. */
function watch(path: string, wanted: number, act: () => Promise<void>): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const request = rawRequest(`${running.access.server}${path}`, (response) => {
      let text = "";
      response.on("data", (part: Buffer) => {
        text += part.toString();
        const lines = text.split("\n").filter((line) => line !== "");
        if (lines.length < wanted) return;
        request.destroy();
        resolve(
          lines.map((line) => {
            const { type, object } = JSON.parse(line) as {
              type: string;
              object: { metadata: { name?: string } };
            };
            return [type, object.metadata.name].filter(Boolean).join(" ");
          }),
        );
      });
      act().catch(reject);
    });
    request.end();
  });
}

describe("watches", () => {
  test("events come as they happen", async () => {
    const { body } = await ask("GET", `${DEFAULT}/configmaps`);
    const { resourceVersion } = body["metadata"] as { readonly resourceVersion: string };
    const path = `${DEFAULT}/configmaps?watch=true&resourceVersion=${resourceVersion}`;
    const events = await watch(path, 2, async () => {
      await create("seen");
      await ask("DELETE", `${DEFAULT}/configmaps/seen`);
    });
    expect(events).toEqual(["ADDED seen", "DELETED seen"]);
  });

  test("a watch list begins with what there is, and says where that ends", async () => {
    await create("first");
    const query =
      "watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan";
    const path = `${DEFAULT}/configmaps?${query}&fieldSelector=metadata.name=first`;
    expect(await watch(path, 2, () => Promise.resolve())).toEqual(["ADDED first", "BOOKMARK"]);
  });

  test("a watch that asks for nonsense is refused", async () => {
    const { body } = await ask("GET", `${DEFAULT}/configmaps?watch=true&sendInitialEvents=true`);
    expect(body).toMatchObject({
      message:
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    });
  });
});

test("a token of a service account lets in as that account", async () => {
  const spec = { expirationSeconds: 3600 };
  const { body } = await ask("POST", `${DEFAULT}/serviceaccounts/default/token`, {
    body: JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec }),
  });
  const { token } = body["status"] as { readonly token: string };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const review = await ask("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {
    headers,
    body: JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" }),
  });
  expect(review.body["status"]).toMatchObject({
    userInfo: { username: "system:serviceaccount:default:default" },
  });
  const refused = await ask("GET", `${DEFAULT}/secrets`, { headers });
  expect(refused.code).toBe(403);
  expect(refused.body["message"]).toBe(
    'secrets is forbidden: User "system:serviceaccount:default:default" cannot list resource "secrets" in API group "" in the namespace "default"',
  );
  const other = { ...headers, authorization: `Bearer ${token}x` };
  expect((await ask("GET", `${DEFAULT}/pods`, { headers: other })).code).toBe(401);
});

describe("over TLS", () => {
  test("a token is asked for; health and version are for everybody, and what is nobody's to see is told in the words of roles", async () => {
    const secure = await serve({ ...OPTIONS, nodes: 0, isPlainHttp: false }, () => ({}));
    const { token = "", certificate = "" } = secure.access;
    const { get } = await import("node:https");
    const answerTo = (path: string, headers: Record<string, string>) =>
      new Promise<readonly [number, string]>((resolve, reject) => {
        get(`${secure.access.server}${path}`, { ca: certificate, headers }, (response) => {
          let text = "";
          response.on("data", (part: Buffer) => void (text += part.toString()));
          response.on("end", () => resolve([response.statusCode ?? 0, text]));
        }).on("error", reject);
      });
    const codeOf = async (path: string, headers: Record<string, string>) =>
      (await answerTo(path, headers))[0];
    expect(await codeOf("/api", { authorization: `Bearer ${token}` })).toBe(200);
    expect(await codeOf("/api", { authorization: "Bearer wrong" })).toBe(401);
    expect(await codeOf("/api", {})).toBe(403);
    expect(await codeOf("/version", {})).toBe(200);
    for (const [path, words] of [
      ["/openapi/v3", `cannot get path \\"/openapi/v3\\"`],
      [
        "/api/v1/namespaces/default/pods",
        `pods is forbidden: User \\"system:anonymous\\" cannot list resource \\"pods\\" in API group \\"\\" in the namespace \\"default\\"`,
      ],
      ["/apis/x.io/v1/toys?watch=true", `cannot watch resource \\"toys\\" in API group \\"x.io\\"`],
    ] as const) {
      const [code, text] = await answerTo(path, {});
      expect(code).toBe(403);
      expect(text).toContain(words);
    }
    await secure.stop();
  });
});

describe("options", () => {
  test.each([
    [["--port", "0", "--nodes=5"], { port: 0, nodes: 5, masters: 1 }],
    [["--plain-http", "--speed", "2.5"], { isPlainHttp: true, speed: 2.5 }],
    [["--kubeconfig", "x"], { kubeconfig: "x", host: "127.0.0.1" }],
  ])("%j", (words, wanted) => {
    expect(parseOptions(words)).toMatchObject(wanted);
  });

  test.each([
    [["--prot", "1"], "unknown option --prot"],
    [["--port"], "option --port needs a value"],
    [["--port", "70000"], "option --port: 70000 is no whole number from 0 to 65535"],
    [["--nodes", "1.5"], "option --nodes: 1.5 is no whole number from 0 to 1000"],
    [["--port="], 'option --port: "" is no whole number from 0 to 65535'],
    [["--speed", "fast"], "option --speed: fast is no number from 0 to 1000"],
    [["--plain-http=yes"], "option --plain-http takes no value"],
    [["port"], "unknown option port"],
  ])("%j: %s", (words, complaint) => {
    expect(parseOptions(words)).toBe(complaint);
  });
});
