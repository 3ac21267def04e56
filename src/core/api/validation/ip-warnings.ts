import { addressBytes, addressText, maskedBytes, parseCidr } from "./cidr.ts";

/** What a server warns of in an IP address that it still takes: leading zeros, IPv4 in IPv6, an unusual spelling. Models validation.GetWarningsForIP. */
export function ipWarnings(path: string, text: string): string[] {
  const plain = plainIp(text);
  if (plain === undefined || plain === text) return [];
  return isSpelling(text, plain)
    ? [
        `${path}: IPv6 address ${JSON.stringify(text)} should be in RFC 5952 canonical format (${JSON.stringify(plain)})`,
      ]
    : [
        `${path}: non-standard IP address ${JSON.stringify(text)} will be considered invalid in a future Kubernetes release: use ${JSON.stringify(plain)}`,
      ];
}

/** The same of a range. Models validation.GetWarningsForCIDR. */
export function cidrWarnings(path: string, text: string): string[] {
  const range = parseCidr(text);
  if (!range) return [];
  const [address = "", bitText = ""] = text.split("/");
  const plain = plainIp(address) ?? address;
  const shown = JSON.stringify(text);
  const start = addressText(maskedBytes(range));
  if (start !== addressText(range.bytes)) {
    const single = `${plain}/${range.bytes.length * 8}`;
    return [
      `${path}: CIDR value ${shown} is ambiguous in this context (should be "${start}/${range.prefixBits}" or "${single}"?)`,
    ];
  }
  const wanted = `${plain}/${range.prefixBits}`;
  if (wanted === text) return [];
  return isSpelling(address, plain) && String(range.prefixBits) === bitText
    ? [`${path}: IPv6 CIDR value ${shown} should be in RFC 5952 canonical format ("${wanted}")`]
    : [
        `${path}: non-standard CIDR value ${shown} will be considered invalid in a future Kubernetes release: use "${wanted}"`,
      ];
}

/** Whether both are the same IPv6 address, only written otherwise. */
function isSpelling(text: string, plain: string): boolean {
  return text.includes(":") && plain.includes(":");
}

/** The address as Go prints it, IPv4 in IPv6 as IPv4; undefined for what is none. */
function plainIp(text: string): string | undefined {
  const bytes = addressBytes(text);
  if (!bytes) return undefined;
  const isMapped =
    bytes.length === 16 && bytes.slice(0, 12).every((byte, i) => byte === (i < 10 ? 0 : 0xff));
  return addressText(isMapped ? bytes.slice(12) : bytes);
}
