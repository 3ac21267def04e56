import type { KubeObject } from "#core/api/meta.ts";
import type { RequestOptions } from "#core/api/request.ts";
import {
  blamingNamespace,
  call,
  callObject,
  closeWatch,
  itemsOf,
  nextEvents,
  openWatch,
  print,
  printError,
  revisionOf,
} from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import type { ApiResource } from "../define.ts";
import { CommandFailure, failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { namesFiles } from "../kustomization.ts";
import { requestTimeoutOf } from "../global-flags.ts";
import { isMap, listAt, textAt } from "../json.ts";
import { OUTPUT_FLAGS, printerOf } from "../output.ts";
import { sortRows, sortValues } from "../printers/sort.ts";
import { type TableOptions, writeTableHeader, writeTableRows } from "../printers/table.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";
import { isList, type ObjectPrinter } from "../printers/printer.ts";
import { rawAnswer } from "../raw.ts";
import { apiVersionOf, kindName } from "../resources.ts";
import {
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  FILE_FLAGS,
  namespaceFor,
  sayingWhat,
  SELECTOR_FLAGS,
  type Target,
  targetsOf,
  warnOfShortNames,
} from "../target.ts";

const NO_TYPE = `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples`;

export const get = defineCommand({
  name: "get",
  flags: [
    ...OUTPUT_FLAGS,
    ...SELECTOR_FLAGS,
    ...FILE_FLAGS,
    FIELD_SELECTOR_FLAG,
    ALL_NAMESPACES_FLAG,
    { name: "watch", short: "w", type: "bool" },
    { name: "watch-only", type: "bool" },
    { name: "output-watch-events", type: "bool" },
    { name: "sort-by", type: "text" },
    { name: "show-labels", type: "bool" },
    { name: "label-columns", short: "L", type: "csv" },
    { name: "show-kind", type: "bool" },
    { name: "no-headers", type: "bool" },
    { name: "ignore-not-found", type: "bool" },
    { name: "chunk-size", type: "int" },
    {
      name: "subresource",
      type: "text",
      choices: ["status", "scale"],
    },
    { name: "server-print", type: "bool" },
    { name: "raw", type: "text" },
  ],
  *run(invocation) {
    const { args, flags, session } = invocation;
    if (flags.text("raw") !== "") {
      if (args.length > 0) throw failure("arguments may not be passed when --raw is specified");
      return yield* print(yield* rawAnswer(session, flags.text("raw")));
    }
    if (args.length === 0 && !namesFiles(flags))
      throw new CommandFailure(NO_TYPE, { verbatim: true });
    const printer = printerOf(invocation, { withTables: true });
    if (flags.on("output-watch-events") && !flags.on("watch") && !flags.on("watch-only")) {
      throw failure("--output-watch-events option can only be used with --watch or --watch-only");
    }
    const targets = targetsOf(invocation, args, { allowAll: true });
    yield* warnOfShortNames(invocation);
    if (flags.text("subresource") !== "" && targets.some(({ type }) => type === "select"))
      throw failure("subresource cannot be used when bulk resources are specified");
    if (flags.on("watch") || flags.on("watch-only"))
      return yield* watchTargets(invocation, targets, printer);
    if (printer) return yield* printObjects(invocation, targets, printer);
    return yield* printTables(invocation, targets);
  },
});

/** One server table with the resource it shows. */
interface Answer {
  readonly resource: ApiResource;
  readonly table: unknown;
}

function* printTables(invocation: Invocation, targets: readonly Target[]): Steps<number> {
  const { flags } = invocation;
  const { answers, failures } = yield* readTables(invocation, targets);
  // Several tables are sorted as wholes, and what is sought is hardly ever in a table itself.
  const sortBy = flags.text("sort-by");
  if (sortBy !== "" && answers.length > 1)
    sortValues(
      answers.map(({ table }) => table),
      sortBy,
    );
  const distinct = new Set(answers.map(({ resource }) => `${resource.plural}.${resource.group}`));
  const withKind = distinct.size > 1 || flags.on("show-kind");
  const writer = new TabWriter(TABLE_LAYOUT);
  let last: ApiResource | undefined;
  let hasWritten = false;
  for (const { resource, table } of answers) {
    if (listAt(table, "rows").length === 0) continue;
    const options = tableOptions(invocation, resource, withKind);
    if (resource !== last) {
      yield* print(writer.flush());
      writer.forgetWidths();
      if (hasWritten && !options.noHeaders) yield* print("\n");
      if (!options.noHeaders) writeTableHeader(writer, table, options);
      last = resource;
    }
    hasWritten = true;
    writeTableRows(writer, table, options);
  }
  yield* print(writer.flush());
  if (!hasWritten && failures.length === 0 && !flags.on("ignore-not-found"))
    yield* printError(nothingFound(invocation, targets));
  throwGathered(failures);
  return 0;
}

function nothingFound(invocation: Invocation, targets: readonly Target[]): string {
  const isOneNamespace =
    !invocation.flags.on("all-namespaces") && targets.every((target) => target.resource.namespaced);
  return isOneNamespace
    ? `No resources found in ${namespaceFor(invocation)} namespace.\n`
    : "No resources found\n";
}

function tableOptions(
  { flags }: Invocation,
  resource: ApiResource,
  withKind: boolean,
  eventType?: string,
): TableOptions {
  return {
    wide: flags.text("output") === "wide",
    noHeaders: flags.on("no-headers"),
    withNamespace: flags.on("all-namespaces") && resource.namespaced,
    ...(withKind && { kindPrefix: kindName(resource) }),
    showLabels: flags.on("show-labels"),
    labelColumns: flags.list("label-columns"),
    ...(eventType !== undefined && { eventType }),
  };
}

function* readTables(
  invocation: Invocation,
  targets: readonly Target[],
): Steps<{ answers: Answer[]; failures: Error[] }> {
  const { flags } = invocation;
  const sortBy = flags.text("sort-by");
  const answers: Answer[] = [];
  const failures: Error[] = [];
  for (const target of targets) {
    try {
      const table = yield* readTable(target, {
        subresource: flags.text("subresource"),
        whole: sortBy !== "",
      });
      answers.push({
        resource: target.resource,
        table: sortBy === "" ? table : sortRows(table, sortBy),
      });
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      if (!(isNotFound(error) && flags.on("ignore-not-found"))) failures.push(error);
    }
  }
  return { answers, failures };
}

function isNotFound(error: Error): boolean {
  return "reason" in error && error.reason === "NotFound";
}

function* readTable(
  target: Target,
  { subresource, whole }: { subresource: string; whole: boolean },
): Steps<unknown> {
  const { resource, namespace } = target;
  const table = whole ? "object" : "metadata";
  if (target.type === "select") {
    const options = listOptions(target, whole);
    return yield* sayingWhat(target, call({ verb: "list", resource, namespace, options, table }));
  }
  return yield* blamingNamespace(
    namespace,
    call({ verb: "get", resource, namespace, name: target.name, subresource, table }),
  );
}

function listOptions(target: Target & { type: "select" }, whole: boolean): RequestOptions {
  return whole ? target.options : { ...target.options, limit: 500 };
}

function* printObjects(
  invocation: Invocation,
  targets: readonly Target[],
  printer: ObjectPrinter,
): Steps<number> {
  const { flags } = invocation;
  const failures: Error[] = [];
  const objects: unknown[] = [];
  for (const target of targets) {
    try {
      objects.push(...(yield* readObjects(invocation, target)));
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      if (!(isNotFound(error) && flags.on("ignore-not-found"))) failures.push(error);
    }
  }
  const isSingle = targets.length === 1 && targets[0]?.type !== "select";
  const sortBy = flags.text("sort-by");
  const sorted = sortBy === "" ? objects : sortValues(objects, sortBy);
  const nothing = sorted.length === 0 && (failures.length > 0 || flags.on("ignore-not-found"));
  if (!nothing) yield* print(printer(isSingle ? sorted[0] : listOf(sorted)));
  throwGathered(failures);
  return 0;
}

function listOf(items: readonly unknown[]): unknown {
  return { apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } };
}

