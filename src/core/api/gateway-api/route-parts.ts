import type { JSONSchemaProps, ValidationRule } from "../schema/generated/types.ts";
import {
  choice,
  conditions,
  defaulted,
  domainPath,
  group,
  kind,
  list,
  listBy,
  named,
  namespace,
  object,
  objectName,
  port,
  ruleOf,
  sectionName,
  text,
  whole,
} from "./parts.ts";

const MAX_WEIGHT = 1_000_000;
const HEADER_NAME = "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$";

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

/** The Gateways that a route wants to be attached to. */
export const parentRefs = list(parentReference, 32, {
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

/** What became of a route at each of its parents. */
export const status = object(
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

/** A backend with a weight, and filters of its own. */
export function backendWith(filters: JSONSchemaProps): JSONSchemaProps {
  const weight: JSONSchemaProps = { ...whole(0, MAX_WEIGHT), default: 1 };
  return object({ ...backendFields, filters, weight }, ["name"], {
    "x-kubernetes-validations": [PORT_RULE],
  });
}

const header = object(
  { name: named(HEADER_NAME, 256), value: text({ minLength: 1, maxLength: 4096 }) },
  ["name", "value"],
);

/** Headers that are set, added or taken away. */
export const headerModifier = object({
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

/** A second backend that gets a share of the requests, too. */
export const mirror = object(
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

/** One filter: what its type says must be there, and nothing else. */
export function filterOf(
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

/** The rule that a filter of a type stands in a list at most once. */
export function once(type: string): ValidationRule {
  return ruleOf(
    `${type} filter cannot be repeated`,
    `self.filter(f, f.type == '${type}').size() <= 1`,
  );
}

/** A header or parameter with the value it must have. */
export function valueMatch(maxValue: number): JSONSchemaProps {
  return object(
    {
      name: named(HEADER_NAME, 256),
      type: choice(["Exact", "RegularExpression"], "Exact"),
      value: text({ minLength: 1, maxLength: maxValue }),
    },
    ["name", "value"],
  );
}

/** A route with many rules has few matches in each. */
export const totalRule = ruleOf(
  "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
  "self.map(r, has(r.matches) ? r.matches.size() : 0).sum() <= 128",
);
