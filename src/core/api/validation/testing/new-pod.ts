import type { Draft } from "../../define.ts";
import { fieldErrorBody, type FieldError } from "../../field-error.ts";
import { pod } from "../../kinds/core/pod.ts";
import type { Pod } from "../../schema/generated/types.ts";

/** What a test changes of a plain pod. */
export type PodEdit = (draft: Draft<Pod>) => void;

/** A plain pod with what was changed, and with defaults. */
export function newPod(edit: PodEdit = () => undefined): Pod {
  const draft: Draft<Pod> = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "default" },
    spec: { containers: [{ name: "c", image: "nginx:1.27", resources: {} }] },
    status: {},
  };
  edit(draft);
  pod.setDefaults(draft);
  return draft as Pod;
}

/** Mistakes as `field: text`. */
export function texts(errors: readonly FieldError[]): string[] {
  return errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`);
}
