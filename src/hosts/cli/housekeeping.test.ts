import { expect, test } from "vitest";
import type { CertificateSigningRequest } from "#core/api/schema/generated/types.ts";
import { isOutdated } from "#core/controllers/certificate-cleaner.ts";
import { ttlSeconds } from "#core/controllers/node-ttl.ts";
import { emptyYard } from "./testdata/empty-yard.ts";

test("every node is told how long its kubelet may keep what it has read", () => {
  const yard = emptyYard({ workers: 1 });
  const path = String.raw`{.items[*].metadata.annotations.node\.alpha\.kubernetes\.io/ttl}`;
  expect(yard.kubectl(`get nodes -o jsonpath='${path}'`).printed).toBe("0 0");
});

test.each([
  [1, undefined, 0],
  [100, undefined, 0],
  [101, "0", 15],
  [95, "15", 15],
  [89, "15", 0],
  [2_001, "60", 300],
  [12_000, "300", 300],
])("a cluster of %i nodes that were told %s tells %i s", (size, told, seconds) => {
  expect(ttlSeconds(size, told)).toBe(seconds);
});

test("certificate requests go when nobody needs them any more", () => {
  const yard = emptyYard({ workers: 1 });
  const kubectl = (line: string, stdin = "") => yard.kubectl(line, { stdin }).printed;
  const pem = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
  for (const name of ["denied", "waiting"])
    kubectl(
      "create -f -",
      JSON.stringify({
        apiVersion: "certificates.k8s.io/v1",
        kind: "CertificateSigningRequest",
        metadata: { name },
        spec: { request: btoa(pem), signerName: "example.com/s", usages: ["client auth"] },
      }),
    );
  kubectl("certificate deny denied");
  yard.tick(3_000_000);
  expect(kubectl("get csr -o name").trim().split("\n")).toHaveLength(2);
  yard.tick(5_000_000);
  expect(kubectl("get csr -o name")).toBe(
    "certificatesigningrequest.certificates.k8s.io/waiting\n",
  );
});

test.each([
  [23, {}, false],
  [25, {}, true],
  [25, { conditions: [{ type: "Approved", lastUpdateTime: "2026-01-05T09:00:00Z" }] }, false],
  [
    2,
    {
      certificate: "QQ==",
      conditions: [{ type: "Approved", lastUpdateTime: "2026-01-05T09:00:00Z" }],
    },
    true,
  ],
])("after %i h a request of status %j is outdated: %s", (hours, status, expected) => {
  const metadata = { name: "r", creationTimestamp: "2026-01-05T09:00:00Z" };
  const request = { metadata, status } as unknown as CertificateSigningRequest;
  expect(isOutdated(request, Date.UTC(2026, 0, 5, 9 + hours))).toBe(expected);
});