function* readObjects({ flags }: Invocation, target: Target): Steps<readonly KubeObject[]> {
  const { resource, namespace } = target;
  const subresource = flags.text("subresource");
  // They are asked for only where they can be seen: working them out takes the server time.
  const showsManagedFields =
    flags.on("show-managed-fields") ||
    !flags.on("allow-missing-template-keys", true) ||
    (target.type !== "select" && /^(jsonpath|go-template|template)/.test(flags.text("output"))) ||
    flags.text("output").includes("managedFields");
  if (target.type === "select") {
    const options = listOptions(target, false);
    const body = yield* sayingWhat(
      target,
      call({ verb: "list", resource, namespace, options, showsManagedFields }),
    );
    return itemsOf(body, resource);
  }
  const { name } = target;
  return [
    yield* blamingNamespace(
      namespace,
      callObject({ verb: "get", resource, namespace, name, subresource, showsManagedFields }),
    ),
  ];
}

function* watchTargets(
  invocation: Invocation,
  targets: readonly Target[],
  printer: ObjectPrinter | undefined,
): Steps<number> {
  const [target] = targets;
  const { flags } = invocation;
  if (new Set(targets.map(({ resource }) => resource)).size > 1)
    throw failure("you may only specify a single resource type");
  if (!target || targets.length !== 1)
    throw failure(
      "watch is only supported on individual resources and resource collections - found " +
        String(targets.length) +
        " resources",
    );
  if (flags.text("sort-by") !== "")
    yield* printError(
      "warning: --watch requested, --sort-by will be ignored for watch events received\n",
    );
  const { resource, namespace } = target;
  const selection: RequestOptions =
    target.type === "select" ? target.options : { fieldSelector: `metadata.name=${target.name}` };
  const table = printer ? undefined : { table: "metadata" as const };
  const first =
    target.type === "select"
      ? yield* call({ verb: "list", resource, namespace, options: selection, ...table })
      : yield* blamingNamespace(
          namespace,
          call({ verb: "get", resource, namespace, name: target.name, ...table }),
        );
  const show = watchPrinter(invocation, resource, printer);
  if (!flags.on("watch-only")) yield* print(show(first, "ADDED"));
  const resourceVersion = revisionOf(first);
  const watch = yield* openWatch({
    resource,
    namespace,
    options: { ...selection, ...(resourceVersion !== "" && { resourceVersion }) },
    ...table,
  });
  const endsAt = invocation.session.nowEpochMs() + requestTimeoutOf(flags);
  for (;;) {
    const left = endsAt - invocation.session.nowEpochMs();
    const events =
      left > 0 ? yield* nextEvents(watch, Number.isFinite(left) ? left : undefined) : [];
    if (events.length === 0) break;
    for (const event of events) {
      if (event.type === "BOOKMARK") continue;
      yield* print(show(event.object, event.type));
      if (event.type === "ERROR") {
        yield* closeWatch(watch);
        return 0;
      }
    }
  }
  yield* closeWatch(watch);
  return 0;
}

