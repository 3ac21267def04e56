import {
  addressBytes,
  addressText,
  containsAddress,
  maskedBytes,
  parseCidr,
} from "../validation/cidr.ts";
import { ipFamilyOf } from "../validation/ip.ts";
import { opaqueType, overloadsOf, type CelFunction, type Overload } from "./overloads.ts";
import {
  CelError,
  Opaque,
  type CelMap,
  type CelValue,
  type OpaqueData,
  type ParsedUrl,
} from "./values.ts";

type Data<Type extends OpaqueData["type"]> = Extract<OpaqueData, { readonly type: Type }>;

/** A value of one of Kubernetes' types. */
export function opaque(word: string, data: OpaqueData): Opaque {
  const type = opaqueType(word);
  return new Opaque("name" in type ? type.name : word, data);
}

/** What a value of one of Kubernetes' types holds. */
export function dataOf<Type extends OpaqueData["type"]>(value: CelValue | undefined): Data<Type> {
  return (value as Opaque).data as Data<Type>;
}

function parseUrl(text: string): ParsedUrl | undefined {
  const match =
    /^(?:([a-zA-Z][-+.a-zA-Z0-9]*):)?(?:\/\/(?:[^/?#@]*@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/.exec(
      text,
    );
  if (!match || /[\s\u0000-\u001f]/.test(text)) return undefined;
  const [, scheme = "", host = "", path = "", query = ""] = match;
  // Models net/url.ParseRequestURI: an absolute address, or an absolute path.
  if (scheme === "" && !path.startsWith("/")) return undefined;
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  return { text, scheme: scheme.toLowerCase(), host, path, query };
}

function toUrl(text: string): Opaque {
  const url = parseUrl(text);
  if (!url)
    throw new CelError(
      `URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`,
    );
  return opaque("url", { type: "url", url });
}

function portOf(host: string): string {
  return /:(\d*)$/.exec(host)?.[1] ?? "";
}

function queryOf(query: string): CelMap {
  const found = new Map<CelValue, CelValue[]>();
  for (const pair of query.split("&").filter((each) => each !== "")) {
    const [key = "", value = ""] = pair
      .split(/=(.*)/s)
      .map((each) => decoded(each.replaceAll("+", " ")));
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What cannot be decoded is kept as it stands.
    return text;
  }
}

const url =
  (read: (url: ParsedUrl) => CelValue): CelFunction =>
  ([value]) =>
    read(dataOf<"url">(value).url);

const urlLibrary = overloadsOf({
  ".url(string): url": ([text]) => toUrl(text as string),
  "isURL(string): bool": ([text]) => parseUrl(text as string) !== undefined,
  "url.getScheme(): string": url(({ scheme }) => scheme),
  "url.getHost(): string": url(({ host }) => host),
  "url.getHostname(): string": url(({ host }) =>
    host.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1"),
  ),
  "url.getPort(): string": url(({ host }) => portOf(host)),
  "url.getEscapedPath(): string": url(({ path }) => path),
  "url.getQuery(): map<string, list<string>>": url(({ query }) => queryOf(query)),
});

function toIp(text: string): Opaque {
  const bytes = addressBytes(text);
  if (bytes && !isMappedIPv4(bytes))
    return opaque("ip", { type: "ip", text: addressText(bytes), bytes });
  if (bytes) throw new CelError(`IPv4-mapped IPv6 address ${JSON.stringify(text)} is not allowed`);
  if (text.includes("%") && ipFamilyOf(text.replace(/%.*$/, "")) !== undefined)
    throw new CelError(`IP address ${JSON.stringify(text)} with zone value is not allowed`);
  throw new CelError(
    `IP Address ${JSON.stringify(text)} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`,
  );
}

function isMappedIPv4(bytes: readonly number[]): boolean {
  return (
    bytes.length === 16 &&
    bytes.slice(0, 10).every((byte) => byte === 0) &&
    bytes[10] === 255 &&
    bytes[11] === 255
  );
}

function isKind(run: (bytes: readonly number[]) => boolean): CelFunction {
  return ([ip]) => run(dataOf<"ip">(ip).bytes);
}

const isV4 = (bytes: readonly number[]) => bytes.length === 4;

function isGlobal(bytes: readonly number[]): boolean {
  const isBroadcast = isV4(bytes) && bytes.every((byte) => byte === 255);
  return !(
    isBroadcast ||
    isUnspecified(bytes) ||
    isLoopback(bytes) ||
    isMulticast(bytes) ||
    isLinkLocal(bytes)
  );
}

const isUnspecified = (bytes: readonly number[]) => bytes.every((byte) => byte === 0);
const isLoopback = (bytes: readonly number[]) =>
  isV4(bytes) ? bytes[0] === 127 : bytes.every((byte, i) => byte === (i === 15 ? 1 : 0));
const isMulticast = ([first = 0, ...rest]: readonly number[]) =>
  rest.length === 3 ? (first & 0xf0) === 0xe0 : first === 0xff;
const isLinkLocal = ([first = 0, second = 0, ...rest]: readonly number[]) =>
  rest.length === 2 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80;
const isLinkLocalMulticast = (bytes: readonly number[]) =>
  isV4(bytes)
    ? bytes[0] === 224 && bytes[1] === 0 && bytes[2] === 0
    : bytes[0] === 0xff && ((bytes[1] ?? 0) & 0x0f) === 2;

const ipLibrary = overloadsOf({
  ".ip(string): ip": ([text]) => toIp(text as string),
  "isIP(string): bool": ([text]) => {
    const bytes = addressBytes(text as string);
    return bytes !== undefined && !isMappedIPv4(bytes);
  },
  ".ip.isCanonical(string): bool": ([text]) => dataOf<"ip">(toIp(text as string)).text === text,
  "string(ip): string": ([ip]) => dataOf<"ip">(ip).text,
  "ip.family(): int": ([ip]) => (isV4(dataOf<"ip">(ip).bytes) ? 4n : 6n),
  "ip.isUnspecified(): bool": isKind(isUnspecified),
  "ip.isLoopback(): bool": isKind(isLoopback),
  "ip.isLinkLocalMulticast(): bool": isKind(isLinkLocalMulticast),
  "ip.isLinkLocalUnicast(): bool": isKind(isLinkLocal),
  "ip.isGlobalUnicast(): bool": isKind(isGlobal),
});

function toCidr(text: string): Opaque {
  const range = parseCidr(text);
  if (!range)
    throw new CelError(
      `network address parse error during conversion from string: netip.ParsePrefix(${JSON.stringify(text)}): ${text.includes("/") ? "bad bits after slash" : "no '/'"}`,
    );
  const canonical = `${addressText(range.bytes)}/${range.prefixBits}`;
  return opaque("cidr", { type: "cidr", text: canonical, ...range });
}

function holdsIp(cidr: CelValue | undefined, ip: Opaque): boolean {
  return containsAddress(dataOf<"cidr">(cidr), dataOf<"ip">(ip).bytes);
}

function holdsCidr(outer: CelValue | undefined, inner: Opaque): boolean {
  const [wide, narrow] = [dataOf<"cidr">(outer), dataOf<"cidr">(inner)];
  return narrow.prefixBits >= wide.prefixBits && containsAddress(wide, narrow.bytes);
}

const cidrLibrary = overloadsOf({
  ".cidr(string): cidr": ([text]) => toCidr(text as string),
  "isCIDR(string): bool": ([text]) => parseCidr(text as string) !== undefined,
  "string(cidr): string": ([cidr]) => dataOf<"cidr">(cidr).text,
  "cidr.containsIP(ip): bool": ([cidr, ip]) => holdsIp(cidr, ip as Opaque),
  "cidr.containsIP(string): bool": ([cidr, ip]) => holdsIp(cidr, toIp(ip as string)),
  "cidr.containsCIDR(cidr): bool": ([outer, inner]) => holdsCidr(outer, inner as Opaque),
  "cidr.containsCIDR(string): bool": ([outer, inner]) => holdsCidr(outer, toCidr(inner as string)),
  "cidr.ip(): ip": ([cidr]) => {
    const { bytes } = dataOf<"cidr">(cidr);
    return opaque("ip", { type: "ip", text: addressText(bytes), bytes });
  },
  "cidr.masked(): cidr": ([cidr]) => {
    const range = dataOf<"cidr">(cidr);
    const bytes = maskedBytes(range);
    const text = `${addressText(bytes)}/${range.prefixBits}`;
    return opaque("cidr", { type: "cidr", text, bytes, prefixBits: range.prefixBits });
  },
  "cidr.prefixLength(): int": ([cidr]) => BigInt(dataOf<"cidr">(cidr).prefixBits),
});

/** Addresses. Models Kubernetes' URLs, IP and CIDR libraries. */
export const networkLibrary: readonly Overload[] = [...urlLibrary, ...ipLibrary, ...cidrLibrary];
