import { cloneJson } from "#core/base/clone.ts";
import { isEqual } from "#core/base/equal.ts";
import { badRequest, StatusError } from "../status.ts";
import { jsonTypeOf } from "../schema/decode-scalar.ts";
import { sortedByKey } from "./merge-patch.ts";
import { isMap, type JsonMap } from "./patch-values.ts";

/** Why a JSON patch does not apply; the server answers with one text whatever the reason. */
class PatchProblem extends Error {
  override readonly name = "PatchProblem";
}

type Operation = Readonly<Record<string, unknown>>;
/** The document in a box, so that its root can be replaced like any other value, with the containers that operations went through. */
interface Root {
  value: unknown;
  readonly entered: Set<unknown>;
}

/** How far copies may make a document grow, in bytes of JSON. Models the API server's limit of 3 MB a request. */
export const COPY_LIMIT = 3 * 1024 * 1024;

/** Limits on what a patch may do. */
export interface JsonPatchOptions {
  readonly copyLimit: number;
}

const MAX_OPERATIONS = 10_000;

/**
 * The document after a JSON patch; throws upstream's 400, 413 or 422 StatusError. Neither argument is changed. Models RFC 6902 as
 * evanphx/json-patch does it, down to the order of keys: every object that an operation went through is sorted.
 */
export function applyJsonPatch(
  document: unknown,
  patch: unknown,
  options: JsonPatchOptions = { copyLimit: COPY_LIMIT },
): unknown {
  if (!Array.isArray(patch)) {
    if (patch === null) return document;
    throw cannotUnmarshal(patch, "value of type []handlers.jsonPatchOp");
  }
  for (const operation of patch as readonly unknown[]) checkOperation(operation);
  if (patch.length > MAX_OPERATIONS) {
    throw new StatusError({
      message: `Request entity too large: The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${patch.length}`,
      reason: "RequestEntityTooLarge",
      code: 413,
    });
  }
  if (patch.length === 0) return document;
  const root: Root = { value: cloneJson(document), entered: new Set() };
  root.entered.add(root.value);
  const budget = { copied: 0, limit: options.copyLimit };
  try {
    for (const operation of patch as readonly unknown[])
      perform(root, isMap(operation) ? operation : {}, budget);
  } catch (error) {
    if (error instanceof PatchProblem) throw unprocessable();
    throw error;
  }
  return inOrder(root.value, root.entered);
}

/** Fields of an operation, and what they hold. Models handlers.jsonPatchOp. */
const OPERATION_FIELDS: ReadonlyMap<string, "any" | "text"> = new Map([
  ["from", "text"],
  ["op", "text"],
  ["path", "text"],
  ["value", "any"],
]);

function checkOperation(operation: unknown): void {
  if (operation === null) return;
  if (!isMap(operation)) throw cannotUnmarshal(operation, "value of type handlers.jsonPatchOp");
  for (const [key, value] of Object.entries(operation)) {
    if (OPERATION_FIELDS.get(key) !== "text" || value === null || typeof value === "string")
      continue;
    throw cannotUnmarshal(value, `struct field jsonPatchOp.${key} of type string`);
  }
}

function cannotUnmarshal(value: unknown, target: string): StatusError {
  return badRequest(
    `error decoding patch: json: cannot unmarshal ${jsonTypeOf(value)} into Go ${target}`,
  );
}

/** Fields of operations that nobody knows, as strict reading tells them. */
export function unknownOperationFields(patch: unknown): string[] {
  if (!Array.isArray(patch)) return [];
  return (patch as readonly unknown[]).flatMap((operation, i) =>
    Object.keys(isMap(operation) ? operation : {})
      .filter((key) => !OPERATION_FIELDS.has(key))
      .map((key) => `unknown field "[${i}].${key}"`),
  );
}

function inOrder(value: unknown, entered: ReadonlySet<unknown>): unknown {
  if (!entered.has(value)) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => inOrder(each, entered));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(
    ([key, part]) => [key, inOrder(part, entered)] as const,
  );
  return sortedByKey(Object.fromEntries(entries));
}

function unprocessable(): StatusError {
  const message = "the server rejected our request due to an error in our request";
  return new StatusError({ message, reason: "Invalid", details: {}, code: 422 });
}

