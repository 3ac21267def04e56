import { parseTime } from "#core/base/time.ts";
import { defineKind, type Column } from "../../define.ts";
import { humanDuration } from "../../human-duration.ts";
import { validateEvent } from "../../validation/events.ts";
import type { Event } from "../../schema/generated/types.ts";
import { nameColumn, textColumn, timeSince, wideColumn } from "../columns.ts";

/** Event. Models pkg/registry/core/event; of the two groups only the core one is served. */
export const event = defineKind<Event>({
  group: "",
  version: "v1",
  kind: "Event",
  trusts: { bodies: "unchecked" },
  plural: "events",
  shortNames: ["ev"],
  metadataOnUpdate: [],
  schemaName: "io.k8s.api.core.v1.Event",
  allowsCreateOnUpdate: true,
  validate: validateEvent,
  columns: columns(),
  selectableFields: [
    { path: "involvedObject.kind", read: (each) => each.involvedObject.kind ?? "" },
    { path: "involvedObject.namespace", read: (each) => each.involvedObject.namespace ?? "" },
    { path: "involvedObject.name", read: (each) => each.involvedObject.name ?? "" },
    { path: "involvedObject.uid", read: (each) => each.involvedObject.uid ?? "" },
    { path: "involvedObject.apiVersion", read: (each) => each.involvedObject.apiVersion ?? "" },
    {
      path: "involvedObject.resourceVersion",
      read: (each) => each.involvedObject.resourceVersion ?? "",
    },
    { path: "involvedObject.fieldPath", read: (each) => each.involvedObject.fieldPath ?? "" },
    { path: "reason", read: (each) => each.reason ?? "" },
    { path: "reportingComponent", read: (each) => each.reportingComponent ?? "" },
    { path: "source", read: (each) => each.source.component || (each.reportingComponent ?? "") },
    { path: "type", read: (each) => each.type ?? "" },
  ],
});

function columns(): Column<Event>[] {
  return [
    textColumn(
      "Last Seen",
      "The time at which the most recent occurrence of this event was recorded.",
      (each, { nowEpochMs }) => lastSeenText(each, nowEpochMs),
    ),
    textColumn(
      "Type",
      "Type of this event (Normal, Warning), new types could be added in the future",
      (each) => each.type ?? "",
    ),
    textColumn(
      "Reason",
      "This should be a short, machine understandable string that gives the reason for the transition into the object's current status.",
      (each) => each.reason ?? "",
    ),
    textColumn("Object", "The object that this event is about.", objectText),
    wideColumn(
      "Subobject",
      "If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go field access statement, " +
        "such as desiredState.manifest.containers[2]. For example, if the object reference is to a container within a pod, this would take " +
        'on a value like: "spec.containers{name}" (where "name" refers to the name of the container that triggered the event) or if no ' +
        'container name is specified "spec.containers[2]" (container with index 2 in this pod). This syntax is chosen only to have some ' +
        "well-defined way of referencing a part of an object.",
      (each) => each.involvedObject.fieldPath ?? "",
    ),
    wideColumn(
      "Source",
      "The component reporting this event. Should be a short machine understandable string.",
      sourceText,
    ),
    textColumn("Message", "A human-readable description of the status of this operation.", (each) =>
      (each.message ?? "").trim(),
    ),
    wideColumn(
      "First Seen",
      "The time at which the event was first recorded. (Time of server receipt is in TypeMeta.)",
      (each, { nowEpochMs }) => firstSeenText(each, nowEpochMs),
    ),
    wideColumn("Count", "The number of times this event has occurred.", (each) => countOf(each)),
    { ...nameColumn, priority: 1 },
  ];
}

function firstSeenText(each: Event, nowEpochMs: number): string {
  return each.firstTimestamp
    ? timeSince(each.firstTimestamp, nowEpochMs)
    : microTimeSince(each.eventTime, nowEpochMs);
}

/** Models printers.printEvent: a series tells better than the old timestamps. */
function lastSeenText(each: Event, nowEpochMs: number): string {
  if (each.series) return microTimeSince(each.series.lastObservedTime, nowEpochMs);
  return each.lastTimestamp
    ? timeSince(each.lastTimestamp, nowEpochMs)
    : firstSeenText(each, nowEpochMs);
}

function microTimeSince(timestamp: string | null | undefined, nowEpochMs: number): string {
  const then = timestamp ? parseTime(timestamp) : undefined;
  return then === undefined ? "<unknown>" : humanDuration(nowEpochMs - then);
}

function countOf(each: Event): number {
  if (each.series) return each.series.count ?? 0;
  return each.count ? each.count : 1;
}

function objectText(each: Event): string {
  const { kind, name } = each.involvedObject;
  const target = (kind ?? "").toLowerCase();
  return name ? `${target}/${name}` : target;
}

/** Models printers.formatEventSource: each half is taken from where it is told. */
function sourceText({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source.component || (reportingComponent ?? "");
  const instance = source.host || reportingInstance;
  return instance ? `${component}, ${instance}` : component;
}
