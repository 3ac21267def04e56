import { matchesLabels, selectorFromObject } from "#core/api/label-selector.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { ParamRef, ValidatingAdmissionPolicy } from "#core/api/schema/generated/types.ts";
import type { AdmissionAttributes, AdmissionLookup } from "../../admission.ts";

/** A policy that cannot be asked, with upstream's words. */
export class PolicyMisuse extends Error {}

/** The objects that a binding hands to its policy; one `undefined` when it hands none. Throws a PolicyMisuse. Models generic.CollectParams. */
export function collectParams(
  { spec }: ValidatingAdmissionPolicy,
  reference: ParamRef | undefined,
  attributes: AdmissionAttributes,
  lookup: AdmissionLookup,
): readonly (KubeObject | undefined)[] {
  const { paramKind } = spec;
  if (!paramKind || !reference) return [undefined];
  const kind = lookup.kindNamed(paramKind.apiVersion ?? "", paramKind.kind ?? "");
  if (!kind)
    throw new PolicyMisuse(
      `failed to find resource referenced by paramKind: '${paramKind.apiVersion ?? ""}, Kind=${paramKind.kind ?? ""}'`,
    );
  const namespace = kind.namespaced ? reference.namespace || attributes.namespace : "";
  if (kind.namespaced && namespace === "")
    throw new PolicyMisuse(
      "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources",
    );
  if (!kind.namespaced && reference.namespace)
    throw new PolicyMisuse(
      "paramRef.namespace must not be provided for a cluster-scoped `paramKind`",
    );
  const found = paramsNamed(reference, { storedAs: kind.storedAs, namespace }, lookup);
  if (found.length === 0 && reference.parameterNotFoundAction === "Deny")
    throw new PolicyMisuse(
      "no params found for policy binding with `Deny` parameterNotFoundAction",
    );
  return found;
}

function paramsNamed(
  { name, selector }: ParamRef,
  { storedAs, namespace }: { readonly storedAs: string; readonly namespace: string },
  lookup: AdmissionLookup,
): readonly KubeObject[] {
  if (name) {
    const object = lookup.get(storedAs, { namespace, name });
    return object ? [object] : [];
  }
  const matcher = selectorFromObject(selector ?? {});
  return lookup
    .list(storedAs, namespace)
    .filter(({ metadata }) => matchesLabels(matcher, metadata.labels ?? {}));
}
