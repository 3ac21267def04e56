import { invalid, type FieldError } from "../field-error.ts";

export type IpFamily = "IPv4" | "IPv6";

const IP_TEXT = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
const CIDR_TEXT = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/** The family of an IP address, or undefined for a text that is none. */
export function ipFamilyOf(text: string): IpFamily | undefined {
  if (isIpv4(text)) return "IPv4";
  return isIpv6(text) ? "IPv6" : undefined;
}

/** The family of a CIDR range, or undefined for a text that is none. */
export function cidrFamilyOf(text: string): IpFamily | undefined {
  const [address = "", bits, ...rest] = text.split("/");
  const family = ipFamilyOf(address);
  if (!family || bits === undefined || rest.length > 0 || !/^\d{1,3}$/.test(bits)) return undefined;
  return Number(bits) <= (family === "IPv4" ? 32 : 128) ? family : undefined;
}

/** Refuses what is not an IP address. Models validation.IsValidIP. */
export function ipAddress(field: string, text: string): FieldError[] {
  return ipFamilyOf(text) ? [] : [invalid(field, text, IP_TEXT)];
}

/** Refuses what is not a CIDR range. Models validation.IsValidCIDR. */
export function cidr(field: string, text: string): FieldError[] {
  return cidrFamilyOf(text) ? [] : [invalid(field, text, CIDR_TEXT)];
}

/** Refuses addresses that no endpoint or external service may have. Models validation.ValidateNonSpecialIP. */
export function nonSpecialIp(field: string, text: string): FieldError[] {
  const family = ipFamilyOf(text);
  if (!family) return [invalid(field, text, "must be a valid IP address")];
  const parts = text.split(".").map(Number);
  const [a = 0, b = 0, c = 0] = family === "IPv4" ? parts : [];
  const word = family === "IPv6" ? text.toLowerCase() : "";
  const errors: FieldError[] = [];
  if (text === "0.0.0.0" || word === "::")
    errors.push(invalid(field, text, `may not be unspecified (${text})`));
  if (a === 127 || word === "::1")
    errors.push(invalid(field, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
  if ((a === 169 && b === 254) || /^fe[89ab]/.test(word)) {
    errors.push(
      invalid(field, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"),
    );
  }
  if ((a === 224 && b === 0 && c === 0) || /^ff[0-9a-f]2:/.test(word)) {
    errors.push(
      invalid(
        field,
        text,
        "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
      ),
    );
  }
  return errors;
}

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (!text.includes(":") || halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const tail = last.includes(".") ? 2 : 1;
  if (last.includes(".") && !isIpv4(last)) return false;
  const plain = last.includes(".") ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = plain.length + (tail === 2 ? 2 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}
