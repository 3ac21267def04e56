import { bundledFile } from "#core/api/bundled-files.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { RequestOptions } from "#core/api/request.ts";
import { StatusError } from "#core/api/status.ts";
import { blamingNamespace, getObject, listObjects, printError } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import type { ApiResource, Session } from "./define.ts";
import { AggregateFailure, failure, isFailureToPrint, throwGathered } from "./failure.ts";
import type { FlagSpec, Flags } from "./flags.ts";
import { isMap, mapAt, textAt } from "./json.ts";
import { checkKustomize } from "./kustomization.ts";
import { readManifests } from "./manifest.ts";
import {
  pluralName,
  preferredResources,
  resourceFor,
  resourceOfKind,
  resourcesInCategory,
  resourcesOf,
} from "./resources.ts";

/** Flags of every command that names objects on the command line. */
export const SELECTOR_FLAGS: readonly FlagSpec[] = [{ name: "selector", short: "l", type: "text" }];
export const FIELD_SELECTOR_FLAG: FlagSpec = {
  name: "field-selector",
  type: "text",
};
export const ALL_NAMESPACES_FLAG: FlagSpec = {
  name: "all-namespaces",
  short: "A",
  type: "bool",
};
export const FILE_FLAGS: readonly FlagSpec[] = [
  {
    name: "filename",
    short: "f",
    type: "csv",
  },
  { name: "kustomize", short: "k", type: "text" },
  { name: "recursive", short: "R", type: "bool" },
];

/** What a command line points at: single objects, or all objects of a type that match. */
export type Target =
  | {
      readonly type: "name";
      readonly resource: ApiResource;
      readonly namespace: string;
      readonly name: string;
    }
  | {
      readonly type: "select";
      readonly resource: ApiResource;
      readonly namespace: string;
      readonly options: RequestOptions;
    }
  | {
      readonly type: "file";
      readonly resource: ApiResource;
      readonly namespace: string;
      readonly name: string;
      readonly object: KubeObject;
      /** As the file has it, without the namespace it goes to. */
      readonly given: KubeObject;
      readonly source: string;
    };

/** How a command lets its objects be named. */
export interface TargetRules {
  /** `TYPE` alone means every object of the type. */
  readonly allowAll?: boolean;
  /** `--all` was given. */
  readonly all?: boolean;
  /** No arguments at all are allowed. */
  readonly allowNone?: boolean;
}

/** What is said when neither words nor files name anything. */
export const NOTHING_GIVEN = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Where requests of this invocation go when they name no namespace of their own: "" for all namespaces. */
export function namespaceFor({ session, flags }: Pick<Invocation, "session" | "flags">): string {
  if (flags.on("all-namespaces")) return "";
  return flags.text("namespace", session.namespace);
}

/** Reads what the words and flags point at. Models cli-runtime resource.Builder with ResourceTypeOrNameArgs. */
export function targetsOf(
  invocation: Invocation,
  words: readonly string[],
  rules: TargetRules = {},
): readonly Target[] {
  const { session, flags } = invocation;
  checkKustomize(invocation);
  const files = flags.list("filename");
  if (files.length > 0) {
    if (words.length > 0)
      throw failure(
        "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
      );
    const { targets, failures } = fileTargets(invocation, files);
    throwGathered(failures);
    return targets;
  }
  const options = selectionOf(flags);
  const hasSelector = options.labelSelector !== undefined;
  if (rules.all === true && (hasSelector || options.fieldSelector !== undefined))
    throw failure("setting 'all' parameter but found a non empty selector. ");
  const [types, ...names] = words;
  // Several types and a name mean each of them with that name. Models normalizeMultipleResourcesArgs.
  const named =
    types?.includes(",") === true
      ? types.split(",").flatMap((type) => names.map((name) => `${type}/${name}`))
      : [];
  const tuples = named.length > 0 ? named : words;
  if (tuples.some((word) => word.includes("/")))
    return slashTargets(invocation, tuples, rules.all === true || hasSelector);
  if (types === undefined) {
    if (rules.allowNone) return [];
    if (hasSelector) throw failure("at least one resource must be specified to use a selector");
    throw failure(NOTHING_GIVEN);
  }
  const resources = [...new Set(types.split(","))].flatMap((type) => expandType(session, type));
  const namespace = namespaceFor(invocation);
  if (names.length === 0) {
    const selects =
      rules.allowAll === true ||
      rules.all === true ||
      hasSelector ||
      options.fieldSelector !== undefined;
    if (!selects) throw failure("resource(s) were provided, but no name was specified");
    return resources.map((resource) => ({
      type: "select",
      resource,
      namespace: scopeOf(resource, namespace),
      options,
    }));
  }
  if (rules.all === true || hasSelector)
    throw failure("name cannot be provided when a selector is specified");
  checkNames(flags, resources, options);
  return resources.flatMap((resource) =>
    names.map((name) => nameTarget(resource, namespace, name)),
  );
}

