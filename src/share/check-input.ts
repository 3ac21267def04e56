import type { RequestOptions } from "#core/api/request.ts";
import type { Input, JournalRequest } from "#protocol/scenario.ts";
import {
  fail,
  flag,
  integer,
  numberIn,
  oneOf,
  optional,
  record,
  text,
  type Path,
} from "./check-value.ts";
import { MAX_LABEL_CHARS, MAX_NAME_CHARS, MAX_RATE } from "./limits.ts";

const MAX_SELECTOR_CHARS = 2000;
const MAX_OBJECT_NAME_CHARS = 253;
const WRITING = ["create", "update", "patch", "delete", "deletecollection"] as const;

/** Checks one input of a journal. Only what writes may stand there. */
export function checkInput(value: unknown, path: Path): Input {
  const input = record(value, path);
  const type = oneOf(input["type"], `${path}.type`, ["request", "fault", "load", "note"]);
  switch (type) {
    case "request":
      return { type, request: requestOf(input["request"], `${path}.request`) };
    case "fault":
      return {
        type,
        name: text(input["name"], `${path}.name`, MAX_NAME_CHARS),
        target: text(input["target"], `${path}.target`, MAX_OBJECT_NAME_CHARS * 2),
        on: flag(input["on"], `${path}.on`),
      };
    case "load":
      return {
        type,
        namespace: text(input["namespace"], `${path}.namespace`, MAX_OBJECT_NAME_CHARS),
        service: text(input["service"], `${path}.service`, MAX_OBJECT_NAME_CHARS),
        ratePerSecond: numberIn(input["ratePerSecond"], `${path}.ratePerSecond`, {
          from: 0,
          to: MAX_RATE,
        }),
      };
    case "note":
      return {
        type,
        name: oneOf(input["name"], `${path}.name`, ["select", "answer", "picture", "read", "ran"]),
        value: text(input["value"], `${path}.value`, MAX_LABEL_CHARS),
      };
  }
}

function requestOf(value: unknown, path: Path): JournalRequest {
  const request = record(value, path);
  const word = (name: string) => pathWord(request[name], `${path}.${name}`);
  return {
    verb: oneOf(request["verb"], `${path}.verb`, WRITING),
    group: word("group"),
    version: word("version"),
    resource: word("resource"),
    subresource: word("subresource"),
    namespace: word("namespace"),
    name: text(request["name"], `${path}.name`, MAX_OBJECT_NAME_CHARS),
    agent: text(request["agent"], `${path}.agent`, MAX_NAME_CHARS),
    options: optionsOf(request["options"] ?? {}, `${path}.options`),
    ...(request["body"] !== undefined && { body: plain(request["body"], `${path}.body`) }),
    ...optional("patchType", request["patchType"], (found) =>
      oneOf(found, `${path}.patchType`, ["json", "merge", "strategic", "apply"]),
    ),
  };
}

function pathWord(value: unknown, path: Path): string {
  const word = text(value, path, MAX_OBJECT_NAME_CHARS);
  if (!/^[a-z0-9.-]*$/i.test(word)) fail(path, "has characters that no API path has");
  return word;
}

function optionsOf(value: unknown, path: Path): RequestOptions {
  const options = record(value, path);
  const words = (name: string) => (found: unknown) =>
    text(found, `${path}.${name}`, MAX_SELECTOR_CHARS);
  const yes = (name: string) => (found: unknown) => flag(found, `${path}.${name}`);
  return {
    ...optional("labelSelector", options["labelSelector"], words("labelSelector")),
    ...optional("fieldSelector", options["fieldSelector"], words("fieldSelector")),
    ...optional("fieldManager", options["fieldManager"], words("fieldManager")),
    ...optional("resourceVersion", options["resourceVersion"], words("resourceVersion")),
    ...optional("dryRun", options["dryRun"], yes("dryRun")),
    ...optional("force", options["force"], yes("force")),
    ...optional("fieldValidation", options["fieldValidation"], (found) =>
      oneOf(found, `${path}.fieldValidation`, ["Strict", "Warn", "Ignore"]),
    ),
    ...optional("propagationPolicy", options["propagationPolicy"], (found) =>
      oneOf(found, `${path}.propagationPolicy`, ["Background", "Foreground", "Orphan"]),
    ),
    ...optional("gracePeriodSeconds", options["gracePeriodSeconds"], (found) =>
      integer(found, `${path}.gracePeriodSeconds`, { from: -1, to: 2 ** 31 }),
    ),
    ...optional("preconditions", options["preconditions"], (found) =>
      preconditionsOf(found, `${path}.preconditions`),
    ),
  };
}

function preconditionsOf(value: unknown, path: Path): NonNullable<RequestOptions["preconditions"]> {
  const preconditions = record(value, path);
  return {
    ...optional("uid", preconditions["uid"], (found) => text(found, `${path}.uid`, MAX_NAME_CHARS)),
    ...optional("resourceVersion", preconditions["resourceVersion"], (found) =>
      text(found, `${path}.resourceVersion`, MAX_NAME_CHARS),
    ),
  };
}

/** A JSON value without the one key that could reach into every object of the page. */
function plain(value: unknown, path: Path): unknown {
  if (Array.isArray(value)) return value.map((part, index) => plain(part, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return value;
  if (Object.hasOwn(value, "__proto__")) fail(path, "has a key __proto__");
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, plain(part, `${path}.${key.slice(0, 60)}`)]),
  );
}
