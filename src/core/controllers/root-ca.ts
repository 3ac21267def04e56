import { isEqual } from "#core/base/equal.ts";
import { configMap as configMapKind } from "#core/api/kinds/core/config-map.ts";
import { isBeingDeleted, namespaceOf } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { ConfigMap, Namespace } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { isNamespaceTerminating } from "./shared/pod-control.ts";

/** The ConfigMap that pods mount to trust the API server. */
export const ROOT_CA_NAME = "kube-root-ca.crt";

/** A certificate in form only: nothing in this cluster is encrypted, so nothing can be checked with it. */
const ROOT_CA = [
  "-----BEGIN CERTIFICATE-----",
  "UG9keWFyZCBzaW11bGF0ZWQgcm9vdCBjZXJ0aWZpY2F0ZSBhdXRob3JpdHkuIEl0",
  "IHNpZ25zIG5vdGhpbmcgYW5kIHByb3RlY3RzIG5vdGhpbmcu",
  "-----END CERTIFICATE-----",
  "",
].join("\n");

const DESCRIPTION =
  "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or " +
  "kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";
const DESCRIPTION_KEY = "kubernetes.io/description";

/** Puts the root certificate into every namespace, and back when it is edited or deleted. Models pkg/controller/certificates/rootcacertpublisher. */
export const rootCaController = defineController({
  name: "root-ca-certificate-publisher-controller",
  kind: "Namespace",
  watches: [
    {
      kind: "ConfigMap",
      keysFor: (object, _old, change) =>
        change !== "added" && object.metadata.name === ROOT_CA_NAME ? [namespaceOf(object)] : [],
    },
  ],
  reconcile(key, context) {
    const namespace = context.lister<Namespace>("Namespace").get(key);
    if (namespace && !isBeingDeleted(namespace)) publish(context, key);
    return undefined;
  },
});

function publish(context: ControllerContext, namespace: string): void {
  const existing = context.lister<ConfigMap>("ConfigMap").get(`${namespace}/${ROOT_CA_NAME}`);
  const data = { "ca.crt": ROOT_CA };
  const annotations = { ...existing?.metadata.annotations, [DESCRIPTION_KEY]: DESCRIPTION };
  if (
    existing &&
    isEqual(existing.data, data) &&
    existing.metadata.annotations?.[DESCRIPTION_KEY] === DESCRIPTION
  )
    return;
  because(context, "root-certificate", { namespace });
  if (existing) {
    context.client.update(configMapKind, {
      ...existing,
      metadata: { ...existing.metadata, annotations },
      data,
    });
    return;
  }
  try {
    context.client.create(configMapKind, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: ROOT_CA_NAME, namespace, annotations },
      data,
    });
  } catch (error) {
    if (!isStatusReason(error, "AlreadyExists") && !isNamespaceTerminating(error)) throw error;
  }
}
