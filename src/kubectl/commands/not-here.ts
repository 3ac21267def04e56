import type { Pod, Service } from "#core/api/schema/generated/types.ts";
import { printError } from "../api.ts";
import { attachablePod, connect } from "../attachable.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { argumentFailure, failure, throwGathered } from "../failure.ts";
import { FILE_FLAGS, fetchTargets, SELECTOR_FLAGS, targetsOf } from "../target.ts";

/** These commands exist and find what they are pointed at; what they would open to it cannot be opened here, and they say so. */

const RECORDED =
  "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\n" +
  "If you don't see a command prompt, try pressing enter.\n";

const CONTAINER_FLAG = {
  name: "container",
  short: "c",
  type: "text",
} as const;

export const attach = defineCommand({
  name: "attach",
  flags: [
    CONTAINER_FLAG,
    { name: "stdin", short: "i", type: "bool" },
    { name: "tty", short: "t", type: "bool" },
    { name: "quiet", short: "q", type: "bool" },
    { name: "pod-running-timeout", type: "duration" },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    const [word] = args;
    if (word === undefined) throw failure("at least 1 argument is required for attach");
    const pod = yield* attachablePod(invocation, word);
    const phase = pod.status?.phase ?? "";
    if (phase === "Succeeded" || phase === "Failed")
      throw failure(`cannot attach a container in a completed pod; current phase is ${phase}`);
    yield* connect(invocation, pod, "attach", flags.on("quiet") ? "" : RECORDED);
  },
});

export const cp = defineCommand({
  name: "cp",
  flags: [CONTAINER_FLAG, { name: "no-preserve", type: "bool" }, { name: "retries", type: "int" }],
  *run(invocation) {
    const [from, to, ...more] = invocation.args;
    if (from === undefined || to === undefined || more.length > 0)
      throw failure("source and destination are required");
    const remote = [from, to].filter((spec) => /^[^./][^:]*:/.test(spec));
    const [only] = remote;
    if (only === undefined) throw failure("one of src or dest must be a remote file specification");
    if (remote.length > 1) throw failure("one of src or dest must be a local file specification");
    const [place = ""] = only.split(":");
    const name = place.split("/").at(-1) ?? "";
    yield* connect(invocation, yield* attachablePod(invocation, name), "exec");
  },
});

export const edit = defineCommand({
  name: "edit",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    { name: "output", short: "o", type: "text" },
    { name: "subresource", type: "text" },
  ],
  *run(invocation) {
    const { failures } = yield* fetchTargets(targetsOf(invocation, invocation.args));
    throwGathered(failures);
    throw failure(
      "kubectl edit needs a terminal editor: open the object in the editor panel and apply it there",
    );
  },
});

export const portForward = defineCommand({
  name: "port-forward",
  flags: [
    { name: "address", type: "csv" },
    { name: "pod-running-timeout", type: "duration" },
  ],
  *run(invocation) {
    const { args, path } = invocation;
    const [word, ...ports] = args;
    if (word === undefined || ports.length === 0)
      throw argumentFailure("TYPE/NAME and list of ports are required for port-forward", path);
    const pod = yield* attachablePod(invocation, word);
    const service = yield* serviceNamed(invocation, word);
    for (const each of ports) {
      const port = each.split(":").at(-1) ?? "";
      if (service) checkServicePort(service, port);
      else checkPort(pod, port);
    }
    const phase = pod.status?.phase ?? "";
    if (phase !== "Running")
      throw failure(`unable to forward port because pod is not running. Current status=${phase}`);
    yield* connect(invocation, pod, "portforward");
  },
});

/** The Service that the word names; nothing for a pod or a workload. */
function* serviceNamed(invocation: Invocation, word: string): Steps<Service | undefined> {
  if (!word.includes("/")) return undefined;
  const { found } = yield* fetchTargets(targetsOf(invocation, [word]));
  const [one] = found;
  return one?.object.kind === "Service" ? (one.object as Service) : undefined;
}

/** A port of a Service is one that it has, by number or by name. Models portforward.translateServicePortToTargetPort and convertPodNamedPortToNumber. */
function checkServicePort({ metadata, spec }: Service, port: string): void {
  const { name = "" } = metadata;
  const ports = spec?.ports ?? [];
  const isNumber = /^\d+$/.test(port);
  if (ports.some((each) => (isNumber ? String(each.port) : each.name) === port)) return;
  throw failure(
    isNumber
      ? `Service ${name} does not have a service port ${port}`
      : `Service '${name}' does not have a named port '${port}'`,
  );
}

/** A port may be named as the pod names it. */
function checkPort({ metadata, spec }: Pod, port: string): void {
  if (/^\d+$/.test(port)) return;
  const isKnown = (spec?.containers ?? []).some(({ ports }) =>
    (ports ?? []).some(({ name }) => name === port),
  );
  if (!isKnown) throw failure(`Pod '${metadata.name ?? ""}' does not have a named port '${port}'`);
}

export const proxy = defineCommand({
  name: "proxy",
  flags: [{ name: "port", short: "p", type: "int" }],
  *run() {
    throw failure("kubectl proxy is not modelled: there is no port here to listen on");
  },
});

const LEGACY_PROFILE =
  '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n';
const DEBUGGED: readonly string[] = ["Node", "Pod"];

export const debug = defineCommand({
  name: "debug",
  flags: [
    CONTAINER_FLAG,
    { name: "image", type: "text" },
    { name: "copy-to", type: "text" },
    { name: "target", type: "text" },
    {
      name: "profile",
      type: "text",
    },
    { name: "stdin", short: "i", type: "bool" },
    { name: "tty", short: "t", type: "bool" },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    const [word] = args;
    if (flags.text("image") === "" && flags.text("copy-to") === "")
      throw failure("you must specify --image when not using --copy-to.");
    if (word === undefined) throw failure("NAME or TYPE/NAME is required for debug");
    if (flags.text("profile", "legacy") === "legacy") yield* printError(LEGACY_PROFILE);
    const words = word.includes("/") ? [word] : ["pod", word];
    const { found, failures } = yield* fetchTargets(targetsOf(invocation, words));
    throwGathered(failures);
    for (const { object } of found)
      if (!DEBUGGED.includes(object.kind))
        throw failure(
          `${JSON.stringify(`${object.apiVersion}, Kind=${object.kind}`)} not supported by debug`,
        );
    throw failure("kubectl debug is not modelled: no process runs inside these containers");
  },
});
