import { servedVersion, type Draft } from "../../define.ts";
import { validateNewEvent, validateNewEventUpdate } from "../../validation/events.ts";
import type { Event, EventsEvent } from "../../schema/generated/types.ts";
import { event } from "../core/event.ts";

/** Event of the newer group; the same objects as the core group's, under other names. Models pkg/apis/events/v1 conversions. */
export const eventV1 = servedVersion<EventsEvent, Event>(event, {
  group: "events.k8s.io",
  version: "v1",
  schemaName: "io.k8s.api.events.v1.Event",
  setDefaults() {},
  toStored,
  fromStored,
  validate: validateNewEvent,
  validateUpdate: validateNewEventUpdate,
});

function toStored(draft: Draft<EventsEvent>): Draft<Event> {
  const {
    deprecatedCount: count,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedSource: source,
    note: message,
    regarding: involvedObject,
    reportingController: reportingComponent,
    reportingInstance,
    ...rest
  } = draft;
  return {
    ...rest,
    involvedObject,
    source: source ?? {},
    firstTimestamp: firstTimestamp ?? null,
    lastTimestamp: lastTimestamp ?? null,
    reportingComponent: reportingComponent ?? "",
    reportingInstance: reportingInstance ?? "",
    ...(message !== undefined && { message }),
    ...(count !== undefined && { count }),
  } as Draft<Event>;
}

function fromStored(stored: Event): EventsEvent {
  const {
    count,
    firstTimestamp,
    lastTimestamp,
    source,
    message,
    involvedObject,
    reportingComponent,
    reportingInstance,
    eventTime,
    ...rest
  } = stored;
  return {
    ...rest,
    eventTime: eventTime ?? null,
    regarding: involvedObject,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp ?? null,
    deprecatedLastTimestamp: lastTimestamp ?? null,
    ...(message !== undefined && { note: message }),
    ...(count !== undefined && { deprecatedCount: count }),
    ...(reportingComponent && { reportingController: reportingComponent }),
    ...(reportingInstance && { reportingInstance }),
  } as EventsEvent;
}
