import { describe, expect, test } from "vitest";
import { deviceClass } from "../kinds/resource/device-class.ts";
import { resourceClaim } from "../kinds/resource/resource-claim.ts";
import { resourceSlice } from "../kinds/resource/resource-slice.ts";
import { fieldErrorBody, type FieldError } from "../field-error.ts";
import type {
  DeviceClass,
  ResourceResourceClaim as ResourceClaim,
  ResourceSlice,
} from "../schema/generated/types.ts";

const told = (errors: readonly FieldError[]) =>
  errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`);

const selecting = (expression: string) =>
  told(
    deviceClass.validate({
      metadata: { name: "gpu" },
      spec: { selectors: [{ cel: { expression } }] },
    } as DeviceClass),
  );

describe("expressions that choose devices", () => {
  test.each([
    `device.driver == "gpu.example.com"`,
    `device.attributes["gpu.example.com"].model == "a100"`,
    `device.capacity["gpu.example.com"].memory.compareTo(quantity("40Gi")) >= 0`,
    `"gpu.example.com" in device.attributes`,
    `device.attributes["gpu.example.com"].isFast`,
  ])("%s is one", (expression) => {
    expect(selecting(expression)).toEqual([]);
  });

  test.each([
    ["device.driver", "must evaluate to bool or the unknown type, not string"],
    ["device.size > 1", "compilation failed: ERROR: <input>:1:7: undefined field 'size'"],
    ["node.name == 'a'", "undeclared reference to 'node' (in container '')"],
    ["device.driver == ", "compilation failed: ERROR: <input>:1:18: Syntax error"],
  ])("%s is none", (expression, text) => {
    expect(selecting(expression).join()).toContain(text);
  });
});

const claim = (devices: object, status: object = {}): ResourceClaim =>
  ({
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaim",
    metadata: { name: "c", namespace: "default" },
    spec: { devices },
    status,
  }) as ResourceClaim;

const exactly = { deviceClassName: "gpu", allocationMode: "ExactCount", count: 1 };
const one = { requests: [{ name: "one", exactly }] };

describe("claims", () => {
  test.each([
    [
      { requests: [...one.requests, ...one.requests] },
      `spec.devices.requests[1]: Duplicate value: "one"`,
    ],
    [
      { ...one, constraints: [{ requests: ["two"], matchAttribute: "a.b/c" }] },
      `spec.devices.constraints[0].requests[0]: Invalid value: "two": must be the name of a request in the claim or the name of a request and a subrequest separated by '/'`,
    ],
    [
      { ...one, constraints: [{ matchAttribute: "c" }] },
      `spec.devices.constraints[0].matchAttribute: Invalid value: "c": a fully qualified name must be a domain and a name separated by a slash`,
    ],
    [{ ...one, constraints: [{}] }, "spec.devices.constraints[0].matchAttribute: Required value"],
    [
      { requests: [{ name: "one", exactly, firstAvailable: [{ name: "a", ...exactly }] }] },
      "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set",
    ],
  ])("%j is refused", (devices, text) => {
    expect(told(resourceClaim.validate(claim(devices))).join("\n")).toContain(text);
  });
});

describe("what a claim was given", () => {
  const result = { request: "one", driver: "gpu.example.com", pool: "p", device: "d" };
  const given = { allocation: { devices: { results: [result] } } };
  const consumer = { resource: "pods", name: "web", uid: "1" };
  const write = (status: object, old: object = {}) =>
    told(
      resourceClaim.subresources.status?.validateUpdate?.(claim(one, status), claim(one, old)) ??
        [],
    );

  test("a device for each request", () => {
    expect(write(given)).toEqual([]);
    expect(write({ ...given, reservedFor: [consumer] }, given)).toEqual([]);
  });

  test.each([
    [
      { reservedFor: [consumer] },
      {},
      "status.reservedFor: Forbidden: may not be specified when `allocated` is not set",
    ],
    [
      { ...given, reservedFor: [consumer, consumer] },
      given,
      `status.reservedFor[1]: Duplicate value: "1"`,
    ],
    [
      { allocation: { devices: { results: [{ ...result, request: "two" }] } } },
      {},
      `status.allocation.devices.results[0].request: Invalid value: "two": must be the name of a request`,
    ],
    [
      { allocation: { devices: { results: [{ ...result, pool: "q" }] } } },
      given,
      "status.allocation: Invalid value: ",
    ],
  ])("%j is refused", (status, old, text) => {
    expect(write(status, old).join("\n")).toContain(text);
  });
});

describe("devices of a node", () => {
  const slice = (device: object): ResourceSlice =>
    ({
      metadata: { name: "s" },
      spec: {
        driver: "gpu.example.com",
        nodeName: "node-1",
        pool: { name: "node-1", generation: 1, resourceSliceCount: 1 },
        devices: [device],
      },
    }) as ResourceSlice;

  test.each([
    [
      { name: "d", attributes: { v: { version: "1.0" } } },
      `spec.devices[0].attributes[v].version: Invalid value: "1.0": must be a string compatible with semver.org spec 2.0.0`,
    ],
    [
      { name: "d", attributes: { v: {} } },
      'spec.devices[0].attributes[v]: Invalid value: "": exactly one value must be specified',
    ],
    [{ name: "D" }, `spec.devices[0].name: Invalid value: "D": a lowercase RFC 1123 label`],
  ])("%j is refused", (device, text) => {
    expect(told(resourceSlice.validate(slice(device))).join("\n")).toContain(text);
  });

  test("what features that are off would read is left out", () => {
    const draft = slice({ name: "d", taints: [{ key: "a", effect: "NoSchedule" }] });
    resourceSlice.prepareCreate(draft, { now: "" });
    expect(draft.spec.devices).toEqual([{ name: "d" }]);
  });
});
