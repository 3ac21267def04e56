import { opaque } from "#core/api/cel/lib-network.ts";
import { evaluate } from "#core/api/cel/evaluator.ts";
import type { CelOutside } from "#core/api/cel/overloads.ts";
import { CelError, type CelValue } from "#core/api/cel/values.ts";
import { celFromJson } from "#core/api/custom/cel-schema.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { CompiledPolicy, PolicyExpression } from "#core/api/policy/compile-policy.ts";
import type { AdmissionAttributes, AdmissionLookup } from "../../admission.ts";
import { decideAccess } from "../../rbac.ts";
import { operationOf } from "./match.ts";

/** Values that are worked out when somebody asks. Models lazy variables of plugin/cel. */
class LazyMap extends Map<CelValue, CelValue> {
  private readonly makers: ReadonlyMap<CelValue, () => CelValue>;

  constructor(makers: ReadonlyMap<CelValue, () => CelValue>) {
    super();
    this.makers = makers;
  }

  override get(key: CelValue): CelValue | undefined {
    const known = super.get(key);
    if (known !== undefined) return known;
    const made = this.makers.get(key)?.();
    if (made !== undefined) this.set(key, made);
    return made;
  }
}

/** What one policy's expressions work with. */
export interface PolicyInput {
  readonly attributes: AdmissionAttributes;
  readonly lookup: AdmissionLookup;
  readonly params: KubeObject | undefined;
}

/** What an expression comes to, or what went wrong. */
export type Outcome = { readonly value: CelValue } | { readonly error: string };

/** Asks expressions of one policy about one request. */
export type Ask = (expression: PolicyExpression) => Outcome;

/** Prepares the variables of a policy. Models plugin/cel condition ForInput. */
export function askerOf(policy: CompiledPolicy, input: PolicyInput): Ask {
  const outside: CelOutside = { authorize: authorizerOf(input) };
  const activation = activationOf(input);
  const ask: Ask = (expression) => outcomeOf(expression, activation, outside);
  const makers = new Map(
    policy.variables.map(({ name, value }): [CelValue, () => CelValue] => [
      name,
      () => {
        const outcome = ask(value);
        if ("value" in outcome) return outcome.value;
        throw new CelError(
          `composited variable ${JSON.stringify(name)} fails to evaluate: ${causeOf(outcome.error)}`,
        );
      },
    ]),
  );
  activation.set("variables", new LazyMap(makers));
  return ask;
}

function causeOf(error: string): string {
  return error.replace(/^expression '[\s\S]*?' resulted in error: /, "");
}

function outcomeOf(
  expression: PolicyExpression,
  activation: ReadonlyMap<string, CelValue>,
  outside: CelOutside,
): Outcome {
  if ("problem" in expression) return { error: expression.problem };
  try {
    return { value: evaluate(expression.expr, activation, outside) };
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return { error: `expression '${expression.text}' resulted in error: ${error.message}` };
  }
}

function activationOf({ attributes, lookup, params }: PolicyInput): Map<string, CelValue> {
  const { kind, namespace, draft, old, subresource, name } = attributes;
  const isHome = kind.namespaced && namespace !== "";
  const home = isHome ? lookup.get("Namespace", { namespace: "", name: namespace }) : undefined;
  const asked = {
    user: undefined,
    group: kind.group,
    resource: kind.plural,
    subresource,
    namespace,
    name: name || draft?.metadata.name || "",
  };
  return new Map<string, CelValue>([
    ["object", celFromJson(draft)],
    ["oldObject", celFromJson(old)],
    ["request", celFromJson(requestOf(attributes))],
    ["params", celFromJson(params)],
    ["namespaceObject", celFromJson(home && namespaceView(home))],
    ["authorizer", opaque("authorizer", { type: "authorizer", user: undefined })],
    ["authorizer.requestResource", opaque("resourcecheck", { type: "check", check: asked })],
  ]);
}

/** Models plugin/cel CreateNamespaceObject. */
function namespaceView(home: KubeObject): unknown {
  const { spec, status } = home as KubeObject & {
    readonly spec?: unknown;
    readonly status?: unknown;
  };
  const { managedFields: _fields, ownerReferences: _owners, uid, ...metadata } = home.metadata;
  return { metadata: { ...metadata, UID: uid }, spec, status };
}

/** Models plugin/cel CreateAdmissionRequest. */
function requestOf(attributes: AdmissionAttributes): unknown {
  const { kind, subresource, namespace, name, user, dryRun, draft } = attributes;
  const { group, version } = kind;
  const groupKind = { group, version, kind: kind.kind };
  const resource = { group, version, resource: kind.plural };
  return {
    kind: groupKind,
    resource,
    subResource: subresource,
    requestKind: groupKind,
    requestResource: resource,
    requestSubResource: subresource,
    name: name || (draft?.metadata.name ?? ""),
    namespace,
    operation: operationOf(attributes),
    userInfo: {
      username: user.name,
      uid: user.uid ?? "",
      groups: user.groups,
      extra: user.extra ?? {},
    },
    dryRun,
    options: {},
  };
}

function authorizerOf({ attributes, lookup }: PolicyInput): NonNullable<CelOutside["authorize"]> {
  return (check, verb) => {
    const { user, group, resource, subresource, namespace, name, path = "" } = check;
    const who = user === undefined ? attributes.user : serviceAccount(user);
    const full = subresource === "" ? resource : `${resource}/${subresource}`;
    return decideAccess(lookup, who, { verb, group, resource: full, namespace, name, path });
  };
}

function serviceAccount(name: string): {
  readonly name: string;
  readonly groups: readonly string[];
} {
  const namespace = name.split(":")[2] ?? "";
  const groups = ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
  return { name, groups: [...groups, "system:authenticated"] };
}
