import type { KubeObject } from "#core/api/meta.ts";
import { goJson, isMap, textsAt } from "./json.ts";

/** Where apply keeps the configuration it last sent. */
export const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The object with its own configuration written into the annotation. Models util.CreateApplyAnnotation. */
export function withLastApplied(object: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _previous, ...annotations } = textsAt(object, "metadata", "annotations");
  const metadata = isMap(object.metadata) ? object.metadata : {};
  const bare = { ...object, metadata: { ...metadata, annotations } };
  return {
    ...bare,
    metadata: { ...metadata, annotations: { ...annotations, [LAST_APPLIED]: `${goJson(bare)}\n` } },
  } as KubeObject;
}

/** What apply last sent, undefined when the object was not made by apply. */
export function lastApplied(object: KubeObject): unknown {
  const text = textsAt(object, "metadata", "annotations")[LAST_APPLIED];
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
