import type { JSONSchemaProps } from "../schema/generated/types.ts";
import {
  choice,
  hostname,
  list,
  listBy,
  localReference,
  object,
  ruleOf,
  sectionName,
  text,
} from "./parts.ts";
import {
  backendWith,
  filterOf,
  headerModifier,
  mirror,
  once,
  parentRefs,
  status,
  totalRule,
  valueMatch,
} from "./route-parts.ts";

const grpcFilters = list(
  filterOf({
    requestHeaderModifier: ["RequestHeaderModifier", headerModifier],
    responseHeaderModifier: ["ResponseHeaderModifier", headerModifier],
    requestMirror: ["RequestMirror", mirror],
    extensionRef: ["ExtensionRef", localReference],
  }),
  16,
  {
    "x-kubernetes-validations": ["RequestHeaderModifier", "ResponseHeaderModifier"].map(once),
  },
);

const grpcMethod = object(
  {
    method: text({ maxLength: 1024 }),
    service: text({ maxLength: 1024 }),
    type: choice(["Exact", "RegularExpression"], "Exact"),
  },
  [],
  {
    "x-kubernetes-validations": [
      ruleOf(
        "One or both of 'service' or 'method' must be specified",
        "has(self.type) ? has(self.service) || has(self.method) : true",
      ),
      ruleOf(
        "service must only contain valid characters (matching ^(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$)",
        `(!has(self.type) || self.type == 'Exact') && has(self.service) ? self.service.matches(r"""^\\.?[A-Za-z_][A-Za-z_0-9]*(\\.[A-Za-z_][A-Za-z_0-9]*)*$"""): true`,
      ),
      ruleOf(
        "method must only contain valid characters (matching ^[A-Za-z_][A-Za-z_0-9]*$)",
        `(!has(self.type) || self.type == 'Exact') && has(self.method) ? self.method.matches(r"""^[A-Za-z_][A-Za-z_0-9]*$"""): true`,
      ),
    ],
  },
);

/** GRPCRoute: which calls go where. */
export const grpcRouteSchema: JSONSchemaProps = object(
  {
    spec: object({
      hostnames: list(hostname, 16),
      parentRefs,
      rules: list(
        object({
          backendRefs: list(backendWith(grpcFilters), 16),
          filters: grpcFilters,
          matches: list(
            object({ headers: listBy("name", valueMatch(4096), 16), method: grpcMethod }),
            64,
          ),
          name: sectionName,
        }),
        16,
        { "x-kubernetes-validations": [totalRule] },
      ),
    }),
    status,
  },
  ["spec"],
);
