import { serviceAccount as serviceAccountKind } from "#core/api/kinds/core/service-account.ts";
import { isBeingDeleted, namespaceOf } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { Namespace, ServiceAccount } from "#core/api/schema/generated/types.ts";
import { defineController } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { isNamespaceTerminating } from "./shared/pod-control.ts";

const DEFAULT = "default";

/** Gives every namespace the account `default`, which pods use when they name none. Models pkg/controller/serviceaccount, ServiceAccountsController. */
export const serviceAccountController = defineController({
  name: "serviceaccount-controller",
  kind: "Namespace",
  watches: [
    {
      kind: "ServiceAccount",
      keysFor: (object, _old, change) =>
        change === "deleted" && object.metadata.name === DEFAULT ? [namespaceOf(object)] : [],
    },
  ],
  reconcile(key, context) {
    const namespace = context.lister<Namespace>("Namespace").get(key);
    if (!namespace || isBeingDeleted(namespace) || namespace.status.phase === "Terminating")
      return undefined;
    if (context.lister<ServiceAccount>("ServiceAccount").get(`${key}/${DEFAULT}`)) return undefined;
    because(context, "default-service-account", { namespace: key });
    try {
      context.client.create(serviceAccountKind, {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: DEFAULT, namespace: key },
      });
    } catch (error) {
      if (!isStatusReason(error, "AlreadyExists") && !isNamespaceTerminating(error)) throw error;
    }
    return undefined;
  },
});
