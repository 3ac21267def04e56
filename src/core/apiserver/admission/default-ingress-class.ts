import type { Draft } from "#core/api/define.ts";
import type { Ingress, IngressClass } from "#core/api/schema/generated/types.ts";
import { compareText } from "#core/base/order.ts";
import { defineAdmission, type AdmissionLookup } from "../admission.ts";

const DEFAULT_ANNOTATION = "ingressclass.kubernetes.io/is-default-class";
const CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/** An Ingress that names no class gets the default one, the newest where there are several. Models plugin network/defaultingressclass. */
export const defaultIngressClass = defineAdmission({
  name: "DefaultIngressClass",
  kinds: ["Ingress"],
  admit({ kind, operation, subresource, draft }, lookup) {
    if (kind.storedAs !== "Ingress" || operation !== "create" || subresource !== "" || !draft)
      return;
    const ingress = draft as Draft<Ingress>;
    const isNamed =
      ingress.spec?.ingressClassName !== undefined ||
      ingress.metadata.annotations?.[CLASS_ANNOTATION] !== undefined;
    const name = isNamed ? undefined : defaultClass(lookup);
    if (name !== undefined) ingress.spec = { ...ingress.spec, ingressClassName: name };
  },
});

function defaultClass(lookup: AdmissionLookup): string | undefined {
  const classes = lookup.list("IngressClass", "") as readonly IngressClass[];
  const [first] = classes
    .filter(({ metadata }) => metadata.annotations?.[DEFAULT_ANNOTATION] === "true")
    .sort(
      (a, b) =>
        compareText(b.metadata.creationTimestamp ?? "", a.metadata.creationTimestamp ?? "") ||
        compareText(a.metadata.name ?? "", b.metadata.name ?? ""),
    );
  return first?.metadata.name;
}
