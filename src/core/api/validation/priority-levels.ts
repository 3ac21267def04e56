import { isSemanticallyEqual } from "#core/base/equal.ts";
import {
  forbiddenField,
  invalid,
  invalidAsWhole,
  required,
  type FieldError,
} from "../field-error.ts";
import type {
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  QueuingConfiguration,
} from "../schema/generated/types.ts";
import { unsupported } from "./fields.ts";

const MAX_QUEUES = 10_000_000;
const MAX_HASH_BITS = 60;
/** What nobody may change. Models bootstrap MandatoryPriorityLevelConfigurations. */
const CATCH_ALL = {
  type: "Limited",
  limited: {
    nominalConcurrencyShares: 5,
    limitResponse: { type: "Reject" },
    lendablePercent: 0,
  },
};

/** Every mistake of a PriorityLevelConfiguration. Models flowcontrol validation.ValidatePriorityLevelConfiguration. */
export function validatePriorityLevel({
  metadata,
  spec,
}: PriorityLevelConfiguration): FieldError[] {
  const { name = "" } = metadata;
  const { type } = spec;
  const isFixed = name === "catch-all" && !isSemanticallyEqual(spec, CATCH_ALL);
  return [
    ...((name === "exempt") !== (type === "Exempt")
      ? [invalid("spec.type", type, "type must be 'Exempt' if and only if name is 'exempt'")]
      : []),
    ...validateByType(type, spec),
    ...(isFixed ? [invalidAsWhole("spec", `spec of '${name}' must equal the fixed value`)] : []),
  ];
}

function validateByType(
  type: string,
  { limited, exempt }: PriorityLevelConfiguration["spec"],
): FieldError[] {
  switch (type) {
    case "Exempt":
      return [
        ...(limited
          ? [forbiddenField("spec.limited", "must be nil if the type is not Limited")]
          : []),
        ...shares("spec.exempt.nominalConcurrencyShares", exempt?.nominalConcurrencyShares),
        ...percent("spec.exempt.lendablePercent", exempt?.lendablePercent),
      ];
    case "Limited":
      return [
        ...(exempt ? [forbiddenField("spec.exempt", "must be nil if the type is Limited")] : []),
        ...(limited
          ? validateLimited("spec.limited", limited)
          : [required("spec.limited", "must not be empty when type is Limited")]),
      ];
    default:
      return [unsupported("spec.type", type, ["Exempt", "Limited"])];
  }
}

function shares(field: string, value: number | undefined): FieldError[] {
  return (value ?? 0) < 0 ? [invalid(field, value, "must be a non-negative integer")] : [];
}

function percent(field: string, value = 0): FieldError[] {
  return value < 0 || value > 100
    ? [invalid(field, value, "must be between 0 and 100, inclusive")]
    : [];
}

function validateLimited(at: string, limited: LimitedPriorityLevelConfiguration): FieldError[] {
  const { borrowingLimitPercent: borrowing } = limited;
  return [
    ...shares(`${at}.nominalConcurrencyShares`, limited.nominalConcurrencyShares),
    ...validateResponse(`${at}.limitResponse`, limited.limitResponse ?? { type: "" }),
    ...percent(`${at}.lendablePercent`, limited.lendablePercent),
    ...(borrowing !== undefined && borrowing < 0
      ? [
          invalid(
            `${at}.borrowingLimitPercent`,
            borrowing,
            "if specified, must be a non-negative integer",
          ),
        ]
      : []),
  ];
}

function validateResponse(at: string, { type, queuing }: LimitResponse): FieldError[] {
  switch (type) {
    case "Reject":
      return queuing
        ? [
            forbiddenField(
              `${at}.queuing`,
              "must be nil if limited.limitResponse.type is not Limited",
            ),
          ]
        : [];
    case "Queue":
      return queuing
        ? validateQueuing(`${at}.queuing`, queuing)
        : [required(`${at}.queuing`, "must not be empty if limited.limitResponse.type is Limited")];
    default:
      return [unsupported(`${at}.type`, type, ["Queue", "Reject"])];
  }
}

function validateQueuing(at: string, queuing: QueuingConfiguration): FieldError[] {
  const { queues = 0, handSize = 0, queueLengthLimit = 0 } = queuing;
  const field = `${at}.handSize`;
  return [
    ...(queueLengthLimit <= 0
      ? [invalid(`${at}.queueLengthLimit`, queueLengthLimit, "must be positive")]
      : []),
    ...(queues <= 0
      ? [invalid(`${at}.queues`, queues, "must be positive")]
      : queues > MAX_QUEUES
        ? [invalid(`${at}.queues`, queues, `must not be greater than ${MAX_QUEUES}`)]
        : []),
    ...(handSize <= 0
      ? [invalid(field, handSize, "must be positive")]
      : handSize > queues
        ? [invalid(field, handSize, `should not be greater than queues (${queues})`)]
        : hashBits(queues, handSize) > MAX_HASH_BITS
          ? [
              invalid(
                field,
                handSize,
                `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MAX_HASH_BITS}`,
              ),
            ]
          : []),
  ];
}

/** Bits of chance that dealing a hand takes. Models shufflesharding.RequiredEntropyBits. */
function hashBits(queues: number, handSize: number): number {
  return Math.ceil(
    Array.from({ length: handSize }, (_, i) => Math.log2(queues - i)).reduce((a, b) => a + b, 0),
  );
}
