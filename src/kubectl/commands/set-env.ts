import type { Container, EnvVar } from "#core/api/schema/generated/types.ts";
import { getObject, print, printError } from "../api.ts";
import { mapAt } from "../json.ts";
import { resourceFor } from "../resources.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure } from "../failure.ts";
import { fetchTargets, type Found, targetsOf } from "../target.ts";
import { mapContainers, patchTemplates, podSpecOf, TEMPLATE_EDIT_FLAGS } from "../template-edit.ts";

export const setEnv = defineCommand({
  name: "env",
  summary: "Update environment variables on a pod template",
  usage: "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [options]",
  examples: [
    "kubectl set env deploy/web MODE=fast",
    "kubectl set env deploy/web MODE-",
    "kubectl set env deploy/web --list",
  ],
  flags: [
    ...TEMPLATE_EDIT_FLAGS,
    { name: "env", short: "e", type: "list", usage: "key=value; may be repeated." },
    { name: "list", type: "bool", usage: "Show what is there." },
    { name: "containers", short: "c", type: "text", usage: "Which containers; * is any text." },
    { name: "overwrite", type: "bool", usage: "Change values that exist (default)." },
    { name: "from", type: "text", usage: "configmap/NAME or secret/NAME to take all keys from." },
    { name: "prefix", type: "text", usage: "What to put in front of those names." },
    { name: "keys", type: "csv", usage: "Only these keys." },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    const isPair = (word: string) => word.includes("=") || (word.endsWith("-") && word !== "-");
    const objects = args.filter((word) => !isPair(word));
    const pairs = [...args.filter(isPair), ...flags.list("env")];
    if (objects.length === 0)
      throw failure(
        "one or more resources must be specified as <resource> <name> or <resource>/<name>",
      );
    const fetched = yield* fetchTargets(targetsOf(invocation, objects, { all: flags.on("all") }));
    const selects = containerFilter(flags.text("containers", "*"));
    if (flags.on("list")) return yield* listAll(fetched.found, selects);
    const imported = flags.given("from") ? yield* importedVariables(invocation) : [];
    if (pairs.length === 0 && imported.length === 0)
      throw failure("at least one environment variable must be provided");
    for (const { object } of fetched.found)
      if (!podSpecOf(object).spec.containers.some(selects))
        yield* printError(
          `Warning: ${object.kind}/${object.metadata.name ?? ""} does not have any containers matching ${JSON.stringify(flags.text("containers", "*"))}\n`,
        );
    const variables = [...imported, ...pairs.map(variableOf)];
    yield* patchTemplates(invocation, fetched, {
      did: "env updated",
      change: (spec) =>
        mapContainers(spec, (container) =>
          selects(container) ? withEnv(container, variables) : container,
        ),
    });
  },
});

function containerFilter(pattern: string): (container: Container) => boolean {
  const expression = new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
  return (container) => expression.test(container.name);
}

/** A variable to set, or a name to remove. */
type Change = EnvVar | string;

function variableOf(pair: string): Change {
  const equals = pair.indexOf("=");
  if (equals < 0) return pair.slice(0, -1);
  return { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
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

function* listAll(
  found: readonly Found[],
  selects: (container: Container) => boolean,
): Steps<void> {
  for (const { object } of found) {
    const { spec } = podSpecOf(object);
    for (const container of [...(spec.initContainers ?? []), ...spec.containers].filter(selects)) {
      yield* print(`# ${object.kind} ${object.metadata.name ?? ""}, container ${container.name}\n`);
      for (const { name, value, valueFrom } of container.env ?? []) {
        if (valueFrom?.fieldRef)
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
