import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

/** A key and a certificate that vouches for itself, both as PEM. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const UTF8 = 0x0c;
const SEQUENCE = 0x30;
const SET = 0x31;
const UTC_TIME = 0x17;
const TRUE = Uint8Array.of(0x01, 0x01, 0xff);
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const BASIC_CONSTRAINTS = "2.5.29.19";
const KEY_USAGE = "2.5.29.15";
const ALT_NAMES = "2.5.29.17";
const YEAR_MS = 365 * 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** Makes a new self-signed certificate for these names and addresses, good for a year. */
export function selfSignedCertificate(names: readonly string[], nowMs: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = der(SEQUENCE, objectId(ECDSA_WITH_SHA256));
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, objectId(COMMON_NAME), text(UTF8, "podyard"))));
  const body = der(
    SEQUENCE,
    der(0xa0, integer(Uint8Array.of(2))),
    integer(serialNumber()),
    algorithm,
    name,
    der(SEQUENCE, time(nowMs - DAY_MS), time(nowMs + YEAR_MS)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(SEQUENCE, ...extensions(names))),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = der(SEQUENCE, body, algorithm, der(BIT_STRING, Uint8Array.of(0), signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: pem(certificate),
  };
}

/** A short name for a certificate, for people to compare. */
export function fingerprint({ certificate }: Certificate): string {
  return createHash("sha256").update(certificate).digest("hex").slice(0, 16);
}

function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  // Positive, and not beginning with zero.
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function extensions(names: readonly string[]): Uint8Array[] {
  const altNames = names.map((name) => (isIP(name) === 0 ? text(0x82, name) : address(name)));
  return [
    extension(BASIC_CONSTRAINTS, der(SEQUENCE, TRUE), { isCritical: true }),
    // Digital signature and certificate signing: bits 0 and 5.
    extension(KEY_USAGE, der(BIT_STRING, Uint8Array.of(2, 0x84)), { isCritical: true }),
    extension(ALT_NAMES, der(SEQUENCE, ...altNames), { isCritical: false }),
  ];
}

function extension(
  id: string,
  value: Uint8Array,
  { isCritical }: { readonly isCritical: boolean },
): Uint8Array {
  return der(SEQUENCE, objectId(id), ...(isCritical ? [TRUE] : []), der(OCTET_STRING, value));
}

function address(ip: string): Uint8Array {
  if (isIP(ip) === 4) return der(0x87, Uint8Array.from(ip.split("."), Number));
  const [head = "", tail = ""] = ip.split("::");
  const words = (part: string) => part.split(":").filter((word) => word !== "");
  const missing = 8 - words(head).length - words(tail).length;
  const all = [...words(head), ...Array.from({ length: missing }, () => "0"), ...words(tail)];
  const bytes = all.flatMap((word) => [parseInt(word, 16) >> 8, parseInt(word, 16) & 255]);
  return der(0x87, Uint8Array.from(bytes));
}

/** One element in DER: tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag, ...lengthBytes(content.length)), content]);
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 255);
  return [0x80 | bytes.length, ...bytes];
}

function integer(bytes: Uint8Array): Uint8Array {
  return der(INTEGER, bytes);
}

function text(tag: number, content: string): Uint8Array {
  return der(tag, Buffer.from(content, "utf8"));
}

function objectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(OBJECT_ID, Uint8Array.from(bytes));
}

function time(epochMs: number): Uint8Array {
  const [date = ""] = new Date(epochMs).toISOString().slice(2).split(".");
  return text(UTC_TIME, `${date.replace(/[-:T]/g, "")}Z`);
}

function pem(bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
