import { isSemanticallyEqual } from "#core/base/equal.ts";
import { required, type FieldError } from "../field-error.ts";
import { subdomainProblems } from "../label-format.ts";
import type {
  EndpointAddress,
  EndpointPort,
  Endpoints,
  EndpointSubset,
} from "../schema/generated/types.ts";
import { dnsLabel, qualifiedName } from "./fields.ts";
import { ipAddress, nonSpecialIp } from "./ip.ts";
import { protocolErrors } from "./ports.ts";
import { invalidFor, portNumberProblems } from "./problems.ts";

/** Every mistake of Endpoints. Models validation.ValidateEndpoints. */
export function validateEndpoints({ subsets = [] }: Endpoints): FieldError[] {
  return subsets.flatMap((subset, i) => validateSubset(`subsets[${i}]`, subset));
}

/** Subsets that did not change may stay wrong. Models ValidateEndpointsUpdate. */
export function validateEndpointsUpdate(endpoints: Endpoints, old: Endpoints): FieldError[] {
  return isSemanticallyEqual(endpoints.subsets, old.subsets) ? [] : validateEndpoints(endpoints);
}

function validateSubset(
  at: string,
  { addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset,
): FieldError[] {
  const isEmpty = addresses.length === 0 && notReadyAddresses.length === 0;
  return [
    ...(isEmpty ? [required(at, "must specify `addresses` or `notReadyAddresses`")] : []),
    ...addresses.flatMap((each, i) => validateAddress(`${at}.addresses[${i}]`, each)),
    ...notReadyAddresses.flatMap((each, i) =>
      validateAddress(`${at}.notReadyAddresses[${i}]`, each),
    ),
    ...ports.flatMap((port, i) =>
      validatePort(`${at}.ports[${i}]`, port, { isNameNeeded: ports.length > 1 }),
    ),
  ];
}

function validateAddress(at: string, { ip, hostname, nodeName }: EndpointAddress): FieldError[] {
  return [
    ...ipAddress(`${at}.ip`, ip),
    ...(hostname ? dnsLabel(`${at}.hostname`, hostname) : []),
    ...(nodeName === undefined
      ? []
      : invalidFor(`${at}.nodeName`, nodeName, subdomainProblems(nodeName))),
    ...nonSpecialIp(`${at}.ip`, ip),
  ];
}

function validatePort(
  at: string,
  { name = "", port, protocol, appProtocol }: EndpointPort,
  { isNameNeeded }: { readonly isNameNeeded: boolean },
): FieldError[] {
  const nameErrors =
    name !== "" ? dnsLabel(`${at}.name`, name) : isNameNeeded ? [required(`${at}.name`)] : [];
  return [
    ...nameErrors,
    ...invalidFor(`${at}.port`, port, portNumberProblems(port)),
    ...protocolErrors(`${at}.protocol`, protocol),
    ...(appProtocol === undefined ? [] : qualifiedName(`${at}.appProtocol`, appProtocol)),
  ];
}
