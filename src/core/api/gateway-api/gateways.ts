import type { JSONSchemaProps } from "../schema/generated/types.ts";
import {
  choice,
  conditions,
  defaulted,
  domainPath,
  DOMAIN,
  group,
  hostname,
  keyed,
  kind,
  labelSelector,
  list,
  listBy,
  localReference,
  named,
  namespace,
  object,
  objectName,
  pending,
  port,
  ruleOf,
  sectionName,
  text,
  whole,
} from "./parts.ts";

const IMMUTABLE = ruleOf("Value is immutable", "self == oldSelf");
const ADDRESS = `^Hostname|IPAddress|NamedAddress|${DOMAIN}\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$`;
const PROTOCOL = `^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|${DOMAIN}\\/[A-Za-z0-9]+$`;

/** GatewayClass: who provides gateways. */
export const gatewayClassSchema: JSONSchemaProps = object(
  {
    spec: object(
      {
        controllerName: { ...domainPath, "x-kubernetes-validations": [IMMUTABLE] },
        description: text({ maxLength: 64 }),
        parametersRef: object({ group, kind, name: objectName, namespace }, [
          "group",
          "kind",
          "name",
        ]),
      },
      ["controllerName"],
    ),
    status: defaulted(
      object({
        conditions: defaulted(conditions, pending(["Accepted"])),
        supportedFeatures: listBy("name", object({ name: text() }, ["name"]), 64),
      }),
      { conditions: pending(["Accepted"]) },
    ),
  },
  ["spec"],
);

const ipAddress = choice(["IPAddress"]);

/** An address is a number or a name, as its type says. */
const addressShapes = {
  oneOf: [
    {
      properties: {
        type: { enum: ipAddress.enum },
        value: { anyOf: [{ format: "ipv4" }, { format: "ipv6" }] },
      },
    },
    { properties: { type: { not: { enum: ipAddress.enum } } } },
  ],
} as Partial<JSONSchemaProps>;

function unique(type: string): ReturnType<typeof ruleOf> {
  return ruleOf(
    `${type} values must be unique`,
    `self.all(a1, a1.type == '${type}' && has(a1.value) ? self.exists_one(a2, a2.type == a1.type && has(a2.value) && a2.value == a1.value) : true )`,
  );
}

const hostnameRule = ruleOf(
  `Hostname value must be empty or contain only valid characters (matching ^(\\*\\.)?${DOMAIN}$)`,
  `self.type == 'Hostname' ? (!has(self.value) || self.value.matches(r"""^(\\*\\.)?${DOMAIN}$""")): true`,
);

function address(value: Partial<JSONSchemaProps>): JSONSchemaProps {
  const type = defaulted(named(ADDRESS), "IPAddress");
  return object({ type, value: text({ maxLength: 253, ...value }) }, [], {
    ...addressShapes,
    "x-kubernetes-validations": [hostnameRule],
  });
}

const certificate = object(
  {
    group: defaulted(group, ""),
    kind: defaulted(kind, "Secret"),
    name: objectName,
    namespace,
  },
  ["name"],
);

const tls = object(
  {
    certificateRefs: list(certificate, 64),
    mode: choice(["Terminate", "Passthrough"], "Terminate"),
    options: keyed("Annotation", text({ maxLength: 4096, minLength: 0 }), 16),
  },
  [],
  {
    "x-kubernetes-validations": [
      ruleOf(
        "certificateRefs or options must be specified when mode is Terminate",
        "self.mode == 'Terminate' ? size(self.certificateRefs) > 0 || size(self.options) > 0 : true",
      ),
    ],
  },
);

const routeKind = object({ group: defaulted(group, "gateway.networking.k8s.io"), kind }, ["kind"]);

const allowedRoutes = defaulted(
  object({
    kinds: list(routeKind, 8),
    namespaces: defaulted(
      object({ from: choice(["All", "Selector", "Same"], "Same"), selector: labelSelector }),
      { from: "Same" },
    ),
  }),
  { namespaces: { from: "Same" } },
);

const listeners: JSONSchemaProps = {
  ...listBy(
    "name",
    object(
      { allowedRoutes, hostname, name: sectionName, port, protocol: named(PROTOCOL, 255), tls },
      ["name", "port", "protocol"],
    ),
    64,
  ),
  minItems: 1,
  "x-kubernetes-validations": [
    ruleOf(
      "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
      "self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)",
    ),
    ruleOf(
      "tls mode must be Terminate for protocol HTTPS",
      "self.all(l, (l.protocol == 'HTTPS' && has(l.tls)) ? (l.tls.mode == '' || l.tls.mode == 'Terminate') : true)",
    ),
    ruleOf(
      "hostname must not be specified for protocols ['TCP', 'UDP']",
      "self.all(l, l.protocol in ['TCP', 'UDP'] ? (!has(l.hostname) || l.hostname == '') : true)",
    ),
    ruleOf(
      "Listener name must be unique within the Gateway",
      "self.all(l1, self.exists_one(l2, l1.name == l2.name))",
    ),
    ruleOf(
      "Combination of port, protocol and hostname must be unique for each listener",
      "self.all(l1, self.exists_one(l2, l1.port == l2.port && l1.protocol == l2.protocol && (has(l1.hostname) && has(l2.hostname) ? l1.hostname == l2.hostname : !has(l1.hostname) && !has(l2.hostname))))",
    ),
  ],
};

const labelValue = text({
  maxLength: 63,
  minLength: 0,
  pattern: "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$",
});

const listenerStatus = object(
  {
    attachedRoutes: whole(0),
    conditions,
    name: sectionName,
    supportedKinds: list(routeKind, 8),
  },
  ["attachedRoutes", "conditions", "name", "supportedKinds"],
);

/** Gateway: where traffic comes in. */
export const gatewaySchema: JSONSchemaProps = object(
  {
    spec: object(
      {
        addresses: list(address({}), 16, {
          "x-kubernetes-validations": [unique("IPAddress"), unique("Hostname")],
        }),
        gatewayClassName: objectName,
        infrastructure: object({
          annotations: keyed("Annotation", text({ maxLength: 4096, minLength: 0 }), 16),
          labels: keyed("Label", labelValue, 8),
          parametersRef: localReference,
        }),
        listeners,
      },
      ["gatewayClassName", "listeners"],
    ),
    status: defaulted(
      object({
        addresses: list(address({ minLength: 1 }), 16),
        conditions: defaulted(conditions, pending(["Accepted", "Programmed"])),
        listeners: listBy("name", listenerStatus, 64),
      }),
      { conditions: pending(["Accepted", "Programmed"]) },
    ),
  },
  ["spec"],
);

/** ReferenceGrant: who may point at what from another namespace. */
export const referenceGrantSchema: JSONSchemaProps = object({
  spec: object(
    {
      from: {
        ...list(object({ group, kind, namespace }, ["group", "kind", "namespace"]), 16),
        minItems: 1,
      },
      to: {
        ...list(object({ group, kind, name: objectName }, ["group", "kind"]), 16),
        minItems: 1,
      },
    },
    ["from", "to"],
  ),
});
