import { expect, test } from "vitest";
import { decodeProtobuf, ProtobufProblem } from "./protobuf.ts";

/** A length-delimited field. */
function field(tag: number, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([varint((tag << 3) | 2), varint(content.length), content]);
}

function number(tag: number, value: number): Buffer {
  return Buffer.concat([varint(tag << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

function message(apiVersion: string, kind: string, raw: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from("k8s\0"),
    field(1, field(1, apiVersion), field(2, kind)),
    field(2, raw),
  ]);
}

test("maps, bytes and omitted zeroes", () => {
  const metadata = field(1, field(1, "s"), field(3, ""), field(11, field(1, "a"), field(2, "b")));
  const data = field(2, field(1, "key"), field(2, "value"));
  expect(
    decodeProtobuf(message("v1", "Secret", Buffer.concat([metadata, data, field(3, "Opaque")]))),
  ).toEqual({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s", labels: { a: "b" } },
    data: { key: Buffer.from("value").toString("base64") },
    type: "Opaque",
  });
});

test("embedded structs, quantities, int-or-string and pointers to zero", () => {
  const port = field(2, number(1, 0), number(2, 8080));
  const probe = field(10, field(1, field(2, field(1, "/ready"), port)), number(2, 3));
  const limits = field(8, field(1, field(1, "cpu"), field(2, field(1, "250m"))));
  const container = field(2, field(1, "c"), field(2, "nginx"), probe, limits);
  const template = field(3, field(2, container));
  const spec = field(2, number(1, 0), template);
  expect(decodeProtobuf(message("apps/v1", "Deployment", spec))).toMatchObject({
    spec: {
      replicas: 0,
      template: {
        spec: {
          containers: [
            {
              name: "c",
              image: "nginx",
              livenessProbe: { httpGet: { path: "/ready", port: 8080 }, initialDelaySeconds: 3 },
              resources: { limits: { cpu: "250m" } },
            },
          ],
        },
      },
    },
  });
});

test.each([
  ["no envelope", Buffer.from("{}")],
  ["a kind nobody knows", message("v1", "Nothing", Buffer.alloc(0))],
  ["cut short", message("v1", "Secret", field(1, "abc")).subarray(0, -2)],
  ["a number where a message should be", message("v1", "Secret", number(1, 5))],
])("%s is refused", (_name, bytes) => {
  expect(() => decodeProtobuf(bytes)).toThrow(ProtobufProblem);
});
