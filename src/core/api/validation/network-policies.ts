import { forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type {
  IPBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "../schema/generated/types.ts";
import { containsAddress, parseCidr } from "./cidr.ts";
import { cidrWarnings } from "./ip-warnings.ts";
import { unsupported } from "./fields.ts";
import { cidr } from "./ip.ts";
import { labelSelector } from "./labels.ts";
import { invalidFor, portNameProblems, portNumberProblems } from "./problems.ts";

const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
const POLICY_TYPES = ["Ingress", "Egress"] as const;

/** One rule in either direction. */
interface Rule {
  readonly path: string;
  readonly peersPath: string;
  readonly ports: readonly NetworkPolicyPort[];
  readonly peers: readonly NetworkPolicyPeer[];
}

/** Every mistake of a NetworkPolicy. Models networking validation.ValidateNetworkPolicySpec. */
export function validateNetworkPolicy(policy: NetworkPolicy, old?: NetworkPolicy): FieldError[] {
  const known: ReadonlySet<string> = new Set(old ? blocksOf(old).flatMap(cidrsOf) : []);
  return [
    ...labelSelector("spec.podSelector", policy.spec?.podSelector),
    ...rulesOf(policy).flatMap(({ path, peersPath, ports, peers }) => [
      ...ports.flatMap((port, i) => validatePort(`${path}.ports[${i}]`, port)),
      ...peers.flatMap((peer, i) => validatePeer(`${peersPath}[${i}]`, peer, known)),
    ]),
    ...validateTypes(policy.spec?.policyTypes ?? []),
  ];
}

/** Texts about ranges that can be read in two ways. Models networkpolicy strategy's networkPolicyWarnings. */
export function networkPolicyWarnings(policy: NetworkPolicy): string[] {
  return rulesOf(policy).flatMap(({ peersPath, peers }) =>
    peers.flatMap(({ ipBlock }, i) => {
      if (!ipBlock) return [];
      const at = `${peersPath}[${i}].ipBlock`;
      return [
        ...cidrWarnings(`${at}.cidr`, ipBlock.cidr),
        ...(ipBlock.except ?? []).flatMap((each, k) => cidrWarnings(`${at}.except[${k}]`, each)),
      ];
    }),
  );
}

function rulesOf({ spec }: NetworkPolicy): Rule[] {
  const ingress = (spec?.ingress ?? []).map(({ ports = [], from = [] }, i): Rule => {
    const path = `spec.ingress[${i}]`;
    return { path, peersPath: `${path}.from`, ports, peers: from };
  });
  const egress = (spec?.egress ?? []).map(({ ports = [], to = [] }, i): Rule => {
    const path = `spec.egress[${i}]`;
    return { path, peersPath: `${path}.to`, ports, peers: to };
  });
  return [...ingress, ...egress];
}

function blocksOf(policy: NetworkPolicy): IPBlock[] {
  return rulesOf(policy).flatMap(({ peers }) =>
    peers.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock] : [])),
  );
}

function cidrsOf({ cidr: range, except = [] }: IPBlock): readonly string[] {
  return [range, ...except];
}

function validatePort(at: string, { protocol, port, endPort }: NetworkPolicyPort): FieldError[] {
  const errors: FieldError[] =
    protocol === undefined || PROTOCOLS.some((each) => each === protocol)
      ? []
      : [unsupported(`${at}.protocol`, protocol, PROTOCOLS)];
  const end = `${at}.endPort`;
  if (port === undefined) {
    return endPort === undefined
      ? errors
      : [...errors, invalid(end, endPort, "may not be specified when `port` is not specified")];
  }
  if (typeof port === "string") {
    if (endPort !== undefined)
      errors.push(invalid(end, endPort, "may not be specified when `port` is non-numeric"));
    return [...errors, ...invalidFor(`${at}.port`, port, portNameProblems(port))];
  }
  errors.push(...invalidFor(`${at}.port`, port, portNumberProblems(port)));
  if (endPort === undefined) return errors;
  if (endPort < port) errors.push(invalid(end, port, "must be greater than or equal to `port`"));
  return [...errors, ...invalidFor(end, endPort, portNumberProblems(endPort))];
}

function validatePeer(
  at: string,
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
  known: ReadonlySet<string>,
): FieldError[] {
  const errors = [
    ...labelSelector(`${at}.podSelector`, podSelector),
    ...labelSelector(`${at}.namespaceSelector`, namespaceSelector),
    ...(ipBlock ? validateBlock(`${at}.ipBlock`, ipBlock, known) : []),
  ];
  const isSelecting = podSelector !== undefined || namespaceSelector !== undefined;
  if (!isSelecting && !ipBlock) errors.push(required(at, "must specify a peer"));
  if (isSelecting && ipBlock)
    errors.push(forbiddenField(at, "may not specify both ipBlock and another peer"));
  return errors;
}

/** Models ValidateIPBlock; a range that the old policy had is not looked at again. */
function validateBlock(
  at: string,
  { cidr: text, except = [] }: IPBlock,
  known: ReadonlySet<string>,
): FieldError[] {
  if (!text) return [required(`${at}.cidr`)];
  const errors = known.has(text) ? [] : cidr(`${at}.cidr`, text);
  const range = parseCidr(text);
  if (!range) return errors;
  for (const [i, excepted] of except.entries()) {
    const path = `${at}.except[${i}]`;
    if (!known.has(excepted)) errors.push(...cidr(path, excepted));
    const inner = parseCidr(excepted);
    if (!inner) continue;
    if (!containsAddress(range, inner.bytes) || range.prefixBits >= inner.prefixBits)
      errors.push(invalid(path, excepted, "must be a strict subset of `cidr`"));
  }
  return errors;
}

function validateTypes(types: readonly string[]): FieldError[] {
  const path = "spec.policyTypes";
  if (types.length > POLICY_TYPES.length)
    return [invalid(path, types, "may not specify more than two policyTypes")];
  return types.flatMap((type, i) =>
    POLICY_TYPES.some((each) => each === type)
      ? []
      : [unsupported(`${path}[${i}]`, type, POLICY_TYPES)],
  );
}
