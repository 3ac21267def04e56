import type { RequestOptions } from "#core/api/request.ts";
import { SERVER_VERSION } from "#core/api/server-version.ts";
import { StatusError } from "#core/api/status.ts";
import { call } from "./api.ts";
import type { Steps } from "./command.ts";
import type { Session } from "./define.ts";
import { resourcesOf } from "./resources.ts";

const HEALTH = ["/healthz", "/livez", "/readyz"];

/** What the server answers to a GET of a path: health, and what is stored. Other paths are not found. */
export function* rawAnswer(session: Session, uri: string): Steps<string> {
  const [path = "", query = ""] = uri.split(/\?(.*)/s);
  if (HEALTH.includes(path)) return "ok";
  if (path === "/version") return JSON.stringify(SERVER_VERSION);
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
  const body = yield* call({
    verb: name === "" ? "list" : "get",
    resource,
    namespace,
    name,
    subresource,
    options: optionsOf(query),
    showsManagedFields: true,
  });
  return typeof body === "string" ? body : JSON.stringify(body);
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