/** Says of short names among the words which other resources they could mean, too. Models restmapper.shortcutExpander. */
export function* warnOfShortNames({ session, args }: Invocation): Steps<void> {
  const types = args.some((word) => word.includes("/"))
    ? args.map((word) => word.split("/")[0] ?? "")
    : (args[0] ?? "").split(",");
  for (const type of new Set(types)) {
    const [first, ...others] = preferredResources(session).filter((each) =>
      each.shortNames.includes(type),
    );
    const isName = resourcesOf(session).some(
      (each) => each.plural === type || each.singular === type,
    );
    if (!first || isName) continue;
    for (const other of others)
      yield* printError(
        `Warning: short name ${JSON.stringify(type)} could also match lower priority resource ${pluralName(other)}\n`,
      );
  }
}

function checkNames(
  flags: Flags,
  resources: readonly ApiResource[],
  options: RequestOptions,
): void {
  if (flags.on("all-namespaces") && resources.some((resource) => resource.namespaced)) {
    throw failure("a resource cannot be retrieved by name across all namespaces");
  }
  if (resources.length > 1) throw failure("you must specify only one resource");
  if (options.fieldSelector !== undefined)
    throw failure("name cannot be provided when a selector is specified");
}

function nameTarget(resource: ApiResource, namespace: string, name: string): Target {
  return { type: "name", resource, namespace: scopeOf(resource, namespace), name };
}

function scopeOf(resource: ApiResource, namespace: string): string {
  return resource.namespaced ? namespace : "";
}

function selectionOf(flags: Flags): RequestOptions {
  const labelSelector = flags.text("selector");
  const fieldSelector = flags.text("field-selector");
  return {
    ...(labelSelector !== "" && { labelSelector }),
    ...(fieldSelector !== "" && { fieldSelector }),
  };
}

function expandType(session: Session, type: string): readonly ApiResource[] {
  const members = resourcesInCategory(session, type);
  return members.length > 0 ? members : [resourceFor(session, type)];
}

