import type { KubeObject } from "#core/api/meta.ts";
import { formatLabelSelector } from "#core/api/label-selector.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { RequestOptions } from "#core/api/request.ts";
import { parseTime } from "#core/base/time.ts";
import { notFound } from "#core/api/status.ts";
import { call, findObject, getObject, listObjects, print, printError, sleep } from "../api.ts";
import type { ApiResource } from "../define.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { argumentFailure, failure } from "../failure.ts";
import { defaultContainer, podSelectorOf } from "../attachable.ts";
import { resourceFor } from "../resources.ts";
import { SELECTOR_FLAGS, targetsOf } from "../target.ts";

const EXPECTED =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
const POLL_MS = 1000;

/** What `log` requests know besides the usual options; the server reads them from the request. */
export interface LogOptions extends RequestOptions {
  readonly container: string;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly sinceTime?: string;
  readonly limitBytes?: number;
}

export const logs = defineCommand({
  name: "logs",
  aliases: ["log"],
  flags: [
    ...SELECTOR_FLAGS,
    { name: "follow", short: "f", type: "bool" },
    {
      name: "previous",
      short: "p",
      type: "bool",
    },
    { name: "container", short: "c", type: "text" },
    { name: "tail", type: "int" },
    { name: "timestamps", type: "bool" },
    { name: "since", type: "duration" },
    { name: "since-time", type: "text" },
    { name: "limit-bytes", type: "int" },
    { name: "all-pods", type: "bool" },
    { name: "all-containers", type: "bool" },
    { name: "prefix", type: "bool" },
    { name: "max-log-requests", type: "int" },
    { name: "ignore-errors", type: "bool" },
    { name: "insecure-skip-tls-verify-backend", type: "bool" },
    { name: "pod-running-timeout", type: "duration" },
  ],
  *run(invocation) {
    const { args, flags, path } = invocation;
    const selector = flags.text("selector");
    if (selector !== "" && args.length > 0)
      throw argumentFailure("only a selector (-l) or a POD name is allowed", path);
    if (selector === "" && (args.length === 0 || args.length > 2))
      throw argumentFailure(EXPECTED, path);
    checkOptions(invocation);
    const pods =
      selector === "" ? yield* podsOf(invocation) : yield* podsBySelector(invocation, selector);
    if (!pods) return;
    if (flags.on("follow") && pods.length > flags.int("max-log-requests", 5)) {
      throw failure(
        `you are attempting to follow ${pods.length} log streams, but maximum allowed concurrency is ${flags.int("max-log-requests", 5)}, use --max-log-requests to increase the limit`,
      );
    }
    const streams: Stream[] = [];
    for (const pod of pods)
      for (const container of yield* containersOf(invocation, pod))
        streams.push({ pod, container, shown: 0 });
    yield* showStreams(invocation, streams);
  },
});

/** Models LogsOptions.Validate. */
function checkOptions({ flags, args }: Invocation): void {
  const time = flags.text("since-time");
  if (time !== "" && parseTime(time) === undefined)
    throw failure(
      `parsing time ${JSON.stringify(time)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(time)} as "2006"`,
    );
  if (time !== "" && flags.given("since"))
    throw failure("at most one of `sinceTime` or `sinceSeconds` may be specified");
  const container = flags.text("container", args[1] ?? "");
  if (flags.on("all-containers") && container !== "")
    throw failure(`--all-containers=true should not be specified with container name ${container}`);
  if (flags.given("since") && flags.duration("since", 0) <= 0)
    throw failure("--since must be greater than 0");
  if (flags.int("limit-bytes", 0) < 0) throw failure("--limit-bytes must be greater than 0");
}

interface Stream {
  readonly pod: Pod;
  readonly container: string;
  /** Characters printed so far. */
  shown: number;
}

function* podsBySelector(
  { session, flags }: Invocation,
  labelSelector: string,
): Steps<readonly Pod[] | undefined> {
  const namespace = flags.text("namespace", session.namespace);
  const pods = (yield* listObjects(resourceFor(session, "pods"), namespace, {
    labelSelector,
  })) as readonly Pod[];
  if (pods.length > 0) return pods;
  yield* printError(`No resources found in ${namespace} namespace.\n`);
  return undefined;
}

/** The pod that is named, or the first or all of those of a workload. */
function* podsOf(invocation: Invocation): Steps<readonly Pod[]> {
  const { session, args, flags } = invocation;
  const [word = ""] = args;
  const namespace = flags.text("namespace", session.namespace);
  const pods = resourceFor(session, "pods");
  if (!word.includes("/")) return [(yield* sourceOf(pods, namespace, word)) as Pod];
  const [target] = targetsOf(invocation, [word]);
  if (!target || target.type === "select") throw failure(EXPECTED);
  const object = yield* sourceOf(target.resource, target.namespace, target.name);
  if (object.kind === "Pod") return [object as Pod];
  return yield* podsOfWorkload(invocation, object);
}

