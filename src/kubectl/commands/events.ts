import type { Event } from "#core/api/schema/generated/types.ts";
import { parseTime } from "#core/base/time.ts";
import { closeWatch, listObjects, nextEvents, openWatch, print, printError } from "../api.ts";
import { goSorted } from "../printers/go-sort.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { eventAge } from "../describers/events.ts";
import { failure } from "../failure.ts";
import { requestTimeoutOf } from "../global-flags.ts";
import { OUTPUT_FLAGS, printerOf } from "../output.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";
import { apiVersionOf, resourceFor } from "../resources.ts";
import { ALL_NAMESPACES_FLAG, namespaceFor } from "../target.ts";

export const events = defineCommand({
  name: "events",
  flags: [
    ...OUTPUT_FLAGS,
    ALL_NAMESPACES_FLAG,
    { name: "for", type: "text" },
    { name: "watch", short: "w", type: "bool" },
    { name: "types", type: "csv" },
    { name: "no-headers", type: "bool" },
    { name: "chunk-size", type: "int" },
  ],
  *run(invocation) {
    const { session, flags } = invocation;
    const types = flags.list("types").map((type) => type.toLowerCase());
    if (types.some((type) => type !== "normal" && type !== "warning"))
      throw failure("valid --types are Normal or Warning");
    const isWanted = ({ type = "" }: Event) =>
      types.length === 0 || types.includes(type.toLowerCase());
    const fieldSelector = subjectSelector(invocation);
    const options = fieldSelector === "" ? {} : { fieldSelector };
    const namespace = namespaceFor(invocation);
    const resource = resourceFor(session, "events");
    if (flags.on("watch"))
      return yield* watchEvents(invocation, { resource, namespace, options }, isWanted);
    const listed = yield* listObjects(resource, namespace, options);
    const shown = (listed as readonly Event[]).filter(isWanted);
    if (shown.length === 0) {
      return yield* printError(
        flags.on("all-namespaces")
          ? "No events found.\n"
          : `No events found in ${namespace} namespace.\n`,
      );
    }
    const sorted = goSorted(shown, (a, b) => timeOf(a) < timeOf(b));
    const printer = printerOf(invocation, { withTables: false });
    if (flags.text("output") === "name") return;
    if (printer)
      return yield* print(
        printer({ apiVersion: "v1", items: sorted.map(complete), kind: "EventList", metadata: {} }),
      );
    yield* print(tableText(invocation, sorted));
  },
});

/** An event as the typed client has it: times that are not set are told as null. */
function complete(event: Event): unknown {
  return { eventTime: null, firstTimestamp: null, lastTimestamp: null, ...event };
}

/** Prints what there is and what comes, headers once. Models events.EventsOptions.runWatch. */
function* watchEvents(
  invocation: Invocation,
  place: Parameters<typeof openWatch>[0],
  isWanted: (event: Event) => boolean,
): Steps<void> {
  const { flags, session } = invocation;
  const watch = yield* openWatch(place);
  const printer = printerOf(invocation, { withTables: false });
  const endsAt = session.nowEpochMs() + requestTimeoutOf(flags);
  const writer = new TabWriter(TABLE_LAYOUT);
  if (!printer && !flags.on("no-headers")) writeHeaders(writer, invocation);
  for (;;) {
    const left = endsAt - session.nowEpochMs();
    const changes =
      left > 0 ? yield* nextEvents(watch, Number.isFinite(left) ? left : undefined) : [];
    if (changes.length === 0) break;
    for (const { type, object } of changes) {
      if (type !== "ADDED" && type !== "MODIFIED") continue;
      const event = object as unknown as Event;
      if (!isWanted(event)) continue;
      if (printer) yield* print(printer(event));
      else {
        writeRow(writer, invocation, event);
        yield* print(writer.flush());
      }
    }
  }
  yield* closeWatch(watch);
}

function subjectSelector({ session, flags }: Invocation): string {
  const subject = flags.text("for");
  if (subject === "") return "";
  const [type = "", name, ...more] = subject.split("/");
  if (name === undefined || more.length > 0) throw failure("--for must be in resource/name form");
  const resource = resourceFor(session, type);
  return `involvedObject.kind=${resource.kind},involvedObject.apiVersion=${apiVersionOf(resource)},involvedObject.name=${name}`;
}

function timeOf(event: Event): number {
  return (
    parseTime(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? "") ?? 0
  );
}

function tableText(invocation: Invocation, list: readonly Event[]): string {
  const writer = new TabWriter(TABLE_LAYOUT);
  if (!invocation.flags.on("no-headers")) writeHeaders(writer, invocation);
  for (const event of list) writeRow(writer, invocation, event);
  return writer.flush();
}

function writeHeaders(writer: TabWriter, { flags }: Invocation): void {
  const headers = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
  const withNamespace = flags.on("all-namespaces");
  writer.write(`${[...(withNamespace ? ["NAMESPACE"] : []), ...headers].join("\t")}\n`);
}

function writeRow(writer: TabWriter, { session, flags }: Invocation, event: Event): void {
  const { kind = "", name = "" } = event.involvedObject;
  const namespace = flags.on("all-namespaces") ? [event.metadata.namespace ?? ""] : [];
  const cells = [
    eventAge(event, session.nowEpochMs()),
    event.type ?? "",
    event.reason ?? "",
    `${kind}/${name}`,
    (event.message ?? "").trim(),
  ];
  writer.write(`${[...namespace, ...cells].join("\t")}\n`);
}
