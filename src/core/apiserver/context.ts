import type { AllocatorName, KindDefinition } from "#core/api/define.ts";
import type { WriteLog } from "#core/api/managed-fields/write-log.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { Change } from "#core/client/changes.ts";
import { keyIn, type KubeObject } from "#core/api/meta.ts";
import type { Simulation } from "#core/sim/simulation.ts";
import type { Store } from "#core/store/store.ts";
import type { AdmissionChain, AdmissionLookup } from "./admission.ts";
import type { OwnershipChange } from "./ownership.ts";
import type { Allocator } from "./allocator.ts";

/** What every verb works with. */
export interface ServerContext {
  readonly simulation: Simulation;
  readonly store: Store;
  readonly admission: AdmissionChain;
  readonly allocators: Readonly<Record<AllocatorName, Allocator>>;
  /** What admission may look up. */
  readonly lookup: AdmissionLookup;
  /** Makes a write on behalf of a request, unless it is a dry run, and returns the object as stored. Without `ownership` nobody takes fields by it. */
  commit(
    call: Call,
    type: "put" | "delete",
    object: KubeObject,
    ownership?: OwnershipChange,
  ): KubeObject;
  /** Text of a container's log, answered by the machine the pod runs on. */
  readLogs(request: ApiRequest): ApiResponse;
}

/** Under which the server keeps its own accounts: bookkeeping of a write, and no movement of its own. */
export const OWN_AGENT = "kube-apiserver";

/** One request with its kind looked up. */
export interface Call {
  readonly request: ApiRequest;
  readonly kind: KindDefinition;
  /** The subresource by which it came in, where it is handled as another one. */
  readonly cameInBy?: string;
  /** Collects texts for the Warning header. */
  readonly warnings: string[];
  /** What the call has led to so far, for the answer. */
  readonly outcome: Outcome;
}

/** Filled in while a call is answered. */
export interface Outcome {
  /** Who has written the object, the call itself included. */
  log?: WriteLog | undefined;
}

/** Tells the world of a write. */
export type OnChange = (change: Change) => void;

/** How messages name the resource of a call. */
export function resourceOf(call: Call): { readonly group: string; readonly resource: string } {
  const { group, plural } = storedKindOf(call);
  return { group, resource: plural };
}

/** The version of the call's kind that is stored: messages name its group, whichever version was asked. */
export function storedKindOf({ kind }: Pick<Call, "kind">): KindDefinition {
  return kind.conversion?.stored ?? kind;
}

/** `namespace/name`, or `name` for a cluster-scoped kind. */
export function keyOfCall({ request, kind }: Call): string {
  return kind.namespaced ? keyIn(request.namespace, request.name) : request.name;
}
