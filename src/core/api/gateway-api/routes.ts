import type { JSONSchemaProps, ValidationRule } from "../schema/generated/types.ts";
import {
  choice,
  conditions,
  defaulted,
  domainPath,
  group,
  hostname,
  kind,
  list,
  listBy,
  localReference,
  named,
  namespace,
  object,
  objectName,
  port,
  preciseHostname,
  ruleOf,
  sectionName,
  text,
  whole,
} from "./parts.ts";

const MAX_WEIGHT = 1_000_000;
const HEADER_NAME = "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$";
const DURATION = "^([0-9]{1,5}(h|m|s|ms)){1,4}$";

function sameOrNone(field: string): string {
  return `(((!has(p1.${field}) || p1.${field} == '') && (!has(p2.${field}) || p2.${field} == '')) || (has(p1.${field}) && has(p2.${field}) && p1.${field} == p2.${field}))`;
}

const SAME_PARENT = `p1.group == p2.group && p1.kind == p2.kind && p1.name == p2.name && ${sameOrNone("__namespace__")}`;

const parentReference = object(
  {
    group: defaulted(group, "gateway.networking.k8s.io"),
    kind: defaulted(kind, "Gateway"),
    name: objectName,
    namespace,
    port,
    sectionName,
  },
  ["name"],
);

const parentRefs = list(parentReference, 32, {
  "x-kubernetes-validations": [
    ruleOf(
      "sectionName must be specified when parentRefs includes 2 or more references to the same parent",
      `self.all(p1, self.all(p2, ${SAME_PARENT} ? ((!has(p1.sectionName) || p1.sectionName == '') == (!has(p2.sectionName) || p2.sectionName == '')) : true))`,
    ),
    ruleOf(
      "sectionName must be unique when parentRefs includes 2 or more references to the same parent",
      `self.all(p1, self.exists_one(p2, ${SAME_PARENT} && ${sameOrNone("sectionName")}))`,
    ),
  ],
});

const status = object(
  {
    parents: list(
      object({ conditions, controllerName: domainPath, parentRef: parentReference }, [
        "conditions",
        "controllerName",
        "parentRef",
      ]),
      32,
    ),
  },
  ["parents"],
);

const PORT_RULE = ruleOf(
  "Must have port for Service reference",
  "(size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true",
);

const backendFields = {
  group: defaulted(group, ""),
  kind: defaulted(kind, "Service"),
  name: objectName,
  namespace,
  port,
};

const plainBackend = object(backendFields, ["name"], { "x-kubernetes-validations": [PORT_RULE] });

function backendWith(filters: JSONSchemaProps): JSONSchemaProps {
  const weight: JSONSchemaProps = { ...whole(0, MAX_WEIGHT), default: 1 };
  return object({ ...backendFields, filters, weight }, ["name"], {
    "x-kubernetes-validations": [PORT_RULE],
  });
}

const header = object(
  { name: named(HEADER_NAME, 256), value: text({ minLength: 1, maxLength: 4096 }) },
  ["name", "value"],
);

const headerModifier = object({
  add: listBy("name", header, 16),
  remove: { type: "array", items: text(), maxItems: 16, "x-kubernetes-list-type": "set" },
  set: listBy("name", header, 16),
});

const fraction = object(
  { denominator: { ...whole(1), default: 100 }, numerator: whole(0) },
  ["numerator"],
  {
    "x-kubernetes-validations": [
      ruleOf(
        "numerator must be less than or equal to denominator",
        "self.numerator <= self.denominator",
      ),
    ],
  },
);

const mirror = object(
  { backendRef: plainBackend, fraction, percent: whole(0, 100) },
  ["backendRef"],
  {
    "x-kubernetes-validations": [
      ruleOf(
        "Only one of percent or fraction may be specified in HTTPRequestMirrorFilter",
        "!(has(self.percent) && has(self.fraction))",
      ),
    ],
  },
);

function pathRules(type: string, field: string): readonly ValidationRule[] {
  return [
    ruleOf(
      `${field} must be specified when type is set to '${type}'`,
      `self.type == '${type}' ? has(self.${field}) : true`,
    ),
    ruleOf(
      `type must be '${type}' when ${field} is set`,
      `has(self.${field}) ? self.type == '${type}' : true`,
    ),
  ];
}

const pathModifier = object(
  {
    replaceFullPath: text({ maxLength: 1024 }),
    replacePrefixMatch: text({ maxLength: 1024 }),
    type: choice(["ReplaceFullPath", "ReplacePrefixMatch"]),
  },
  ["type"],
  {
    "x-kubernetes-validations": [
      ...pathRules("ReplaceFullPath", "replaceFullPath"),
      ...pathRules("ReplacePrefixMatch", "replacePrefixMatch"),
    ],
  },
);

const redirect = object({
  hostname: preciseHostname,
  path: pathModifier,
  port,
  scheme: choice(["http", "https"]),
  statusCode: { type: "integer", enum: [301, 302] as never, default: 302 },
});

/** One filter: what its type says must be there, and nothing else. */
function filterOf(
  parts: Readonly<Record<string, readonly [type: string, JSONSchemaProps]>>,
): JSONSchemaProps {
  const entries = Object.entries(parts);
  const properties = Object.fromEntries(entries.map(([field, [, schema]]) => [field, schema]));
  const types = entries.map(([, [type]]) => type);
  const rules = entries.flatMap(([field, [type]]) => [
    ruleOf(
      `filter.${field} must be nil if the filter.type is not ${type}`,
      `!(has(self.${field}) && self.type != '${type}')`,
    ),
    ruleOf(
      `filter.${field} must be specified for ${type} filter.type`,
      `!(!has(self.${field}) && self.type == '${type}')`,
    ),
  ]);
  return object({ ...properties, type: choice(types) }, ["type"], {
    "x-kubernetes-validations": rules,
  });
}

