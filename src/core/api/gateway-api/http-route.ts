import type { JSONSchemaProps, ValidationRule } from "../schema/generated/types.ts";
import {
  choice,
  defaulted,
  hostname,
  list,
  listBy,
  localReference,
  object,
  port,
  preciseHostname,
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

const DURATION = "^([0-9]{1,5}(h|m|s|ms)){1,4}$";

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
