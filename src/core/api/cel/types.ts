/** The type of an expression. Models cel-go common/types.Type. */
export type CelType =
  | { readonly kind: "dyn" | "error" }
  | { readonly kind: "simple"; readonly name: string }
  | { readonly kind: "list"; readonly element: CelType }
  | { readonly kind: "map"; readonly key: CelType; readonly value: CelType }
  | { readonly kind: "optional"; readonly element: CelType }
  | { readonly kind: "type" }
  | { readonly kind: "object"; readonly name: string; readonly fields: ObjectFields }
  | { readonly kind: "opaque"; readonly name: string }
  | { readonly kind: "param"; readonly name: string };

/** Fields of an object type, worked out when somebody looks. */
export type ObjectFields = () => ReadonlyMap<string, CelType>;

const simple = (name: string): CelType => ({ kind: "simple", name });

/** Types without parts. */
export const DYN: CelType = { kind: "dyn" };
export const ERROR: CelType = { kind: "error" };
export const BOOL = simple("bool");
export const INT = simple("int");
export const UINT = simple("uint");
export const DOUBLE = simple("double");
export const STRING = simple("string");
export const BYTES = simple("bytes");
export const NULL = simple("null");
export const TIMESTAMP = simple("google.protobuf.Timestamp");
export const DURATION = simple("google.protobuf.Duration");
export const TYPE: CelType = { kind: "type" };

/** A list of one type. */
export function listOf(element: CelType): CelType {
  return { kind: "list", element };
}

/** A map from one type to another. */
export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: "map", key, value };
}

/** A value that may be absent. */
export function optionalOf(element: CelType): CelType {
  return { kind: "optional", element };
}

/** An object type with these fields. */
export function objectOf(name: string, fields: Readonly<Record<string, CelType>>): CelType {
  const map = new Map(Object.entries(fields));
  return { kind: "object", name, fields: () => map };
}

/** How messages name a type. Models checker.FormatCELType. */
export function typeText(type: CelType): string {
  switch (type.kind) {
    case "dyn":
      return "dyn";
    case "error":
      return "!error!";
    case "list":
      return `list(${typeText(type.element)})`;
    case "map":
      return `map(${typeText(type.key)}, ${typeText(type.value)})`;
    case "optional":
      return `optional_type(${typeText(type.element)})`;
    case "type":
      return "type";
    default:
      return type.name;
  }
}

/** How messages about what an expression comes to name its type. Models types.Type.String. */
export function resultText(type: CelType): string {
  return type === NULL ? "null_type" : typeText(type);
}

/** What type parameters stand for. */
export type Bindings = Map<string, CelType>;

/** Whether two types are the same through and through. */
export function isSameType(a: CelType, b: CelType): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "list" || a.kind === "optional")
    return isSameType(a.element, (b as typeof a).element);
  if (a.kind === "map") {
    const other = b as typeof a;
    return isSameType(a.key, other.key) && isSameType(a.value, other.value);
  }
  return "name" in a ? a.name === (b as typeof a).name : true;
}

/** Whether a value of the given type may stand where another is wanted; binds type parameters of the wanted one. Models checker.isAssignable. */
export function isAssignable(wanted: CelType, given: CelType, bindings: Bindings): boolean {
  if (wanted.kind === "param") {
    const bound = bindings.get(wanted.name);
    if (!bound || bound.kind === "dyn") {
      if (!bound || given.kind !== "dyn") bindings.set(wanted.name, given);
      return true;
    }
    return isAssignable(bound, given, bindings);
  }
  if (wanted.kind === "dyn" || given.kind === "dyn") return true;
  if (wanted.kind === "error" || given.kind === "error") return true;
  if (given === NULL) return wanted === NULL || isNullable(wanted);
  if (wanted === NULL) return isNullable(given);
  if (wanted.kind !== given.kind) return false;
  if (wanted.kind === "list" || wanted.kind === "optional")
    return isAssignable(wanted.element, (given as typeof wanted).element, bindings);
  if (wanted.kind === "map") {
    const other = given as typeof wanted;
    return (
      isAssignable(wanted.key, other.key, bindings) &&
      isAssignable(wanted.value, other.value, bindings)
    );
  }
  return "name" in wanted ? wanted.name === (given as typeof wanted).name : true;
}

function isNullable(type: CelType): boolean {
  return (
    type.kind === "object" || type.kind === "opaque" || type === TIMESTAMP || type === DURATION
  );
}

/** The type with its parameters filled in; what is bound to nothing is dynamic. */
export function substituted(type: CelType, bindings: Bindings): CelType {
  switch (type.kind) {
    case "param":
      return bindings.get(type.name) ?? DYN;
    case "list":
      return listOf(substituted(type.element, bindings));
    case "optional":
      return optionalOf(substituted(type.element, bindings));
    case "map":
      return mapOf(substituted(type.key, bindings), substituted(type.value, bindings));
    default:
      return type;
  }
}