/** The object whose logs are wanted. A missing one is told with its namespace, as by no other command. */
function* sourceOf(resource: ApiResource, namespace: string, name: string): Steps<KubeObject> {
  const object = yield* findObject(resource, namespace, name);
  if (object) return object;
  const { message } = notFound({ group: resource.group, resource: resource.plural }, name);
  throw failure(`error from server (NotFound): ${message} in namespace "${namespace}"`);
}

/** The pod of a workload to read from, or all; says which when there are several. Models logsForObject. */
function* podsOfWorkload(
  { session, flags }: Invocation,
  object: KubeObject,
): Steps<readonly Pod[]> {
  const namespace = flags.text("namespace", session.namespace);
  const labelSelector = formatLabelSelector(podSelectorOf(object, "get the logs from"));
  const pods = (yield* listObjects(resourceFor(session, "pods"), namespace, {
    labelSelector,
  })) as readonly Pod[];
  const [first] = pods;
  if (!first) throw failure(`timed out waiting for the condition`);
  if (flags.on("all-pods")) return pods;
  if (pods.length > 1)
    yield* printError(`Found ${pods.length} pods, using pod/${first.metadata.name ?? ""}\n`);
  return [first];
}

function* containersOf({ flags, args }: Invocation, pod: Pod): Steps<readonly string[]> {
  const { spec, metadata } = pod;
  const main = (spec?.containers ?? []).map(({ name }) => name);
  const init = (spec?.initContainers ?? []).map(({ name }) => name);
  const ephemeral = (spec?.ephemeralContainers ?? []).map(({ name }) => name);
  if (flags.on("all-containers")) return [...init, ...main, ...ephemeral];
  const wanted = flags.text("container", args[1] ?? "");
  if (wanted !== "") {
    if (![...main, ...init, ...ephemeral].includes(wanted))
      throw failure(`container ${wanted} is not valid for pod ${metadata.name ?? ""}`);
    return [wanted];
  }
  const { name, notice } = defaultContainer(pod);
  yield* printError(notice);
  return [name];
}

function* showStreams(invocation: Invocation, streams: readonly Stream[]): Steps<void> {
  const { flags } = invocation;
  for (const stream of streams) yield* showNews(invocation, stream, true);
  while (flags.on("follow") && streams.length > 0) {
    yield* sleep(POLL_MS);
    let isAnyAlive = false;
    for (const stream of streams) {
      yield* showNews(invocation, stream, false);
      isAnyAlive ||= yield* isAlive(invocation, stream);
    }
    if (!isAnyAlive) return;
  }
}

/** Prints what a log gained; the log's beginning is cut by `--tail` once. */
function* showNews(invocation: Invocation, stream: Stream, isFirst: boolean): Steps<void> {
  const { flags, session } = invocation;
  const { metadata } = stream.pod;
  const selects = flags.text("selector") !== "";
  const tail = flags.int("tail", selects ? 10 : -1);
  if (tail < -1) throw failure("--tail must be greater than or equal to -1");
  const options: LogOptions = {
    container: stream.container,
    ...(flags.on("previous") && { previous: true }),
    ...(flags.on("timestamps") && { timestamps: true }),
    ...(flags.given("since") && { sinceSeconds: Math.ceil(flags.duration("since", 0) / 1000) }),
    ...(flags.given("since-time") && { sinceTime: flags.text("since-time") }),
    ...(flags.int("limit-bytes", 0) > 0 && { limitBytes: flags.int("limit-bytes", 0) }),
    ...(!flags.on("follow") && tail >= 0 && { tailLines: tail }),
  };
  const resource = resourceFor(session, "pods");
  const body = yield* call({
    verb: "get",
    resource,
    namespace: metadata.namespace ?? "",
    name: metadata.name ?? "",
    subresource: "log",
    options,
  });
  const all = typeof body === "string" ? body : "";
  const news =
    isFirst && flags.on("follow") && tail >= 0 ? lastLines(all, tail) : all.slice(stream.shown);
  stream.shown = all.length;
  const prefix = flags.on("prefix", flags.on("all-pods"))
    ? `[pod/${metadata.name ?? ""}/${stream.container}] `
    : "";
  yield* print(prefix === "" ? news : news.replace(/^(?=.)/gm, prefix));
}

function lastLines(text: string, count: number): string {
  const lines = text.split(/(?<=\n)/);
  return lines.slice(Math.max(0, lines.length - count)).join("");
}

function* isAlive({ session }: Invocation, { pod, container }: Stream): Steps<boolean> {
  const live = (yield* getObject(
    resourceFor(session, "pods"),
    pod.metadata.namespace ?? "",
    pod.metadata.name ?? "",
  )) as Pod;
  const statuses = [
    ...(live.status?.containerStatuses ?? []),
    ...(live.status?.initContainerStatuses ?? []),
  ];
  return statuses.find((status) => status.name === container)?.state?.running !== undefined;
}
