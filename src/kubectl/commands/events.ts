import type { Event } from "#core/api/schema/generated/types.ts";
import { parseTime } from "#core/base/time.ts";
import { listObjects, print, printError } from "../api.ts";
import { goSorted } from "../printers/go-sort.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { eventAge } from "../describers/events.ts";
import { failure } from "../failure.ts";
import { OUTPUT_FLAGS, printerOf } from "../output.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";
import { apiVersionOf, resourceFor } from "../resources.ts";
import { ALL_NAMESPACES_FLAG, namespaceFor } from "../target.ts";

export const events = defineCommand({
  name: "events",
  summary: "List events",
  usage: "[(-o|--output=)json|yaml|name] [--for TYPE/NAME] [--types=Normal,Warning]",
  examples: ["kubectl events", "kubectl events --for pod/web-0 --types=Warning"],
  flags: [
    ...OUTPUT_FLAGS,
    ALL_NAMESPACES_FLAG,
    { name: "for", type: "text", usage: "Only events about this object: TYPE/NAME." },
    { name: "types", type: "csv", usage: "Normal, Warning." },
    { name: "no-headers", type: "bool", usage: "Leave out the headers." },
    { name: "chunk-size", type: "int", usage: "Accepted." },
  ],
  *run(invocation) {
    const { session, flags } = invocation;
    const types = flags.list("types").map((type) => type.toLowerCase());
    if (types.some((type) => type !== "normal" && type !== "warning"))
      throw failure("valid --types are Normal or Warning");
    const fieldSelector = subjectSelector(invocation);
    const namespace = namespaceFor(invocation);
    const listed = yield* listObjects(
      resourceFor(session, "events"),
      namespace,
      fieldSelector === "" ? {} : { fieldSelector },
    );
    const shown = (listed as readonly Event[]).filter(
      (event) => types.length === 0 || types.includes((event.type ?? "").toLowerCase()),
    );
    if (shown.length === 0) {
      return yield* printError(
        flags.on("all-namespaces")
          ? "No events found.\n"
          : `No events found in ${namespace} namespace.\n`,
      );
    }
    const sorted = goSorted(shown, (a, b) => timeOf(a) < timeOf(b));
    const printer = printerOf(invocation, { withTables: false });
    if (printer)
      return yield* print(
        printer({
          apiVersion: "v1",
          items: sorted,
          kind: "List",
          metadata: { resourceVersion: "" },
        }),
      );
    yield* print(tableText(invocation, sorted));
  },
});

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

function tableText({ session, flags }: Invocation, list: readonly Event[]): string {
  const writer = new TabWriter(TABLE_LAYOUT);
  const withNamespace = flags.on("all-namespaces");
  const headers = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];
  if (!flags.on("no-headers"))
    writer.write(`${[...(withNamespace ? ["NAMESPACE"] : []), ...headers].join("\t")}\n`);
  for (const event of list) {
    const { kind = "", name = "" } = event.involvedObject;
    const cells = [
      eventAge(event, session.nowEpochMs()),
      event.type ?? "",
      event.reason ?? "",
      `${kind}/${name}`,
      (event.message ?? "").trim(),
    ];
    writer.write(
      `${[...(withNamespace ? [event.metadata.namespace ?? ""] : []), ...cells].join("\t")}\n`,
    );
  }
  return writer.flush();
}
