import { beforeEach, describe, expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { containers, deploymentSpec, Yard } from "./testing/yard.ts";

let yard: Yard;
beforeEach(() => {
  yard = new Yard();
});

describe("deletion", () => {
  const podOn = (nodeName: string) => ({
    metadata: { name: "p" },
    spec: { containers, ...(nodeName !== "" && { nodeName }) },
  });

  test("a pod without a node vanishes at once", () => {
    yard.create("pods", podOn(""));
    yard.ask("delete", "pods", { name: "p" });
    expect(yard.message(yard.ask("get", "pods", { name: "p" }))).toBe('404 pods "p" not found');
  });

  test("a pod on a node is given its time, which a second delete can only shorten", () => {
    yard.create("pods", podOn("n1"));
    const first = yard.ask("delete", "pods", { name: "p" }).body as KubeObject;
    expect(first.metadata).toMatchObject({
      deletionTimestamp: "2026-01-05T09:00:30Z",
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    const longer = yard.ask("delete", "pods", { name: "p", options: { gracePeriodSeconds: 60 } })
      .body as KubeObject;
    expect(longer.metadata.deletionGracePeriodSeconds).toBe(30);
    yard.simulation.runUntil(3_000);
    const shorter = yard.ask("delete", "pods", { name: "p", options: { gracePeriodSeconds: 5 } })
      .body as KubeObject;
    expect(shorter.metadata.deletionGracePeriodSeconds).toBe(5);
    // Five seconds from the first request, whenever the second comes.
    expect(shorter.metadata.deletionTimestamp).toBe("2026-01-05T09:00:05Z");
    yard.ask("delete", "pods", { name: "p", options: { gracePeriodSeconds: 0 } });
    expect(yard.ask("get", "pods", { name: "p" }).code).toBe(404);
  });

  test.each([
    ["Foreground", "foregroundDeletion"],
    ["Orphan", "orphan"],
  ] as const)(
    "%s deletion waits behind the finalizer %s, and ends when it goes",
    (propagationPolicy, finalizer) => {
      yard.create("deployments", { metadata: { name: "web" }, spec: deploymentSpec });
      const marked = yard.ask("delete", "deployments", {
        name: "web",
        options: { propagationPolicy },
      }).body as KubeObject;
      expect(marked.metadata).toMatchObject({
        finalizers: [finalizer],
        deletionGracePeriodSeconds: 0,
      });
      yard.ask("patch", "deployments", {
        name: "web",
        patchType: "merge",
        body: { metadata: { finalizers: null } },
      });
      expect(yard.ask("get", "deployments", { name: "web" }).code).toBe(404);
      expect(yard.changes.at(-1)?.type).toBe("deleted");
    },
  );
});
