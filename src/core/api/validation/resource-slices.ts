import { invalid, required, tooLong, type FieldError } from "../field-error.ts";
import type {
  Device,
  DeviceAttribute,
  NodeSelector,
  ResourcePool,
  ResourceSlice,
} from "../schema/generated/types.ts";
import { validateNodeSelector } from "./affinity.ts";
import { driverName } from "./device-classes.ts";
import { poolName, qualifiedDeviceName } from "./device-names.ts";
import { limitedSet } from "./limited-lists.ts";
import { dnsLabel, dnsSubdomain, immutable } from "./fields.ts";

const MAX_DEVICES = 128;
const PLACES = "`nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection`";

/** Every mistake of a ResourceSlice. Models resource validation.ValidateResourceSlice. */
export function validateResourceSlice({ spec }: ResourceSlice): FieldError[] {
  return [
    ...driverName("spec.driver", spec.driver),
    ...validatePool("spec.pool", spec.pool),
    ...validatePlace(spec),
    ...limitedSet("spec.devices", spec.devices, {
      validate: validateDevice,
      keyOf: ({ name }) => name,
      most: MAX_DEVICES,
    }),
  ];
}

/** The driver, the pool and the node of a slice stay. Models ValidateResourceSliceUpdate. */
export function validateResourceSliceUpdate(
  slice: ResourceSlice,
  { spec: old }: ResourceSlice,
): FieldError[] {
  const { spec } = slice;
  return [
    ...validateResourceSlice(slice),
    ...immutable("spec.pool.name", spec.pool.name, old.pool.name),
    ...immutable("spec.driver", spec.driver, old.driver),
    ...immutable("spec.nodeName", spec.nodeName ?? "", old.nodeName ?? ""),
  ];
}

function validatePool(at: string, pool: ResourcePool): FieldError[] {
  const { name, resourceSliceCount, generation } = pool;
  return [
    ...poolName(`${at}.name`, name),
    ...(resourceSliceCount <= 0
      ? [invalid(`${at}.resourceSliceCount`, resourceSliceCount, "must be greater than zero")]
      : []),
    ...(generation < 0
      ? [invalid(`${at}.generation`, generation, "must be greater than or equal to zero")]
      : []),
  ];
}

function validatePlace(spec: ResourceSlice["spec"]): FieldError[] {
  const { nodeName, nodeSelector, allNodes } = spec;
  const named = [
    ...(nodeName ? ["`nodeName`"] : []),
    ...(nodeSelector === undefined ? [] : ["`nodeSelector`"]),
    ...(allNodes ? ["`allNodes`"] : []),
  ];
  return [
    ...(nodeName === "" ? [invalid("spec.nodeName", nodeName, EMPTY_NAME)] : []),
    ...(nodeName ? dnsSubdomain("spec.nodeName", nodeName) : []),
    ...(nodeSelector ? validateSelector("spec.nodeSelector", nodeSelector) : []),
    ...(allNodes === false ? [invalid("spec.allNodes", allNodes, ONLY_TRUE)] : []),
    ...(named.length === 0 ? [required("spec", `exactly one of ${PLACES} is required`)] : []),
    ...(named.length > 1
      ? [
          invalid(
            "spec",
            `{${named.join(", ")}}`,
            `exactly one of ${PLACES} is required, but multiple fields are set`,
          ),
        ]
      : []),
  ];
}

const EMPTY_NAME = "must be either unset or set to a non-empty string";
const ONLY_TRUE = "must be either unset or set to true";

function validateSelector(field: string, selector: NodeSelector): FieldError[] {
  const terms = selector.nodeSelectorTerms as NodeSelector["nodeSelectorTerms"] | undefined;
  return [
    ...validateNodeSelector(field, selector),
    ...(terms?.length === 1
      ? []
      : [
          invalid(
            `${field}.nodeSelectorTerms`,
            terms ?? null,
            "must have exactly one node selector term",
          ),
        ]),
  ];
}

/** Models validateDevice. */
function validateDevice(
  at: string,
  { name, attributes = {}, capacity = {} }: Device,
): FieldError[] {
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  const detail = `the total number of attributes and capacities must not exceed ${MAX_FACTS}`;
  return [
    ...dnsLabel(`${at}.name`, name),
    ...(count > MAX_FACTS ? [invalid(at, count, detail)] : []),
    ...Object.entries(attributes).flatMap(([key, attribute]) => [
      ...qualifiedDeviceName(`${at}.attributes[${key}]`, key),
      ...validateAttribute(`${at}.attributes[${key}]`, attribute),
    ]),
    ...Object.keys(capacity).flatMap((key) => qualifiedDeviceName(`${at}.capacity[${key}]`, key)),
  ];
}

const MAX_FACTS = 32;
const MAX_VALUE_BYTES = 64;
const NUMBER = "(?:0|[1-9]\\d*)";
const WORD = "(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
const SEMVER = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${WORD}(?:\\.${WORD})*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
);

function validateAttribute(at: string, attribute: DeviceAttribute): FieldError[] {
  const { string: text, version } = attribute;
  const count = (["bool", "int", "string", "version"] as const).filter(
    (key) => attribute[key] !== undefined,
  ).length;
  const errors: FieldError[] = [];
  if (text !== undefined && text.length > MAX_VALUE_BYTES)
    errors.push(tooLong(`${at}.string`, MAX_VALUE_BYTES));
  if (version !== undefined && !SEMVER.test(version))
    errors.push(
      invalid(`${at}.version`, version, "must be a string compatible with semver.org spec 2.0.0"),
    );
  if (version !== undefined && version.length > MAX_VALUE_BYTES)
    errors.push(tooLong(`${at}.version`, MAX_VALUE_BYTES));
  if (count !== 1)
    errors.push(
      invalid(at, count === 0 ? "" : goAttribute(attribute), "exactly one value must be specified"),
    );
  return errors;
}

/** An attribute as the server's own struct prints it. */
function goAttribute({ int, bool, string: text, version }: DeviceAttribute): unknown {
  return {
    IntValue: int ?? null,
    BoolValue: bool ?? null,
    StringValue: text ?? null,
    VersionValue: version ?? null,
  };
}
