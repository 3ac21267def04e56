import { utf8Bytes } from "../base64.ts";
import { plainText } from "./lib-standard.ts";
import {
  Bytes,
  CelError,
  Instant,
  isList,
  isMap,
  Optional,
  Span,
  typeNameOf,
  Uint,
  type CelValue,
} from "./values.ts";
import { decodeUtf8, doubleText } from "./text.ts";

const DEFAULT_PRECISION = 6;

/** `"%s has %d".format([…])`. Models ext.Strings' string.format. */
export function formatTemplate(template: string, values: readonly CelValue[]): string {
  let next = 0;
  return template.replace(
    /%(%|(?:\.(\d+))?([\s\S]?))/g,
    (_all, clause: string, precision: string | undefined, letter: string) => {
      if (clause === "%") return "%";
      if (letter === "" || !"sdfebxXo".includes(letter))
        throw new CelError(
          `could not parse formatting clause: unrecognized formatting clause "${letter}"`,
        );
      const value = values[next];
      if (value === undefined) throw new CelError(`index ${next} out of range`);
      next++;
      return clauseText(letter, precision === undefined ? undefined : Number(precision), value);
    },
  );
}

function clauseText(letter: string, precision: number | undefined, value: CelValue): string {
  switch (letter) {
    case "s":
      return shownText(value, false);
    case "d":
      return decimalText(value);
    case "f":
      return (
        specialText(value) ?? numberOf(value, "fixed-point").toFixed(precision ?? DEFAULT_PRECISION)
      );
    case "e":
      return (
        specialText(value) ??
        numberOf(value, "scientific notation")
          .toExponential(precision ?? DEFAULT_PRECISION)
          .replace(/e([-+])(\d)$/, "e$10$2")
      );
    case "b":
      return typeof value === "boolean" ? (value ? "1" : "0") : integerText(value, 2, "binary");
    case "o":
      return integerText(value, 8, "octal");
    default: {
      const text = hexText(value);
      return letter === "X" ? text.toUpperCase() : text;
    }
  }
}

function wrongClause(wanted: string, value: CelValue): CelError {
  const name = typeNameOf(value);
  return new CelError(
    `error during formatting: ${wanted} clause can only be used on ${ACCEPTED[wanted] ?? "integers"}, was given ${name}`,
  );
}

const ACCEPTED: Readonly<Record<string, string>> = {
  binary: "integers and bools",
  hex: "integers, byte buffers, and strings",
  decimal: "integers",
  "fixed-point": "doubles",
  "scientific notation": "doubles",
};

function specialText(value: CelValue): string | undefined {
  if (typeof value !== "number") return undefined;
  if (Number.isNaN(value)) return "NaN";
  return Number.isFinite(value) ? undefined : value > 0 ? "Infinity" : "-Infinity";
}

function numberOf(value: CelValue, wanted: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  throw wrongClause(wanted, value);
}

function decimalText(value: CelValue): string {
  if (typeof value === "bigint" || typeof value === "number") return plainText(value);
  return integerText(value, 10, "decimal");
}

function integerText(value: CelValue, base: number, wanted: string): string {
  if (typeof value === "bigint") return value.toString(base);
  if (value instanceof Uint) return value.value.toString(base);
  throw wrongClause(wanted, value);
}

function hexText(value: CelValue): string {
  const bytes =
    typeof value === "string" ? utf8Bytes(value) : value instanceof Bytes ? value.bytes : undefined;
  if (bytes) return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return integerText(value, 16, "hex");
}

/** How `%s` shows a value; texts inside lists and maps are bare too. */
function shownText(value: CelValue, isInside: boolean): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return specialText(value) ?? doubleText(value);
  if (value instanceof Bytes) return decodeUtf8(value.bytes);
  if (isList(value)) return `[${value.map((each) => shownText(each, true)).join(", ")}]`;
  if (isMap(value)) {
    const entries = [...value].map(
      ([key, each]) => `${shownText(key, true)}: ${shownText(each, true)}`,
    );
    return `{${entries.sort().join(", ")}}`;
  }
  if (value instanceof Optional || (typeof value === "object" && value !== null && isOpaque(value)))
    throw new CelError(
      `error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${typeNameOf(value)}`,
    );
  return isInside || value !== null ? plainText(value) : "null";
}

function isOpaque(value: CelValue): boolean {
  return !(
    value instanceof Instant ||
    value instanceof Span ||
    value instanceof Uint ||
    "name" in (value as object)
  );
}
