import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from "../field-error.ts";
import type { DiscoveryEndpointPort, Endpoint, EndpointSlice } from "../schema/generated/types.ts";
import { immutable, qualifiedName } from "./fields.ts";
import { ipFamilyOf, nonSpecialIp } from "./ip.ts";
import { protocolErrors } from "./ports.ts";
import { labelValueProblems, subdomainProblems } from "../label-format.ts";
import { invalidFor, labelProblems } from "./problems.ts";

const TYPES = ["FQDN", "IPv4", "IPv6"] as const;
const MAX_ENDPOINTS = 1000;
const MAX_PORTS = 20_000;
const MAX_ADDRESSES = 100;
const MAX_ZONE_HINTS = 8;

/** Every mistake of an EndpointSlice. Models discovery validation.ValidateEndpointSlice. */
export function validateEndpointSlice({
  addressType,
  endpoints,
  ports = [],
}: EndpointSlice): FieldError[] {
  return [
    ...validateType(addressType),
    ...validateEndpoints(endpoints ?? [], addressType),
    ...validatePorts(ports ?? []),
  ];
}

/** Every mistake of a changed EndpointSlice. Models discovery validation.ValidateEndpointSliceUpdate. */
export function validateEndpointSliceUpdate(
  slice: EndpointSlice,
  old: EndpointSlice,
): FieldError[] {
  return [
    ...validateEndpointSlice(slice),
    ...immutable("addressType", slice.addressType, old.addressType),
  ];
}

function validateType(type: string): FieldError[] {
  if (!type) return [required("addressType")];
  return TYPES.some((each) => each === type) ? [] : [notSupported("addressType", type, TYPES)];
}

function validateEndpoints(
  endpoints: readonly Endpoint[],
  type: EndpointSlice["addressType"],
): FieldError[] {
  if (endpoints.length > MAX_ENDPOINTS)
    return [tooMany("endpoints", endpoints.length, MAX_ENDPOINTS)];
  return endpoints.flatMap((endpoint, i) => validateEndpoint(`endpoints[${i}]`, endpoint, type));
}

function validateEndpoint(
  at: string,
  endpoint: Endpoint,
  type: EndpointSlice["addressType"],
): FieldError[] {
  const { addresses, nodeName, deprecatedTopology, hostname, hints } = endpoint;
  const errors = validateAddresses(`${at}.addresses`, addresses ?? [], type);
  if (nodeName !== undefined)
    errors.push(...invalidFor(`${at}.nodeName`, nodeName, subdomainProblems(nodeName)));
  for (const [key, value] of Object.entries(deprecatedTopology ?? {})) {
    errors.push(
      ...qualifiedName(`${at}.deprecatedTopology`, key),
      ...invalidFor(`${at}.deprecatedTopology`, value, labelValueProblems(value)),
    );
  }
  if (hostname !== undefined)
    errors.push(...invalidFor(`${at}.hostname`, hostname, labelProblems(hostname)));
  return [...errors, ...validateHints(`${at}.hints`, hints)];
}

function validateAddresses(
  path: string,
  addresses: readonly string[],
  type: EndpointSlice["addressType"],
): FieldError[] {
  if (addresses.length === 0) return [required(path, "must contain at least 1 address")];
  if (addresses.length > MAX_ADDRESSES) return [tooMany(path, addresses.length, MAX_ADDRESSES)];
  return addresses.flatMap((address, i) => validateAddress(`${path}[${i}]`, address, type));
}

function validateAddress(
  path: string,
  address: string,
  type: EndpointSlice["addressType"],
): FieldError[] {
  if (type === "FQDN") return invalidFor(path, address, subdomainProblems(address));
  if (type !== "IPv4" && type !== "IPv6") return [];
  const family = ipFamilyOf(address);
  if (!family)
    return [
      invalid(path, address, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"),
    ];
  const wrong = family === type ? [] : [invalid(path, address, `must be a valid ${type} address`)];
  return [...wrong, ...nonSpecialIp(path, address)];
}

function validateHints(path: string, hints: Endpoint["hints"]): FieldError[] {
  if (!hints) return [];
  const zones = hints.forZones ?? [];
  if (zones.length > MAX_ZONE_HINTS)
    return [tooMany(`${path}.forZones`, zones.length, MAX_ZONE_HINTS)];
  const seen = new Set<string>();
  return zones.flatMap(({ name }, i) => {
    const at = `${path}.forZones[${i}].name`;
    const errors = seen.has(name) ? [duplicate(at, name)] : [];
    seen.add(name);
    return [...errors, ...invalidFor(at, name, labelValueProblems(name))];
  });
}

function validatePorts(ports: readonly DiscoveryEndpointPort[]): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany("ports", ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap(({ name = "", protocol, appProtocol }, i) => {
    const at = `ports[${i}]`;
    const errors = name ? invalidFor(`${at}.name`, name, labelProblems(name)) : [];
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    errors.push(...protocolErrors(`${at}.protocol`, protocol));
    return [
      ...errors,
      ...(appProtocol === undefined ? [] : qualifiedName(`${at}.appProtocol`, appProtocol)),
    ];
  });
}
