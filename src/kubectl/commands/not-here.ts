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
  usage: "Which container.",
} as const;

export const attach = defineCommand({
  name: "attach",
  summary: "Attach to a running container",
  usage: "(POD | TYPE/NAME) -c CONTAINER",
  flags: [
    CONTAINER_FLAG,
    { name: "stdin", short: "i", type: "bool", usage: "Accepted." },
    { name: "tty", short: "t", type: "bool", usage: "Accepted." },
    { name: "quiet", short: "q", type: "bool", usage: "Say nothing about what is recorded." },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    const [word] = args;
    if (word === undefined) throw failure("at least 1 argument is required for attach");
    const pod = yield* attachablePod(invocation, word);
    if (!flags.on("quiet")) yield* printError(RECORDED);
    yield* connect(invocation, pod, "attach");
  },
});

export const cp = defineCommand({
  name: "cp",
  summary: "Copy files and directories to and from containers",
  usage: "<file-spec-src> <file-spec-dest>",
  flags: [CONTAINER_FLAG, { name: "no-preserve", type: "bool", usage: "Accepted." }],
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
  summary: "Edit a resource on the server",
  usage: "(RESOURCE/NAME | -f FILENAME)",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    { name: "output", short: "o", type: "text", usage: "yaml or json." },
    { name: "subresource", type: "text", usage: "Edit this subresource." },
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
  summary: "Forward one or more local ports to a pod",
  usage: "TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]",
  flags: [{ name: "address", type: "csv", usage: "Accepted." }],
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
  summary: "Run a proxy to the Kubernetes API server",
  flags: [{ name: "port", short: "p", type: "int", usage: "Accepted." }],
  *run() {
    throw failure("kubectl proxy is not modelled: there is no port here to listen on");
  },
});

const LEGACY_PROFILE =
  '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n';
const DEBUGGED: readonly string[] = ["Node", "Pod"];

export const debug = defineCommand({
  name: "debug",
  summary: "Create debugging sessions for troubleshooting workloads and nodes",
  usage: "(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]",
  flags: [
    CONTAINER_FLAG,
    { name: "image", type: "text", usage: "Image of the debugging container." },
    { name: "copy-to", type: "text", usage: "Name of a copy of the pod." },
    { name: "target", type: "text", usage: "Container whose processes are to be seen." },
    {
      name: "profile",
      type: "text",
      usage: "legacy, general, baseline, netadmin, restricted or sysadmin.",
    },
    { name: "stdin", short: "i", type: "bool", usage: "Accepted." },
    { name: "tty", short: "t", type: "bool", usage: "Accepted." },
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
