import type { KubeObject } from "#core/api/meta.ts";

/** What is to be recorded about an object. Texts are upstream's. */
export interface RecordedEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** Part of the object: `spec.containers{web}`. */
  readonly fieldPath?: string;
  /** events.k8s.io action; kept when given (`Binding`, `Scheduling`). */
  readonly action?: string;
}

/** Writes v1 Events: the same (object, type, reason, message, fieldPath) again raises `count`. Models client-go tools/record. */
export interface EventRecorder {
  record(object: KubeObject, event: RecordedEvent): void;
}
