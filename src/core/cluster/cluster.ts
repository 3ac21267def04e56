import { assertPresent } from "#core/base/assert.ts";
import { cloneState } from "#core/base/clone.ts";
import { parseTime, type Millis } from "#core/base/time.ts";
import { kinds } from "#core/api/kinds/index.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "#core/api/request.ts";
import { admissionPlugins } from "#core/apiserver/admission/index.ts";
import { ApiServer } from "#core/apiserver/api-server.ts";
import type { Change } from "#core/client/changes.ts";
import { createClient, type Client } from "#core/client/client.ts";
import { ControllerManager } from "#core/client/controller-manager.ts";
import { EventRecorders } from "#core/client/event-recorders.ts";
import { WatchHub } from "#core/client/watch-hub.ts";
import { controllers } from "#core/controllers/index.ts";
import { Kubelets } from "#core/kubelet/kubelets.ts";
import { Traffic } from "#core/network/traffic.ts";
import { Scheduler, SCHEDULER_KINDS, SCHEDULER_NAME } from "#core/scheduler/scheduler.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import type { Explanation, SchedulingExplanation } from "#core/view/explanation.ts";
import type { RequestView, TrafficView } from "#core/view/rows.ts";
import { View } from "#core/view/view.ts";
import { isTurningPoint } from "./interest.ts";
import type { ClusterOptions } from "./options.ts";

/** Anything from outside that changes the cluster. Equal in shape to the protocol's Input. */
export type ClusterInput =
  | { readonly type: "request"; readonly request: Omit<ApiRequest, "user" | "table"> }
  | { readonly type: "fault"; readonly name: string; readonly target: string; readonly on: boolean }
  | { readonly type: "load"; readonly namespace: string; readonly service: string; readonly ratePerSecond: number };

/** The whole cluster at one moment, as plain data. */
export interface Checkpoint {
  readonly [part: string]: unknown;
}