function once(type: string): ValidationRule {
  return ruleOf(
    `${type} filter cannot be repeated`,
    `self.filter(f, f.type == '${type}').size() <= 1`,
  );
}

const httpFilters = list(
  filterOf({
    requestHeaderModifier: ["RequestHeaderModifier", headerModifier],
    responseHeaderModifier: ["ResponseHeaderModifier", headerModifier],
    requestMirror: ["RequestMirror", mirror],
    requestRedirect: ["RequestRedirect", redirect],
    urlRewrite: ["URLRewrite", object({ hostname: preciseHostname, path: pathModifier })],
    extensionRef: ["ExtensionRef", localReference],
  }),
  16,
  {
    "x-kubernetes-validations": [
      ruleOf(
        "May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both",
        "!(self.exists(f, f.type == 'RequestRedirect') && self.exists(f, f.type == 'URLRewrite'))",
      ),
      ...["RequestHeaderModifier", "ResponseHeaderModifier", "RequestRedirect", "URLRewrite"].map(
        once,
      ),
    ],
  },
);

const LITERAL = "(self.type in ['Exact','PathPrefix'])";

function without(part: string): ValidationRule {
  return ruleOf(
    `must not contain '${part}' when type one of ['Exact', 'PathPrefix']`,
    `${LITERAL} ? !self.value.contains('${part}') : true`,
  );
}

function endsOtherwise(part: string): ValidationRule {
  return ruleOf(
    `must not end with '${part}' when type one of ['Exact', 'PathPrefix']`,
    `${LITERAL} ? !self.value.endsWith('${part}') : true`,
  );
}

const PATH_CHARACTERS = "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";

const pathMatch = defaulted(
  object(
    {
      type: choice(["Exact", "PathPrefix", "RegularExpression"], "PathPrefix"),
      value: text({ maxLength: 1024, default: "/" }),
    },
    [],
    {
      "x-kubernetes-validations": [
        ruleOf(
          "value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
          `${LITERAL} ? self.value.startsWith('/') : true`,
        ),
        ...["//", "/./", "/../", "%2f", "%2F", "#"].map(without),
        ...["/..", "/."].map(endsOtherwise),
        ruleOf(
          "type must be one of ['Exact', 'PathPrefix', 'RegularExpression']",
          "self.type in ['Exact','PathPrefix'] || self.type == 'RegularExpression'",
        ),
        ruleOf(
          `must only contain valid characters (matching ${PATH_CHARACTERS}) for types ['Exact', 'PathPrefix']`,
          `${LITERAL} ? self.value.matches(r"""${PATH_CHARACTERS}""") : true`,
        ),
      ],
    },
  ),
  { type: "PathPrefix", value: "/" },
);

function valueMatch(maxValue: number): JSONSchemaProps {
  return object(
    {
      name: named(HEADER_NAME, 256),
      type: choice(["Exact", "RegularExpression"], "Exact"),
      value: text({ minLength: 1, maxLength: maxValue }),
    },
    ["name", "value"],
  );
}

const httpMatch = object({
  headers: listBy("name", valueMatch(4096), 16),
  method: choice(["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]),
  path: pathMatch,
  queryParams: listBy("name", valueMatch(1024), 16),
});

const timeouts = object(
  { backendRequest: text({ pattern: DURATION }), request: text({ pattern: DURATION }) },
  [],
  {
    "x-kubernetes-validations": [
      ruleOf(
        "backendRequest timeout cannot be longer than request timeout",
        "!(has(self.request) && has(self.backendRequest) && duration(self.request) != duration('0s') && duration(self.backendRequest) > duration(self.request))",
      ),
    ],
  },
);

const ROOT_MATCH = { path: { type: "PathPrefix", value: "/" } };

/** A redirect or a rewrite of a prefix needs one prefix to speak of. */
function prefixRule(type: string, field: string): ValidationRule {
  const uses = `self.filters.exists_one(f, has(f.${field}) && has(f.${field}.path) && f.${field}.path.type == 'ReplacePrefixMatch' && has(f.${field}.path.replacePrefixMatch))`;
  const isOne =
    "((size(self.matches) != 1 || !has(self.matches[0].path) || self.matches[0].path.type != 'PathPrefix') ? false : true)";
  return ruleOf(
    `When using ${type} filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified`,
    `(has(self.filters) && ${uses}) ? ${isOne} : true`,
  );
}

const httpRule = object(
  {
    backendRefs: list(backendWith(httpFilters), 16),
    filters: httpFilters,
    matches: { ...list(httpMatch, 64), default: [ROOT_MATCH] },
    name: sectionName,
    timeouts,
  },
  [],
  {
    "x-kubernetes-validations": [
      ruleOf(
        "RequestRedirect filter must not be used together with backendRefs",
        "(has(self.backendRefs) && size(self.backendRefs) > 0) ? (!has(self.filters) || self.filters.all(f, !has(f.requestRedirect))): true",
      ),
      prefixRule("RequestRedirect", "requestRedirect"),
      prefixRule("URLRewrite", "urlRewrite"),
    ],
  },
);

const totalRule = ruleOf(
  "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
  "self.map(r, has(r.matches) ? r.matches.size() : 0).sum() <= 128",
);

/** HTTPRoute: which requests go where. */
export const httpRouteSchema: JSONSchemaProps = object(
  {
    spec: object({
      hostnames: list(hostname, 16),
      parentRefs,
      rules: {
        ...list(httpRule, 16, { "x-kubernetes-validations": [totalRule] }),
        minItems: 1,
        default: [{ matches: [ROOT_MATCH] }],
      },
    }),
    status,
  },
  ["spec"],
);

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
