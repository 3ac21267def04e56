/** Why a kubelet writes: every code, with the names of its facts. */
export interface KubeletReasons {
  readonly "pod-accepted": { readonly node: string };
  readonly "pod-rejected": { readonly node: string; readonly reason: string };
  readonly "sandbox-ready": { readonly ip: string };
  readonly "image-pulling": { readonly container: string; readonly image: string };
  readonly "image-pulled": { readonly container: string; readonly image: string };
  readonly "image-missing": {
    readonly container: string;
    readonly image: string;
    readonly seconds: number;
  };
  readonly "config-missing": { readonly container: string; readonly detail: string };
  readonly "container-started": { readonly container: string };
  readonly "container-exited": { readonly container: string; readonly exitCode: number };
  readonly "crash-backoff": {
    readonly container: string;
    readonly seconds: number;
    readonly restarts: number;
  };
  readonly "oom-killed": { readonly container: string; readonly limitBytes: number };
  readonly "probe-passed": { readonly container: string; readonly probe: string };
  readonly "probe-failed": {
    readonly container: string;
    readonly probe: string;
    readonly detail: string;
  };
  readonly "grace-period": { readonly seconds: number };
  readonly stopped: Readonly<Record<string, never>>;
  readonly "node-registered": { readonly node: string };
  readonly "node-rebooted": { readonly node: string };
  readonly "node-heartbeat": { readonly node: string };
}

/** A code with its facts, as `simulation.because` takes them. */
export type Reason = {
  readonly [Code in keyof KubeletReasons]: {
    readonly code: Code;
    readonly facts: KubeletReasons[Code];
  };
}[keyof KubeletReasons];
