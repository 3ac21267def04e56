import { beforeEach, describe, expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { Yard } from "./testing/yard.ts";

let yard: Yard;
beforeEach(() => {
  yard = new Yard();
});

describe("services", () => {
  const service = (spec: Readonly<Record<string, unknown>>) => ({
    metadata: { name: "web" },
    spec: { ports: [{ port: 80 }], selector: { a: "b" }, ...spec },
  });
  const addressOf = (object: KubeObject) =>
    (object as unknown as { readonly spec: { readonly clusterIP: string } }).spec.clusterIP;

  test("an address is given out once, and again after its service is gone", () => {
    const address = addressOf(yard.create("services", service({})));
    expect(address).toMatch(/^10\.96\.\d+\.\d+$/);
    const second = { ...service({ clusterIP: address }), metadata: { name: "second" } };
    const body = { apiVersion: "v1", kind: "Service", ...second };
    expect(yard.message(yard.ask("create", "services", { body }))).toBe(
      `422 Service "second" is invalid: spec.clusterIPs: Invalid value: ["${address}"]: failed to allocate IP ${address}: provided IP is already allocated`,
    );
    yard.ask("delete", "services", { name: "web" });
    expect(addressOf(yard.create("services", second))).toBe(address);
  });

  test("what was given out stays on an update that leaves it out", () => {
    const before = yard.create("services", service({ type: "NodePort" }));
    const body = {
      apiVersion: "v1",
      kind: "Service",
      ...service({ type: "NodePort", selector: { a: "c" } }),
    };
    const after = yard.ask("update", "services", { name: "web", body }).body as KubeObject;
    expect(addressOf(after)).toBe(addressOf(before));
    expect(after).toMatchObject({
      spec: {
        ports: (before as unknown as { readonly spec: { readonly ports: unknown } }).spec.ports,
      },
    });
  });

  test("a policy unseen while the service is but a name is still owned, and not taken anew", () => {
    const merge = (spec: object) =>
      yard.ask("patch", "services", {
        name: "web",
        patchType: "merge",
        body: { spec },
        options: { fieldManager: "patcher" },
        showsManagedFields: true,
      }).body as KubeObject;
    yard.create("services", service({}));
    const asName = merge({ type: "ExternalName", externalName: "x.y" });
    expect(asName).not.toHaveProperty("spec.internalTrafficPolicy");
    const back = merge({ type: "ClusterIP", clusterIP: "None" });
    expect(back).toHaveProperty("spec.internalTrafficPolicy", "Cluster");
    const owners = (back.metadata.managedFields ?? []).filter(({ fieldsV1 }) =>
      JSON.stringify(fieldsV1).includes("internalTrafficPolicy"),
    );
    expect(owners.map(({ manager }) => manager)).not.toContain("patcher");
    expect(owners).toHaveLength(1);
  });
});
