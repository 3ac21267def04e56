import type { KubeObject } from "#core/api/meta.ts";
import { formatMicroTime, formatTime } from "#core/base/time.ts";
import type { RecordedEvent } from "./recorder.ts";

/** Who tells. Frozen: all events of one agent share its parts. */
export interface EventSource {
  readonly agent: string;
  readonly component: string;
  readonly host: string;
  /** What stands in `source` of events that are counted. */
  readonly field: Readonly<Record<string, string>>;
}

const NO_SOURCE = Object.freeze({});
const MAX_MESSAGE = 1024;

/** The source that an agent such as `kubelet/worker-1` is: the part behind `/` is its host. */
export function eventSource(agent: string): EventSource {
  const [component = agent, host = ""] = agent.split("/");
  const field = Object.freeze(host === "" ? { component } : { component, host });
  return Object.freeze({ agent, component, host, field });
}

/**
 * The v1 Event that tells something for the first time. Events with an action are written as events.k8s.io writes them.
 * Written out, since half of all writes are events.
 */
export function newEvent(
  source: EventSource,
  object: KubeObject,
  recorded: RecordedEvent,
  place: { readonly namespace: string; readonly name: string; readonly epochMs: number },
): unknown {
  const { namespace, name, epochMs } = place;
  const metadata = { name, namespace };
  const involvedObject = referenceTo(object, recorded.fieldPath);
  const { type, reason, action } = recorded;
  const message = truncated(recorded.message);
  const { component, host } = source;
  if (action !== undefined)
    return {
      apiVersion: "v1",
      kind: "Event",
      metadata,
      involvedObject,
      reason,
      message,
      type,
      source: NO_SOURCE,
      eventTime: formatMicroTime(epochMs),
      action,
      reportingComponent: component,
      reportingInstance: host === "" ? `${component}-master-1` : host,
    };
  const time = formatTime(epochMs);
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata,
    involvedObject,
    reason,
    message,
    type,
    source: source.field,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    reportingComponent: component,
    reportingInstance: host,
  };
}

/** A message as long as the server takes it. */
export function truncated(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE - 4)} ...`;
}

function referenceTo(object: KubeObject, fieldPath: string | undefined): object {
  const { apiVersion, kind } = object;
  const { namespace, name, uid, resourceVersion } = object.metadata;
  // Nearly all objects have all of these, and a literal is quick and small.
  if (namespace && name !== undefined && uid !== undefined && resourceVersion)
    return fieldPath === undefined
      ? { kind, namespace, name, uid, apiVersion, resourceVersion }
      : { kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath };
  return {
    kind,
    ...(namespace && { namespace }),
    ...(name !== undefined && { name }),
    ...(uid !== undefined && { uid }),
    apiVersion,
    ...(resourceVersion && { resourceVersion }),
    ...(fieldPath !== undefined && { fieldPath }),
  };
}
