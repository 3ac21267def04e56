import { opaqueType } from "../cel/overloads.ts";
import {
  BOOL,
  DYN,
  INT,
  listOf,
  mapOf,
  objectOf,
  STRING,
  TIMESTAMP,
  type CelType,
} from "../cel/types.ts";

const TEXTS = listOf(STRING);
const LABELS = mapOf(STRING, STRING);

const groupVersionKind = objectOf("kubernetes.GroupVersionKind", {
  group: STRING,
  version: STRING,
  kind: STRING,
});
const groupVersionResource = objectOf("kubernetes.GroupVersionResource", {
  group: STRING,
  version: STRING,
  resource: STRING,
});

/** What policies see of a request. Models plugin/cel BuildRequestType. */
export const requestType = objectOf("kubernetes.AdmissionRequest", {
  kind: groupVersionKind,
  resource: groupVersionResource,
  subResource: STRING,
  requestKind: groupVersionKind,
  requestResource: groupVersionResource,
  requestSubResource: STRING,
  name: STRING,
  namespace: STRING,
  operation: STRING,
  userInfo: objectOf("kubernetes.UserInfo", {
    username: STRING,
    uid: STRING,
    groups: TEXTS,
    extra: mapOf(STRING, TEXTS),
  }),
  dryRun: BOOL,
  options: DYN,
});

/** What policies see of the namespace. Models plugin/cel BuildNamespaceType. */
const namespaceType = objectOf("kubernetes.Namespace", {
  metadata: objectOf("kubernetes.NamespaceMetadata", {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: LABELS,
    annotations: LABELS,
    UID: STRING,
    creationTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: TIMESTAMP,
    generation: INT,
    resourceVersion: STRING,
    finalizers: TEXTS,
  }),
  spec: objectOf("kubernetes.NamespaceSpec", { finalizers: TEXTS }),
  status: objectOf("kubernetes.NamespaceStatus", {
    conditions: listOf(
      objectOf("kubernetes.NamespaceCondition", {
        status: STRING,
        type: STRING,
        lastTransitionTime: TIMESTAMP,
        message: STRING,
        reason: STRING,
      }),
    ),
    phase: STRING,
  }),
});

/** The variables of a policy's expressions. Models plugin/cel createEnvForOpts. */
export function policyDeclarations(parts: {
  readonly hasParams: boolean;
  readonly hasAuthorizer: boolean;
  readonly variables: ReadonlyMap<string, CelType>;
}): ReadonlyMap<string, CelType> {
  const { hasParams, hasAuthorizer, variables } = parts;
  const fields = Object.fromEntries(variables);
  return new Map<string, CelType>([
    ["object", DYN],
    ["oldObject", DYN],
    ["request", requestType],
    ["namespaceObject", namespaceType],
    ["variables", objectOf("kubernetes.variables", fields)],
    ...(hasParams ? [["params", DYN] as const] : []),
    ...(hasAuthorizer
      ? [
          ["authorizer", opaqueType("authorizer")] as const,
          ["authorizer.requestResource", opaqueType("resourcecheck")] as const,
        ]
      : []),
  ]);
}
