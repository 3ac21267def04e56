import type { CustomResourceColumnDefinition, JSONSchemaProps } from "./schema/generated/types.ts";
import { gatewayClassSchema, gatewaySchema, referenceGrantSchema } from "./gateway-api/gateways.ts";
import { grpcRouteSchema } from "./gateway-api/grpc-route.ts";
import { httpRouteSchema } from "./gateway-api/http-route.ts";

const GROUP = "gateway.networking.k8s.io";
/** The release whose standard channel this is. */
const RELEASE = "v1.4.1";
const APPROVAL = "https://github.com/kubernetes-sigs/gateway-api/pull/3328";

interface GatewayKind {
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly isNamespaced?: boolean;
  readonly versions: readonly string[];
  readonly columns: readonly CustomResourceColumnDefinition[];
  readonly schema: JSONSchemaProps;
  readonly hasStatus?: boolean;
}

const age = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };
const column = (name: string, jsonPath: string) => ({ name, type: "string", jsonPath });
const isMet = (name: string) => column(name, `.status.conditions[?(@.type=="${name}")].status`);

const KINDS: readonly GatewayKind[] = [
  {
    kind: "GatewayClass",
    plural: "gatewayclasses",
    shortNames: ["gc"],
    isNamespaced: false,
    versions: ["v1", "v1beta1"],
    columns: [
      column("Controller", ".spec.controllerName"),
      isMet("Accepted"),
      age,
      { ...column("Description", ".spec.description"), priority: 1 },
    ],
    schema: gatewayClassSchema,
  },
  {
    kind: "Gateway",
    plural: "gateways",
    shortNames: ["gtw"],
    versions: ["v1", "v1beta1"],
    columns: [
      column("Class", ".spec.gatewayClassName"),
      column("Address", ".status.addresses[*].value"),
      isMet("Programmed"),
      age,
    ],
    schema: gatewaySchema,
  },
  {
    kind: "GRPCRoute",
    plural: "grpcroutes",
    shortNames: [],
    versions: ["v1"],
    columns: [column("Hostnames", ".spec.hostnames"), age],
    schema: grpcRouteSchema,
  },
  {
    kind: "HTTPRoute",
    plural: "httproutes",
    shortNames: [],
    versions: ["v1", "v1beta1"],
    columns: [column("Hostnames", ".spec.hostnames"), age],
    schema: httpRouteSchema,
  },
  {
    kind: "ReferenceGrant",
    plural: "referencegrants",
    shortNames: ["refgrant"],
    versions: ["v1beta1"],
    columns: [age],
    schema: referenceGrantSchema,
    hasStatus: false,
  },
];

/** The definitions of the Gateway API's standard channel, as its release installs them. The schemas carry no descriptions. */
export function gatewayApiDefinitions(): readonly object[] {
  return KINDS.map(definitionOf);
}

function definitionOf({
  kind,
  plural,
  shortNames,
  isNamespaced = true,
  versions,
  columns,
  schema,
  hasStatus = true,
}: GatewayKind): object {
  const openAPIV3Schema = {
    ...schema,
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
      ...schema.properties,
    },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${GROUP}`,
      annotations: {
        "api-approved.kubernetes.io": APPROVAL,
        [`${GROUP}/bundle-version`]: RELEASE,
        [`${GROUP}/channel`]: "standard",
      },
    },
    spec: {
      group: GROUP,
      names: {
        categories: ["gateway-api"],
        kind,
        listKind: `${kind}List`,
        plural,
        ...(shortNames.length > 0 && { shortNames }),
        singular: kind.toLowerCase(),
      },
      scope: isNamespaced ? "Namespaced" : "Cluster",
      versions: versions.map((name, i) => ({
        name,
        served: true,
        storage: i === 0,
        additionalPrinterColumns: columns,
        schema: { openAPIV3Schema },
        subresources: hasStatus ? { status: {} } : {},
      })),
    },
  };
}
