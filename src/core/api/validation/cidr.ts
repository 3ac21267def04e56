import { cidrFamilyOf, ipFamilyOf } from "./ip.ts";

/** A range of addresses as numbers: the bytes of its address and how many leading bits count. */
export interface CidrRange {
  readonly bytes: readonly number[];
  readonly prefixBits: number;
}

/** The bytes of an address (4 or 16), or undefined for a text that is none. */
export function addressBytes(text: string): readonly number[] | undefined {
  const family = ipFamilyOf(text);
  if (!family) return undefined;
  return family === "IPv4" ? text.split(".").map(Number) : ipv6Bytes(text);
}

/** A CIDR range as numbers, or undefined for a text that is none. */
export function parseCidr(text: string): CidrRange | undefined {
  if (!cidrFamilyOf(text)) return undefined;
  const [address = "", bits = ""] = text.split("/");
  const bytes = addressBytes(address);
  return bytes && { bytes, prefixBits: Number(bits) };
}

/** Whether the address of one range lies in another of the same family. Models net.IPNet.Contains. */
export function containsAddress(range: CidrRange, bytes: readonly number[]): boolean {
  const masked = maskedBytes(range);
  return (
    bytes.length === range.bytes.length &&
    maskedBytes({ bytes, prefixBits: range.prefixBits }).every((byte, i) => byte === masked[i])
  );
}

/** The address with the bits behind the prefix cleared. */
export function maskedBytes({ bytes, prefixBits }: CidrRange): readonly number[] {
  return bytes.map((byte, i) => {
    const kept = Math.min(8, Math.max(0, prefixBits - i * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
}

/** Canonical text of an address: IPv6 in RFC 5952 form. */
export function addressText(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[i * 2] ?? 0) << 8) | (bytes[i * 2 + 1] ?? 0)).toString(16),
  );
  const zeros = longestZeros(groups);
  if (!zeros) return groups.join(":");
  return `${groups.slice(0, zeros.start).join(":")}::${groups.slice(zeros.end).join(":")}`;
}

function longestZeros(
  groups: readonly string[],
): { readonly start: number; readonly end: number } | undefined {
  let best: { readonly start: number; readonly end: number } | undefined;
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === "0") end++;
    if (end - start >= 2 && (!best || end - start > best.end - best.start)) best = { start, end };
    start = Math.max(start, end - 1);
  }
  return best;
}

function ipv6Bytes(text: string): readonly number[] {
  const [head = "", tail] = text.split("::");
  const left = groupBytes(head);
  const right = tail === undefined ? [] : groupBytes(tail);
  const gap = Array.from({ length: 16 - left.length - right.length }, () => 0);
  return [...left, ...gap, ...right];
}

function groupBytes(text: string): number[] {
  if (text === "") return [];
  return text
    .split(":")
    .flatMap((group) =>
      group.includes(".")
        ? group.split(".").map(Number)
        : [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff],
    );
}
