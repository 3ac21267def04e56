import type { KubeObject } from "#core/api/meta.ts";
import type { Event } from "#core/api/schema/generated/types.ts";
import { parseTime } from "#core/base/time.ts";
import { listObjects } from "../api.ts";
import type { Steps } from "../command.ts";
import { isFailureToPrint } from "../failure.ts";
import { resourceFor } from "../resources.ts";
import type { DescribeContext } from "./describer.ts";
import { ago, type DescribeText } from "./text.ts";

/** The events about an object, or undefined when they are not to be shown. */
export function* eventsOf(
  object: KubeObject,
  { session, showEvents }: DescribeContext,
  uid = object.metadata.uid,
): Steps<readonly Event[] | undefined> {
  if (!showEvents) return undefined;
  const { name = "", namespace = "" } = object.metadata;
  const fields = [
    `involvedObject.name=${name}`,
    ...(namespace === "" ? [] : [`involvedObject.namespace=${namespace}`]),
    ...(uid === undefined ? [] : [`involvedObject.uid=${uid}`]),
  ];
  try {
    const events = yield* listObjects(resourceFor(session, "events"), namespace, {
      fieldSelector: fields.join(","),
    });
    return events as readonly Event[];
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    return [];
  }
}

/** Writes the events table. Models describe.DescribeEvents. */
export function writeEvents(
  text: DescribeText,
  events: readonly Event[] | undefined,
  nowEpochMs: number,
): void {
  if (!events) return;
  if (events.length === 0) {
    text.line(0, "Events:\t<none>");
    return;
  }
  text.flush();
  text.put("Events:\n  Type\tReason\tAge\tFrom\tMessage\n");
  text.line(1, "----\t------\t----\t----\t-------");
  for (const event of [...events].sort(byLastTime)) {
    const source = event.source?.component || (event.reportingComponent ?? "");
    text.line(
      1,
      `${event.type ?? ""}\t${event.reason ?? ""}\t${eventAge(event, nowEpochMs)}\t${source}\t${eventMessage(event)}`,
    );
  }
}

function eventMessage(event: Event): string {
  const path = event.involvedObject.fieldPath ?? "";
  const message = (event.message ?? "").trim();
  return path === "" ? message : `${path}: ${message}`;
}

function byLastTime(a: Event, b: Event): number {
  return timeOf(a) - timeOf(b);
}

function timeOf(event: Event): number {
  return parseTime(event.lastTimestamp ?? "") ?? 0;
}

/** `5s`, or `3m (x5 over 10m)` for events that happened again. */
export function eventAge(event: Event, nowEpochMs: number): string {
  const first = event.eventTime
    ? ago(event.eventTime, nowEpochMs)
    : ago(event.firstTimestamp, nowEpochMs);
  if (event.series)
    return `${ago(event.series.lastObservedTime, nowEpochMs)} (x${event.series.count ?? 0} over ${first})`;
  const count = event.count ?? 0;
  return count > 1 ? `${ago(event.lastTimestamp, nowEpochMs)} (x${count} over ${first})` : first;
}
