import type { Draft } from "../../define.ts";
import type { ResourceClaimSpec } from "../../schema/generated/types.ts";

interface CountedRequest {
  allocationMode?: string;
  count?: number;
}

/** One device is asked for where nothing else is said. Models resource v1 SetDefaults_ExactDeviceRequest and SetDefaults_DeviceSubRequest. */
export function defaultDeviceClaim({ devices }: Draft<ResourceClaimSpec>): void {
  for (const { exactly, firstAvailable } of devices?.requests ?? [])
    for (const request of [...(exactly ? [exactly] : []), ...(firstAvailable ?? [])])
      defaultCount(request as CountedRequest);
}

function defaultCount(request: CountedRequest): void {
  if (!request.allocationMode) request.allocationMode = "ExactCount";
  if (request.allocationMode === "ExactCount" && !request.count) request.count = 1;
}
