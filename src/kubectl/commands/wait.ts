import type { KubeObject } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import { findObject, listObjects, sleep } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { isMap, listAt, textAt } from "../json.ts";
import { OUTPUT_FLAGS, report } from "../output.ts";
import { relaxedPath } from "../printers/custom-columns.ts";
import { compilePath, findPath, type PathTemplate } from "../printers/jsonpath.ts";
import { PathError } from "../printers/jsonpath-parse.ts";
import {
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  FILE_FLAGS,
  type Found,
  fetchTargets,
  SELECTOR_FLAGS,
  type Target,
  targetsOf,
} from "../target.ts";
import { waitUntilDeleted, watchObject } from "../wait.ts";

const DEFAULT_MS = 30_000;
const WEEK_MS = 168 * 3_600_000;
const POLL_MS = 1000;

export const wait = defineCommand({
  name: "wait",
  flags: [
    ...SELECTOR_FLAGS,
    ...FILE_FLAGS,
    FIELD_SELECTOR_FLAG,
    ALL_NAMESPACES_FLAG,
    { name: "for", type: "text" },
    { name: "timeout", type: "duration" },
    { name: "all", type: "bool" },
    ...OUTPUT_FLAGS,
  ],
  *run(invocation) {
    const { session, flags, args } = invocation;
    const goal = readGoal(flags.text("for"));
    const targets = targetsOf(invocation, args, { all: flags.on("all") });
    const timeout = flags.duration("timeout", DEFAULT_MS);
    const deadline = session.nowEpochMs() + (timeout < 0 ? WEEK_MS : timeout);
    if (goal.type === "create") return yield* waitForCreation(invocation, targets, deadline);
    const { found, failures } = yield* fetchTargets(targets);
    const isGone = (error: Error) =>
      goal.type === "delete" && error instanceof StatusError && error.reason === "NotFound";
    const real = failures.filter((each) => !isGone(each));
    if (found.length === 0 && failures.length === 0 && goal.type !== "delete")
      throw failure("no matching resources found");
    for (const one of found) {
      try {
        yield* waitForOne(invocation, one, goal, deadline);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        real.push(error);
      }
    }
    throwGathered(real);
  },
});

type Goal =
  | { readonly type: "create" }
  | { readonly type: "delete" }
  | { readonly type: "condition"; readonly name: string; readonly value: string }
  | { readonly type: "jsonpath"; readonly path: PathTemplate; readonly value: string | undefined };

/** Models wait.conditionFuncFor. */
function readGoal(text: string): Goal {
  const lower = text.toLowerCase();
  if (lower === "create" || lower === "delete") return { type: lower };
  if (text.startsWith("condition=")) {
    const [name = "", value = "true"] = text.slice("condition=".length).split("=");
    return { type: "condition", name: name.toLowerCase(), value: value.toLowerCase() };
  }
  if (text.startsWith("jsonpath=")) return readPathGoal(text.slice("jsonpath=".length));
  throw failure(`unrecognized condition: ${JSON.stringify(text)}`);
}

function readPathGoal(text: string): Goal {
  const close = text.lastIndexOf("}");
  const [path, rest] =
    close < 0
      ? [text.split("=")[0] ?? "", text.slice((text.split("=")[0] ?? "").length)]
      : [text.slice(0, close + 1), text.slice(close + 1)];
  if ((rest !== "" && !rest.startsWith("=")) || rest.split("=").length > 2) {
    throw failure(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  }
  if (rest === "=")
    throw failure(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  try {
    return {
      type: "jsonpath",
      path: compilePath(relaxedPath(path)),
      value: rest === "" ? undefined : rest.slice(1).replace(/^(['"])(.*)\1$/, "$2"),
    };
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    throw failure(error.message);
  }
}

function isReached(goal: Goal, object: KubeObject): boolean {
  if (goal.type === "condition") {
    const condition = listAt(object, "status", "conditions").find(
      (each) => textAt(each, "type").toLowerCase() === goal.name,
    );
    return (
      condition !== undefined &&
      textAt(condition, "status").toLowerCase() === goal.value &&
      isObserved(object, condition)
    );
  }
  if (goal.type !== "jsonpath") return false;
  const found = findPath(goal.path, object, { allowMissingKeys: true }).flat();
  if (found.length === 0) return false;
  if (found.length > 1) throw failure("given jsonpath expression matches more than one value");
  const [value] = found;
  if (isMap(value) || Array.isArray(value))
    throw failure("jsonpath leads to a nested object or list which is not supported");
  return goal.value === undefined || String(value).toLowerCase() === goal.value.toLowerCase();
}

/** A condition written for an older generation does not count. */
function isObserved(object: KubeObject, condition: unknown): boolean {
  const generation = object.metadata.generation ?? 0;
  const own = isMap(condition) ? condition["observedGeneration"] : undefined;
  return typeof own !== "number" || own >= generation;
}

function* existing(target: Target): Steps<readonly KubeObject[]> {
  const { resource, namespace } = target;
  if (target.type === "select") return yield* listObjects(resource, namespace, target.options);
  const object = yield* findObject(resource, namespace, target.name);
  return object ? [object] : [];
}

function* waitForOne(
  invocation: Invocation,
  { resource, object }: Found,
  goal: Goal,
  deadline: number,
): Steps<void> {
  const { session } = invocation;
  const name = object.metadata.name ?? "";
  const timedOut = () =>
    failure(`timed out waiting for the condition on ${resource.plural}/${name}`);
  if (goal.type === "delete") {
    if (!(yield* waitUntilDeleted(session, { resource, object, deadline }))) throw timedOut();
  } else if (!isReached(goal, object)) {
    const ended = yield* watchObject<true>(
      session,
      { resource, object, deadline },
      function* (next) {
        return isReached(goal, next) ? true : undefined;
      },
    );
    if (ended.type !== "decided") throw timedOut();
  }
  yield* report(invocation, { resource, name, object, did: "condition met" });
}

function* waitForCreation(
  invocation: Invocation,
  targets: readonly Target[],
  deadline: number,
): Steps<void> {
  for (const target of targets) {
    const { resource } = target;
    for (;;) {
      const objects = yield* existing(target);
      for (const object of objects)
        yield* report(invocation, {
          resource,
          name: object.metadata.name ?? "",
          object,
          did: "condition met",
        });
      if (objects.length > 0) break;
      if (invocation.session.nowEpochMs() >= deadline)
        throw failure("timed out waiting for the condition");
      yield* sleep(POLL_MS);
    }
  }
}
