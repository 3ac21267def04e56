import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { node as nodeKind } from "#core/api/kinds/core/node.ts";
import type { Client } from "#core/client/client.ts";
import type { EventRecorder } from "#core/client/recorder.ts";
import type { WatchHub } from "#core/client/watch-hub.ts";
import type { Simulation } from "#core/sim/simulation.ts";
import type { Store } from "#core/store/store.ts";
import type { Explanation } from "#core/view/explanation.ts";
import type { RequestView, TrafficView } from "#core/view/rows.ts";
import type { ViewFacts } from "#core/view/source.ts";
import type { MachineSpec } from "./bootstrap.ts";

export interface MachinesPorts {
  readonly simulation: Simulation;
  readonly hub: WatchHub;
  readonly specs: readonly MachineSpec[];
  readonly profile: "modelled" | "imitated";
  clientFor(agent: string): Client;
  recorderFor(agent: string): EventRecorder;
  onFacts(podUid: string): void;
}

export class Machines {
  private readonly ports: MachinesPorts;
  constructor(ports: MachinesPorts) {
    this.ports = ports;
  }
  start(): void {
    for (const spec of this.ports.specs) {
      this.ports
        .clientFor(`kubelet/${spec.name}`)
        .create(nodeKind, {
          apiVersion: "v1",
          kind: "Node",
          metadata: { name: spec.name, labels: spec.labels },
          spec: { taints: spec.taints, podCIDR: spec.podCidr },
          status: {
            allocatable: { cpu: spec.cpu, memory: spec.memory, pods: "110" },
            capacity: { cpu: spec.cpu, memory: spec.memory, pods: "110" },
            conditions: [{ type: "Ready", status: "True" }],
          },
        });
    }
  }
  parts(): readonly { state: unknown }[] {
    return [];
  }
  readLogs(_store: Store, _request: ApiRequest): ApiResponse {
    return { code: 200, body: "", warnings: [] };
  }
  traffic(_zeroAt: number): readonly TrafficView[] {
    return [];
  }
  requests(_zeroAt: number): readonly RequestView[] {
    return [];
  }
  nextOf(_pod: KubeObject, _zeroAt: number): Explanation["next"] {
    return null;
  }
  strike(_fault: unknown): boolean {
    return false;
  }
  setRate(_uid: string, _rate: number): void {}
  facts(): ViewFacts {
    return {
      pull: () => undefined,
      backoff: () => undefined,
      isPowered: () => true,
      usage: () => ({ cpuMilli: 0, memoryBytes: 0 }),
      rate: () => 0,
    };
  }
}
