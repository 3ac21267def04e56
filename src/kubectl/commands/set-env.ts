import { decodeBase64 } from "#core/api/base64.ts";
import type { Container, EnvVar } from "#core/api/schema/generated/types.ts";
import { getObject, print, printError } from "../api.ts";
import { mapAt } from "../json.ts";
import { resourceFor } from "../resources.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure } from "../failure.ts";
import type { Found } from "../target.ts";
import {
  containerFilter,
  mapContainers,
  editTargets,
  patchTemplates,
  podSpecOf,
  TEMPLATE_EDIT_FLAGS,
} from "../template-edit.ts";

export const setEnv = defineCommand({
  name: "env",
  flags: [
    ...TEMPLATE_EDIT_FLAGS,
    { name: "env", short: "e", type: "list" },
    { name: "list", type: "bool" },
    { name: "containers", short: "c", type: "text" },
    { name: "overwrite", type: "bool" },
    { name: "resolve", type: "bool" },
    { name: "from", type: "text" },
    { name: "prefix", type: "text" },
    { name: "keys", type: "csv" },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    const isPair = (word: string) => word.indexOf("=") > 0 || (word.endsWith("-") && word !== "-");
    const objects = args.filter((word) => !isPair(word) && word !== "-");
    const pairs = [
      ...args.filter(isPair),
      ...flags.list("env"),
      ...(args.includes("-") ? linesOf(invocation.session.stdin) : []),
    ];
    const changes = pairs.map(variableOf);
    if (changes.some((each) => typeof each !== "string" && changes.includes(each.name)))
      throw failure(
        "can not both modify and remove the same environment variable in the same command",
      );
    if (objects.length === 0 && flags.list("filename").length === 0)
      throw failure(
        "one or more resources must be specified as <resource> <name> or <resource>/<name>",
      );
    const fetched = yield* editTargets(invocation, objects);
    const selects = containerFilter(flags.text("containers", "*"));
    if (flags.on("list")) return yield* listAll(invocation, fetched.found, selects);
    const imported = flags.given("from") ? yield* importedVariables(invocation) : [];
    for (const { object, resource } of fetched.found)
      if (!podSpecOf(object, resource).spec.containers.some(selects))
        yield* printError(
          `Warning: ${object.kind}/${object.metadata.name ?? ""} does not have any containers matching ${JSON.stringify(flags.text("containers", "*"))}\n`,
        );
    const variables = [...imported, ...changes];
    yield* patchTemplates(invocation, fetched, {
      did: "env updated",
      failing: "failed to patch env update to pod template:",
      change: (spec, { metadata }, { plural }) =>
        mapContainers(spec, (container) => {
          if (!selects(container)) return container;
          if (!flags.on("overwrite", true))
            refuseKnown(container, variables, `${plural}/${metadata.name ?? ""}`);
          return withEnv(container, variables);
        }),
    });
  },
});

/** Variables that stdin names, one a line. Models env.readEnv. */
function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.includes("="));
}

/** Models validation.IsEnvVarName. */
const VARIABLE_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const BAD_NAME =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";

/** A variable to set, or a name to remove. */
type Change = EnvVar | string;

function variableOf(pair: string): Change {
  const equals = pair.indexOf("=");
  if (equals < 0) return pair.slice(0, -1);
  const name = pair.slice(0, equals);
  if (!VARIABLE_NAME.test(name))
    throw failure(`${JSON.stringify(name)} is not a valid key name: ${BAD_NAME}`);
  return { name, value: pair.slice(equals + 1) };
}

function refuseKnown({ env = [] }: Container, changes: readonly Change[], place: string): void {
  for (const change of changes) {
    if (typeof change === "string") continue;
    const known = env.find(({ name }) => name === change.name);
    if (known)
      throw failure(
        `${place} '${known.name}' already has a value (${known.value ?? ""}), and --overwrite is false`,
      );
  }
}

function withEnv(container: Container, changes: readonly Change[]): Container {
  let env: readonly EnvVar[] = container.env ?? [];
  for (const change of changes) {
    if (typeof change === "string") env = env.filter(({ name }) => name !== change);
    else if (env.some(({ name }) => name === change.name))
      env = env.map((each) => (each.name === change.name ? change : each));
    else env = [...env, change];
  }
  const { env: _before, ...rest } = container;
  return env.length > 0 ? { ...rest, env } : rest;
}

/** A variable for every key of a config map or secret. Models set env --from. */
function* importedVariables({ session, flags }: Invocation): Steps<readonly EnvVar[]> {
  const [type = "", name = ""] = flags.text("from").split("/");
  const resource = resourceFor(session, type);
  const isSecret = resource.kind === "Secret";
  if (!isSecret && resource.kind !== "ConfigMap")
    throw failure(`unsupported resource specified in --from`);
  const object = yield* getObject(resource, flags.text("namespace", session.namespace), name);
  const wanted = flags.list("keys");
  const variables: EnvVar[] = [];
  for (const key of Object.keys(mapAt(object, "data")).sort()) {
    if (wanted.length > 0 && !wanted.includes(key)) continue;
    const variable = key.replace(/[^a-zA-Z0-9_]/g, "_").toUpperCase();
    if (variable !== key) yield* printError(`Warning: key ${key} transferred to ${variable}\n`);
    const reference = { key, name };
    variables.push({
      name: `${flags.text("prefix")}${variable}`,
      valueFrom: isSecret ? { secretKeyRef: reference } : { configMapKeyRef: reference },
    });
  }
  return variables;
}

/** What a reference to a config map or a secret stands for. */
function* resolvedValue(
  { session, flags }: Invocation,
  { configMapKeyRef, secretKeyRef }: NonNullable<EnvVar["valueFrom"]>,
): Steps<string | undefined> {
  const reference = configMapKeyRef ?? secretKeyRef;
  if (!reference) return undefined;
  const resource = resourceFor(session, configMapKeyRef ? "configmaps" : "secrets");
  const namespace = flags.text("namespace", session.namespace);
  const object = yield* getObject(resource, namespace, reference.name ?? "");
  const text = String(mapAt(object, "data")[reference.key] ?? "");
  return secretKeyRef ? decodeBase64(text) : text;
}

function* listAll(
  invocation: Invocation,
  found: readonly Found[],
  selects: (container: Container) => boolean,
): Steps<void> {
  for (const { object, resource } of found) {
    const { spec } = podSpecOf(object, resource);
    for (const container of [...(spec.initContainers ?? []), ...spec.containers].filter(selects)) {
      yield* print(`# ${object.kind} ${object.metadata.name ?? ""}, container ${container.name}\n`);
      for (const { name, value, valueFrom } of container.env ?? []) {
        const resolved =
          valueFrom && invocation.flags.on("resolve")
            ? yield* resolvedValue(invocation, valueFrom)
            : undefined;
        if (resolved !== undefined) yield* print(`${name}=${resolved}\n`);
        else if (valueFrom?.fieldRef)
          yield* print(`# ${name} from field path ${valueFrom.fieldRef.fieldPath}\n`);
        else if (valueFrom?.configMapKeyRef)
          yield* print(
            `# ${name} from configmap ${valueFrom.configMapKeyRef.name ?? ""}, key ${valueFrom.configMapKeyRef.key}\n`,
          );
        else if (valueFrom?.secretKeyRef)
          yield* print(
            `# ${name} from secret ${valueFrom.secretKeyRef.name ?? ""}, key ${valueFrom.secretKeyRef.key}\n`,
          );
        else if (!valueFrom) yield* print(`${name}=${value ?? ""}\n`);
      }
    }
  }
}
