import { crash } from "./crash.ts";
import type { FaultDefinition } from "./define.ts";
import { kubeletStop } from "./kubelet-stop.ts";
import { leak } from "./leak.ts";
import { nodePower } from "./node-power.ts";
import { proxyStop } from "./proxy-stop.ts";
import { runtimeStop } from "./runtime-stop.ts";

/** Everything that can be broken on purpose, in order of name. */
export const faults: readonly FaultDefinition[] = [
  crash,
  kubeletStop,
  leak,
  nodePower,
  proxyStop,
  runtimeStop,
];
