import { customKindsOf } from "#core/api/custom-kinds.ts";
import { apiVersionOf, type KindDefinition } from "#core/api/define.ts";
import { customResourceDefinition } from "#core/api/kinds/apiextensions/custom-resource-definition.ts";
import { kinds } from "#core/api/kinds/index.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { Client } from "#core/client/client.ts";

/** An object by kind and name, as owner references and autoscalers name one. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** The kind that such a reference means, those of custom resources included. Models RESTMapper.RESTMapping. */
export function kindOfReference(
  client: Client,
  { apiVersion, kind }: Pick<ObjectName, "apiVersion" | "kind">,
): KindDefinition | undefined {
  const isMeant = (each: KindDefinition) =>
    each.kind === kind && (each.conversion?.stored ?? each).group === groupOf(apiVersion);
  return (
    kinds.find((each) => isMeant(each) && apiVersionOf(each) === apiVersion) ??
    kinds.find(isMeant) ??
    client.list(customResourceDefinition).flatMap(customKindsOf).find(isMeant)
  );
}

/** The object that a reference names, or undefined when it is not there. */
export function objectOfReference(
  client: Client,
  kind: KindDefinition,
  key: { readonly namespace: string; readonly name: string },
): KubeObject | undefined {
  try {
    return client.get(kind, key);
  } catch (error) {
    if (isStatusReason(error, "NotFound")) return undefined;
    throw error;
  }
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}
