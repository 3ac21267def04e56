import type { RequestOptions } from "#core/api/request.ts";
import { SERVER_VERSION } from "#core/api/server-version.ts";
import { StatusError } from "#core/api/status.ts";
import { call, print } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import type { Session } from "./define.ts";
import { failure } from "./failure.ts";
import { resourcesOf } from "./resources.ts";
import { parseYaml } from "./yaml/parse.ts";

const HEALTH = ["/healthz", "/livez", "/readyz"];

/** What the server answers to a GET of a path: health, and what is stored. Other paths are not found. */
export function* rawAnswer(session: Session, uri: string): Steps<string> {
  if (!uri.startsWith("/"))
    throw failure(
      `--raw must be a valid URL path: parse ${JSON.stringify(uri)}: invalid URI for request`,
    );
  const [path = ""] = uri.split("?");
  if (HEALTH.includes(path)) return "ok";
  if (path === "/version") return JSON.stringify(SERVER_VERSION);
  const place = placeOf(session, uri);
  const verb = place.name === "" ? "list" : "get";
  return textOf(yield* call({ ...place, verb, showsManagedFields: true }));
}

/** Sends the one file that is named to a path, or deletes what is there, and prints the answer. Models rawhttp. */
export function* writeRaw(
  { session, flags }: Invocation,
  verb: "create" | "delete" | "update",
): Steps<void> {
  const place = placeOf(session, flags.text("raw"));
  const [file = "-"] = flags.list("filename");
  const text = file === "-" ? session.stdin : session.readFile(file);
  if (text === undefined) throw failure(`open ${file}: no such file or directory`);
  const content = verb === "delete" ? {} : { body: bodyOf(text) };
  yield* print(textOf(yield* call({ ...place, ...content, verb, showsManagedFields: true })));
}

function bodyOf(text: string): unknown {
  const parsed = parseYaml(text);
  return "complaint" in parsed ? text : parsed.value;
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** What a path of the API points at. */
function placeOf(session: Session, uri: string) {
  const [path = "", query = ""] = uri.split(/\?(.*)/s);
  const parts = path.split("/").filter((part) => part !== "");
  const group = parts[0] === "apis" ? (parts[1] ?? "") : "";
  const [version = "", ...rest] = parts.slice(parts[0] === "apis" ? 2 : 1);
  const isInNamespace = rest[0] === "namespaces" && rest.length > 2;
  const namespace = isInNamespace ? (rest[1] ?? "") : "";
  const [plural = "", name = "", subresource = ""] = isInNamespace ? rest.slice(2) : rest;
  const resource = resourcesOf(session).find(
    (each) => each.group === group && each.version === version && each.plural === plural,
  );
  if (!resource || (parts[0] !== "api" && parts[0] !== "apis")) throw notFound();
  return { resource, namespace, name, subresource, options: optionsOf(query) };
}

function optionsOf(query: string): RequestOptions {
  return Object.fromEntries(
    query
      .split("&")
      .filter((pair) => pair.includes("="))
      .map((pair) => {
        const [key = "", value = ""] = pair.split(/=(.*)/s);
        const text = decodeURIComponent(value.replaceAll("+", " "));
        return [key, key === "limit" ? Number(text) : text];
      }),
  );
}

function notFound(): StatusError {
  return new StatusError({
    message: "the server could not find the requested resource",
    reason: "NotFound",
    details: {},
    code: 404,
  });
}