/** Prints lists, objects and events one after another, headers once. */
function watchPrinter(
  invocation: Invocation,
  resource: ApiResource,
  printer: ObjectPrinter | undefined,
): (object: unknown, type: string) => string {
  const { flags } = invocation;
  const withEvents = flags.on("output-watch-events");
  const writer = new TabWriter(TABLE_LAYOUT);
  let columns: unknown;
  let isFirst = true;
  return (object, type) => {
    if (printer) {
      const isTable = flags.text("output").startsWith("custom-columns");
      if (isTable && !withEvents) return printer(object);
      const items =
        isList(object) || (isMap(object) && Array.isArray(object["items"]))
          ? itemsOf(object, resource)
          : [object];
      return items
        .map((item) => {
          const shown = withEvents ? { type, object: item } : item;
          const separator = !isFirst && flags.text("output") === "yaml" ? "---\n" : "";
          isFirst = false;
          return separator + printer(withKind(shown, resource));
        })
        .join("");
    }
    const options = tableOptions(
      invocation,
      resource,
      flags.on("show-kind"),
      withEvents ? type : undefined,
    );
    if (listAt(object, "rows").length === 0) return "";
    if (columns === undefined) {
      columns = object;
      if (!options.noHeaders) writeTableHeader(writer, object, options);
    }
    writeTableRows(writer, object, options, columns);
    return writer.flush();
  };
}

function withKind(object: unknown, resource: ApiResource): unknown {
  return isMap(object) && textAt(object, "kind") === "" && !("type" in object)
    ? { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind }
    : object;
}