function perform(
  root: Root,
  operation: Operation,
  budget: { copied: number; readonly limit: number },
): void {
  const path = pointerOf(operation, "path");
  switch (operation["op"]) {
    case "add":
      add(root, path, valueOf(operation));
      return;
    case "remove":
      remove(root, path);
      return;
    case "replace":
      read(root, path);
      write(root, path, valueOf(operation));
      return;
    case "move": {
      const from = pointerOf(operation, "from");
      const value = read(root, from);
      remove(root, from);
      add(root, path, value);
      return;
    }
    case "copy": {
      const value = cloneJson(read(root, pointerOf(operation, "from")));
      budget.copied += JSON.stringify(value).length;
      if (budget.copied > budget.limit) throw new PatchProblem("copies too much");
      add(root, path, value);
      return;
    }
    case "test":
      test(root, path, operation["value"] ?? null);
      return;
    default:
      throw new PatchProblem("unknown operation");
  }
}

function valueOf(operation: Operation): unknown {
  return cloneJson(operation["value"] ?? null);
}

function pointerOf(operation: Operation, name: "path" | "from"): string[] {
  const text = operation[name];
  if (typeof text !== "string" || (text !== "" && !text.includes("/")))
    throw new PatchProblem(`missing ${name}`);
  if (text === "" && name === "from") throw new PatchProblem("the root stays where it is");
  // Whatever stands before the first slash is passed over.
  return text
    .split("/")
    .slice(1)
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
}

/** The container that holds the last step of a path, and that step. */
function locate(
  root: Root,
  path: readonly string[],
): { container: JsonMap | unknown[]; key: string } {
  let container: unknown = root.value;
  for (const part of path.slice(0, -1)) container = enter(root, container, part);
  root.entered.add(container);
  const key = path.at(-1);
  if (key === undefined || (!isMap(container) && !Array.isArray(container)))
    throw new PatchProblem("no such place");
  return { container, key };
}

function child(container: unknown, key: string): unknown {
  if (Array.isArray(container)) return container[indexIn(container, key, container.length - 1)];
  if (isMap(container) && Object.hasOwn(container, key)) return container[key];
  throw new PatchProblem("no such value");
}

function enter(root: Root, container: unknown, key: string): unknown {
  root.entered.add(container);
  return child(container, key);
}

/** An index within a list; negative ones count from the end. */
function indexIn(list: readonly unknown[], key: string, last: number): number {
  if (!/^-?\d+$/.test(key)) throw new PatchProblem("no index");
  const index = Number(key) < 0 ? Number(key) + last + 1 : Number(key);
  if (index < 0 || index > last || last > list.length)
    throw new PatchProblem("index out of bounds");
  return index;
}

function read(root: Root, path: readonly string[]): unknown {
  return path.reduce((container, key) => enter(root, container, key), root.value);
}

function add(root: Root, path: readonly string[], value: unknown): void {
  if (path.length === 0) throw new PatchProblem("the root cannot be added");
  const { container, key } = locate(root, path);
  if (Array.isArray(container))
    container.splice(
      key === "-" ? container.length : indexIn(container, key, container.length),
      0,
      value,
    );
  else container[key] = value;
}

function write(root: Root, path: readonly string[], value: unknown): void {
  if (path.length === 0) {
    if (!isMap(value) && !Array.isArray(value)) throw new PatchProblem("the root is no scalar");
    root.value = value;
    root.entered.add(value);
    return;
  }
  const { container, key } = locate(root, path);
  if (Array.isArray(container)) container[indexIn(container, key, container.length - 1)] = value;
  else container[key] = value;
}

function remove(root: Root, path: readonly string[]): void {
  const { container, key } = locate(root, path);
  child(container, key);
  if (Array.isArray(container)) container.splice(indexIn(container, key, container.length - 1), 1);
  else delete container[key];
}

/** A missing value equals null in a test, as long as its container exists. */
function test(root: Root, path: readonly string[], expected: unknown): void {
  const isMissing = path.length > 0 && isMissingMember(root, path);
  const found = isMissing ? null : read(root, path);
  if (!isEqual(found, expected)) throw new PatchProblem("test failed");
}

function isMissingMember(root: Root, path: readonly string[]): boolean {
  const { container, key } = locate(root, path);
  return isMap(container) && !Object.hasOwn(container, key);
}
