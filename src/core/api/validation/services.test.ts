import { expect, test } from "vitest";
import { cloneJson } from "#core/base/clone.ts";
import type { Draft } from "../define.ts";
import { fieldErrorBody } from "../field-error.ts";
import { service } from "../kinds/core/service.ts";
import { completeChangedService, completeNewService } from "../kinds/core/service-prepare.ts";
import type { Service } from "../schema/generated/types.ts";

function newService(spec: Draft<Service>["spec"]): Draft<Service> {
  const draft: Draft<Service> = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "s", namespace: "default" },
    spec: cloneJson(spec),
    status: { loadBalancer: {} },
  };
  service.setDefaults(draft);
  completeNewService(draft.spec);
  service.prepareCreate(draft, { now: "2026-01-01T00:00:00Z" });
  return draft;
}

function mistakes(draft: Draft<Service>): string[] {
  return service
    .validate(draft as Service)
    .map((error) => `${error.field}: ${fieldErrorBody(error)}`);
}

test("defaults are filled in", () => {
  const { spec } = newService({ ports: [{ port: 80 }] });
  expect(spec).toEqual({
    ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
    type: "ClusterIP",
    sessionAffinity: "None",
    internalTrafficPolicy: "Cluster",
  });
});

test.each<[string, Draft<Service>["spec"], string[]]>([
  ["no ports", {}, ["spec.ports: Required value"]],
  [
    "two ports without names",
    { ports: [{ port: 80 }, { port: 81 }] },
    ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value"],
  ],
  [
    "a node port without the type",
    { ports: [{ port: 80, nodePort: 30080 }] },
    ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
  ],
  ["no external name", { type: "ExternalName" }, ["spec.externalName: Required value"]],
  [
    "an address that is none",
    { clusterIP: "10.96.0", ports: [{ port: 80 }] },
    [
      'spec.clusterIPs[0]: Invalid value: "10.96.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
    ],
  ],
])("%s", (_name, spec, expected) => {
  expect(mistakes(newService(spec))).toEqual(expected);
});

test("an address stays once given, and goes with the type", () => {
  const old = newService({
    clusterIP: "10.96.0.9",
    type: "NodePort",
    ports: [{ port: 80, nodePort: 30080 }],
  }) as Service;
  const kept = newService({ type: "NodePort", ports: [{ port: 80 }] });
  completeChangedService(kept.spec, old.spec);
  service.prepareUpdate(kept, old);
  expect(kept.spec).toMatchObject({
    clusterIP: "10.96.0.9",
    clusterIPs: ["10.96.0.9"],
    ports: [{ port: 80, nodePort: 30080 }],
  });

  const renamed = cloneJson(old) as Draft<Service>;
  Object.assign(renamed.spec, { type: "ExternalName", externalName: "example.com" });
  completeChangedService(renamed.spec, old.spec);
  service.prepareUpdate(renamed, old);
  expect(renamed.spec).toEqual({
    ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
    type: "ExternalName",
    externalName: "example.com",
    sessionAffinity: "None",
  });
});
