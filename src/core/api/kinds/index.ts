import type { KindDefinition } from "../define.ts";
import type { KubeObject } from "../meta.ts";
import { deployment } from "./apps/deployment.ts";
import { replicaSet } from "./apps/replica-set.ts";
import { lease } from "./coordination/lease.ts";
import { configMap } from "./core/config-map.ts";
import { event } from "./core/event.ts";
import { namespace } from "./core/namespace.ts";
import { node } from "./core/node.ts";
import { pod } from "./core/pod.ts";
import { secret } from "./core/secret.ts";
import { service } from "./core/service.ts";
import { serviceAccount } from "./core/service-account.ts";
import { endpointSlice } from "./discovery/endpoint-slice.ts";

/** Every built-in kind, core group first, then by group and kind. */
export const kinds: readonly KindDefinition[] = [
  general(configMap),
  general(event),
  general(namespace),
  general(node),
  general(pod),
  general(secret),
  general(service),
  general(serviceAccount),
  general(deployment),
  general(replicaSet),
  general(lease),
  general(endpointSlice),
];

/** The registry forgets the object type: whoever looks a kind up hands it objects decoded by the same kind. */
function general<T extends KubeObject>(kind: KindDefinition<T>): KindDefinition {
  return kind as unknown as KindDefinition;
}
