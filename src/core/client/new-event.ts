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
  const common = {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name, namespace },
    involvedObject: referenceTo(object, recorded.fieldPath),
    reason: recorded.reason,
    message: truncated(recorded.message),
    type: recorded.type,
  };
  if (recorded.action !== undefined)
    return {
      ...common,
      source: NO_SOURCE,
      eventTime: formatMicroTime(epochMs),
      action: recorded.action,
      reportingComponent: source.component,
      reportingInstance: source.host === "" ? `${source.component}-master-1` : source.host,
    };
  const time = formatTime(epochMs);
  return {
    ...common,
    source: source.field,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    reportingComponent: source.component,
    reportingInstance: source.host,
  };
}

/** A message as long as the server takes it. */
export function truncated(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE - 4)} ...`;
}

function referenceTo(
  { apiVersion, kind, metadata }: KubeObject,
  fieldPath: string | undefined,
): Record<string, string> {
  const { namespace, name, uid, resourceVersion } = metadata;
  const reference: Record<string, string> = { kind };
  if (namespace) reference["namespace"] = namespace;
  if (name !== undefined) reference["name"] = name;
  if (uid !== undefined) reference["uid"] = uid;
  reference["apiVersion"] = apiVersion;
  if (resourceVersion) reference["resourceVersion"] = resourceVersion;
  if (fieldPath !== undefined) reference["fieldPath"] = fieldPath;
  return reference;
}
