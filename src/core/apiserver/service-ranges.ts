import type { ServiceCIDR } from "#core/api/schema/generated/types.ts";
import { addressBytes, maskedBytes, parseCidr } from "#core/api/validation/cidr.ts";
import type { Random } from "#core/sim/random.ts";
import type { AdmissionLookup } from "./admission.ts";

/** The range that a server has of itself, before it has made a ServiceCIDR of it. */
const OWN_RANGE = "10.96.0.0/16";
const MIN_OFFSET = 16;
const MAX_OFFSET = 256;

/** A range of IPv4 addresses as numbers. */
export interface ServiceRange {
  /** In CIDR notation. */
  readonly text: string;
  readonly base: number;
  readonly size: number;
}

/** The ranges that addresses of Services come from: those of every ServiceCIDR that is ready, and no condition says it is not. Models ipallocator.MetaAllocator. */
export function readyRanges(lookup: AdmissionLookup): readonly ServiceRange[] {
  const cidrs = lookup.list("ServiceCIDR", "") as readonly ServiceCIDR[];
  if (cidrs.length === 0) return [OWN_RANGE].flatMap(rangeOf);
  return cidrs.filter(isReady).flatMap(({ spec }) => (spec.cidrs ?? []).flatMap(rangeOf));
}

function isReady({ status }: ServiceCIDR): boolean {
  const ready = (status.conditions ?? []).find(({ type }) => type === "Ready");
  return ready === undefined || ready.status === "True";
}

function rangeOf(text: string): ServiceRange[] {
  const range = parseCidr(text);
  if (range?.bytes.length !== 4) return [];
  return [{ text, base: numberOf(maskedBytes(range)), size: 2 ** (32 - range.prefixBits) }];
}

/** Whether an address lies in a range, its first and last included. */
export function isInRange({ base, size }: ServiceRange, address: string): boolean {
  const bytes = addressBytes(address);
  if (bytes?.length !== 4) return false;
  const number = numberOf(bytes);
  return number >= base && number < base + size;
}

/** Whether a Service may have an address of a range: the network's own and that of everybody are nobody's. */
export function isUsable(range: ServiceRange, address: string): boolean {
  const offset = numberOf(addressBytes(address) ?? []) - range.base;
  return offset >= 1 && offset <= lastOffset(range);
}

/** An address that nobody has: by chance in the upper part of the range, and of the lower part, where people choose theirs, only when that is full. Models Allocator.allocateNextService. */
export function freeAddressOf(
  range: ServiceRange,
  isTaken: (address: string) => boolean,
  random: Random,
): string | undefined {
  const last = lastOffset(range);
  const offset = Math.min(Math.max(MIN_OFFSET, Math.floor(range.size / MIN_OFFSET)), MAX_OFFSET);
  const free = (from: number, to: number): string | undefined => {
    for (let i = from; i <= to; i++) {
      const address = addressAt(range.base + i);
      if (!isTaken(address)) return address;
    }
    return undefined;
  };
  const start = last > offset ? offset + random.nextInt(last - offset + 1) : last + 1;
  return (
    free(start, last) ??
    free(Math.min(offset, last + 1), start - 1) ??
    free(1, Math.min(offset - 1, last))
  );
}

function lastOffset({ size }: ServiceRange): number {
  return size > 2 ? size - 2 : size - 1;
}

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

function addressAt(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join(".");
}
