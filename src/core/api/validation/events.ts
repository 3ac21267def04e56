import { isSemanticallyEqual } from "#core/base/equal.ts";
import { invalid, required, type FieldError } from "../field-error.ts";
import type { Event } from "../schema/generated/types.ts";
import { immutable, qualifiedName } from "./fields.ts";
import { invalidFor, labelProblems } from "./problems.ts";

const MAX_MESSAGE_LENGTH = 1024;
const MAX_WORD_LENGTH = 128;

/** Every mistake of an Event; one with an eventTime must keep the newer rules too. Models core validation.ValidateEventCreate. */
export function validateEvent(event: Event): FieldError[] {
  return [...validateHome(event), ...(event.eventTime ? validateNewForm(event) : [])];
}

/** Every mistake of a new Event of the newer group. Models core validation.ValidateEventCreate with events.k8s.io/v1. */
export function validateNewEvent(event: Event): FieldError[] {
  const { eventTime, type, firstTimestamp, lastTimestamp, count, source } = event;
  const unset = (field: string, value: unknown) =>
    value ? [invalid(field, "", "needs to be unset")] : [];
  return [
    ...validateEvent(event),
    ...validateSeries(event),
    ...(eventTime ? [] : [required("eventTime")]),
    ...(type === "Normal" || type === "Warning"
      ? []
      : [invalid("type", "", `has invalid value: ${type ?? ""}`)]),
    ...unset("firstTimestamp", firstTimestamp),
    ...unset("lastTimestamp", lastTimestamp),
    ...unset("count", count),
    ...unset("source", source.component || source.host),
  ];
}

/** A told Event stays as it is; only its series goes on. Models core validation.ValidateEventUpdate with events.k8s.io/v1. */
export function validateNewEventUpdate(event: Event, old: Event): FieldError[] {
  const fixed = [
    "involvedObject",
    "reason",
    "message",
    "type",
    "source",
    "firstTimestamp",
    "lastTimestamp",
    "count",
    "related",
    "reportingComponent",
    "reportingInstance",
    "action",
  ] as const;
  return [
    ...validateEvent(event),
    ...(isSemanticallyEqual(event.series, old.series) ? [] : validateSeries(event)),
    ...fixed.flatMap((field) =>
      immutable(
        field === "reportingComponent" ? "reportingController" : field,
        event[field] ?? null,
        old[field] ?? null,
      ),
    ),
  ];
}

function validateSeries({ series }: Event): FieldError[] {
  if (!series) return [];
  return [
    ...((series.count ?? 0) < 2 ? [invalid("series.count", "", "should be at least 2")] : []),
    ...(series.lastObservedTime ? [] : [required("series.lastObservedTime")]),
  ];
}

/** An event lives with what it speaks of; events about cluster-scoped objects live in the default namespace. */
function validateHome({ metadata, involvedObject }: Event): FieldError[] {
  const home = metadata.namespace ?? "";
  const path = "involvedObject.namespace";
  const about = involvedObject.namespace ?? "";
  if (about === "")
    return home === "default" ? [] : [invalid(path, "", "does not match event.namespace")];
  return about === home
    ? invalidFor(path, about, labelProblems(about))
    : [invalid(path, about, "does not match event.namespace")];
}

function validateNewForm(event: Event): FieldError[] {
  const {
    reportingComponent = "",
    reportingInstance = "",
    action = "",
    reason = "",
    message = "",
    type,
  } = event;
  const errors = reportingComponent
    ? qualifiedName("reportingController", reportingComponent)
    : [required("reportingController")];
  errors.push(
    ...word("reportingInstance", reportingInstance),
    ...word("action", action),
    ...word("reason", reason),
  );
  if (message.length > MAX_MESSAGE_LENGTH)
    errors.push(invalid("message", "", `can have at most ${MAX_MESSAGE_LENGTH} characters`));
  if (type !== "Normal" && type !== "Warning")
    errors.push(invalid("type", "", `has invalid value: ${type ?? ""}`));
  return errors;
}

function word(path: string, text: string): FieldError[] {
  if (text === "") return [required(path)];
  return text.length > MAX_WORD_LENGTH
    ? [invalid(path, "", `can have at most ${MAX_WORD_LENGTH} characters`)]
    : [];
}
