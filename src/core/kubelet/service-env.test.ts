import { expect, test } from "vitest";
import type { Service } from "#core/api/schema/generated/types.ts";
import { serviceEnvironment } from "./service-env.ts";

function service(name: string, namespace: string, clusterIP: string): Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { clusterIP, ports: [{ port: 80 }] },
    status: {},
  } as unknown as Service;
}

test("variables follow the Services at hand, whatever was asked before", () => {
  const web = service("web", "a", "10.0.0.1");
  const asked = { namespace: "a", hasServiceLinks: true };
  const first = serviceEnvironment([web], asked);
  expect(first.get("WEB_SERVICE_HOST")).toBe("10.0.0.1");
  expect(serviceEnvironment([{ ...web }], asked)).toBe(first);
  const moved = service("web", "a", "10.0.0.2");
  expect(serviceEnvironment([moved], asked).get("WEB_SERVICE_HOST")).toBe("10.0.0.2");
  expect(serviceEnvironment([moved], { ...asked, hasServiceLinks: false }).size).toBe(0);
  expect(serviceEnvironment([moved], { ...asked, namespace: "b" }).size).toBe(0);
  const renamed = { ...moved, metadata: { ...moved.metadata, name: "shop" } };
  expect(serviceEnvironment([renamed], asked).get("SHOP_SERVICE_HOST")).toBe("10.0.0.2");
  expect([...serviceEnvironment([web], asked)]).toEqual([...first]);
});
