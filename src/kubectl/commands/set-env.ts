import type { Container, EnvVar } from "#core/api/schema/generated/types.ts";
import { print } from "../api.ts";
import { defineCommand, type Steps } from "../command.ts";
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
    if (pairs.length === 0) throw failure("at least one environment variable must be provided");
    yield* patchTemplates(invocation, fetched, {
      did: "env updated",
      change: (spec) =>
        mapContainers(spec, (container) =>
          selects(container) ? withEnv(container, pairs) : container,
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

function withEnv(container: Container, pairs: readonly string[]): Container {
  let env: readonly EnvVar[] = container.env ?? [];
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const name = equals < 0 ? pair.slice(0, -1) : pair.slice(0, equals);
    if (equals < 0) env = env.filter((each) => each.name !== name);
    else if (env.some((each) => each.name === name)) {
      env = env.map((each) =>
        each.name === name ? { name, value: pair.slice(equals + 1) } : each,
      );
    } else env = [...env, { name, value: pair.slice(equals + 1) }];
  }
  const { env: _before, ...rest } = container;
  return env.length > 0 ? { ...rest, env } : rest;
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