function slashTargets(
  invocation: Invocation,
  words: readonly string[],
  selects: boolean,
): readonly Target[] {
  const { session, flags } = invocation;
  if (selects)
    throw failure("selectors and the all flag cannot be used when passing resource/name arguments");
  if (flags.on("all-namespaces"))
    throw failure("a resource cannot be retrieved by name across all namespaces");
  const namespace = namespaceFor(invocation);
  if (words.some((word) => !word.includes("/")))
    throw failure(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form " +
        "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    );
  return words.map((word) => {
    const parts = word.split("/");
    const [type = "", name = ""] = parts;
    if (parts.length > 2)
      throw failure("arguments in resource/name form may not have more than one slash");
    if (type === "" || name === "")
      throw failure("arguments in resource/name form must have a single resource and name");
    return nameTarget(resourceFor(session, type), namespace, name);
  });
}

/** One object of a file. */
export type FileTarget = Target & { readonly type: "file" };

/** Objects of every `-f` file, each with the resource it belongs to and the namespace it goes to; `failures` are what could not be read. */
export function fileTargets(
  invocation: Invocation,
  files: readonly string[],
): { targets: FileTarget[]; failures: Error[] } {
  const targets: FileTarget[] = [];
  const failures: Error[] = [];
  const missing = files.filter(
    (file) =>
      file !== "-" &&
      invocation.session.readFile(file) === undefined &&
      bundledFile(file) === undefined,
  );
  throwGathered(missing.map((file) => failure(`the path ${JSON.stringify(file)} does not exist`)));
  for (const { source, objects, problem } of files.map((file) =>
    readManifests(invocation.session, file),
  )) {
    for (const object of objects) {
      const target = fileTarget(invocation, object, source);
      if (target instanceof Error) failures.push(target);
      else targets.push(target);
    }
    if (problem) failures.push(problem);
  }
  return { targets, failures };
}

function fileTarget(
  { session, flags }: Invocation,
  object: KubeObject,
  source: string,
): FileTarget | Error {
  const problem = undecodable(object);
  if (problem !== undefined)
    return failure(`unable to decode ${JSON.stringify(source)}: ${problem}`);
  const resource = resourceOfKind(session, object.apiVersion, object.kind);
  if (!resource) return failure(noMatchText(source, object));
  const own = textAt(object, "metadata", "namespace");
  const wanted = flags.text("namespace");
  if (resource.namespaced && own !== "" && flags.given("namespace") && own !== wanted) {
    return failure(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(wanted)}. ` +
        `You must pass '--namespace=${own}' to perform this operation.`,
    );
  }
  const namespace = scopeOf(
    resource,
    own !== "" ? own : flags.text("namespace", session.namespace),
  );
  return {
    type: "file",
    resource,
    namespace,
    name: textAt(object, "metadata", "name"),
    object: placed(object, namespace),
    given: object,
    source,
  };
}

/** What Go says of labels and annotations that are no texts: the client reads no more of an object than its metadata. */
function undecodable({ metadata }: KubeObject): string | undefined {
  for (const field of ["annotations", "labels"]) {
    const wrong = Object.values(mapAt(metadata, field)).find(
      (value) => typeof value !== "string" && value !== null,
    );
    if (wrong === undefined) continue;
    const type = Array.isArray(wrong)
      ? "array"
      : isMap(wrong)
        ? "object"
        : JSON_TYPES[typeof wrong];
    return `json: cannot unmarshal ${type ?? "value"} into Go struct field ObjectMeta.metadata.${field} of type string`;
  }
  return undefined;
}

const JSON_TYPES: Readonly<Record<string, string>> = { boolean: "bool", number: "number" };

function placed(object: KubeObject, namespace: string): KubeObject {
  const metadata: Record<string, unknown> = isMap(object.metadata) ? { ...object.metadata } : {};
  if (namespace !== "") metadata["namespace"] = namespace;
  else delete metadata["namespace"];
  return { ...object, metadata } as KubeObject;
}

function noMatchText(source: string, object: KubeObject): string {
  const name = textAt(object, "metadata", "name");
  const namespace = textAt(object, "metadata", "namespace");
  const kind = JSON.stringify(object.kind);
  return (
    `resource mapping not found for name: ${JSON.stringify(name)} namespace: ${JSON.stringify(namespace)} from ${JSON.stringify(source)}: ` +
    `no matches for kind ${kind} in version ${JSON.stringify(object.apiVersion)}\nensure CRDs are installed first`
  );
}

/** One live object with the resource it belongs to. */
export interface Found {
  readonly resource: ApiResource;
  readonly object: KubeObject;
  /** File it was named in, "" otherwise. */
  readonly source: string;
}

/** Reads every target from the server, going on after refusals; `failures` are what went wrong. */
export function* fetchTargets(
  targets: readonly Target[],
): Steps<{ found: Found[]; failures: Error[] }> {
  const found: Found[] = [];
  const failures: Error[] = [];
  for (const target of targets) {
    try {
      found.push(...(yield* fetchTarget(target)));
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      failures.push(...(error instanceof AggregateFailure ? error.failures : [error]));
    }
  }
  return { found, failures };
}

function* fetchTarget(target: Target): Steps<Found[]> {
  const { resource, namespace } = target;
  if (target.type === "select") {
    const objects = yield* sayingWhat(target, listObjects(resource, namespace, target.options));
    return objects.map((object) => ({ resource, object, source: "" }));
  }
  const object = yield* blamingNamespace(namespace, getObject(resource, namespace, target.name));
  return [{ resource, object, source: target.type === "file" ? target.source : "" }];
}

/** Says what was looked for when a list is refused. Models cli-runtime Selector.Visit. */
export function* sayingWhat<T>(
  { resource, options }: Target & { readonly type: "select" },
  steps: Steps<T>,
): Steps<T> {
  try {
    return yield* steps;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.reason !== "BadRequest" && error.reason !== "NotFound") throw error;
    const { labelSelector = "", fieldSelector = "" } = options;
    const { group, version, plural } = resource;
    const place = JSON.stringify(`${group}/${version}, Resource=${plural}`);
    const what =
      labelSelector === "" && fieldSelector === ""
        ? `Unable to list ${place}`
        : `Unable to find ${place} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
    const message = `${what}: ${error.message}`;
    throw new StatusError({ ...error.status, message, code: error.code });
  }
}
