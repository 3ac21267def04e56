import { beforeEach, describe, expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { WatchCursor } from "./watch.ts";
import { containers, Yard } from "./testing/yard.ts";

let yard: Yard;
beforeEach(() => {
  yard = new Yard();
});

describe("reading", () => {
  test("pages follow one another by the token and miss nothing", () => {
    for (const name of ["d", "a", "c", "b", "e"]) yard.create("configmaps", { metadata: { name } });
    const names: string[] = [];
    let token = "";
    do {
      const page = yard.ask("list", "configmaps", {
        options: { limit: 2, ...(token !== "" && { continue: token }) },
      }).body as {
        readonly items: readonly KubeObject[];
        readonly metadata: { readonly continue?: string };
      };
      names.push(...page.items.map(({ metadata }) => metadata.name ?? ""));
      token = page.metadata.continue ?? "";
    } while (token !== "");
    expect(names).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("pods of a node are found by the node, in order of namespace and name", () => {
    const place = (name: string, nodeName: string, namespace: string) =>
      yard.create("pods", { metadata: { name }, spec: { containers, nodeName } }, { namespace });
    place("b", "n1", "default");
    place("a", "n1", "default");
    place("c", "n2", "default");
    place("z", "n1", "abc");
    const names = (namespace: string, fieldSelector: string) =>
      (
        yard.ask("list", "pods", { namespace, options: { fieldSelector } }).body as {
          readonly items: readonly KubeObject[];
        }
      ).items.map(({ metadata }) => metadata.name);
    expect(names("", "spec.nodeName=n1")).toEqual(["z", "a", "b"]);
    expect(names("default", "spec.nodeName=n1,metadata.name!=a")).toEqual(["b"]);
    expect(names("default", "spec.nodeName!=n1")).toEqual(["c"]);
  });

  test("a watch begins with what is there and goes on with what its selector lets in and out", () => {
    yard.create("configmaps", { metadata: { name: "x", labels: { app: "a" } } });
    yard.create("configmaps", { metadata: { name: "y" } });
    const watch = yard.server.openWatch(
      yard.request("watch", "configmaps", { options: { labelSelector: "app=a" } }),
    );
    if (!(watch instanceof WatchCursor)) throw new Error("the watch is refused");
    const take = () =>
      watch
        .take()
        .map(({ type, object }) => `${type} ${(object as KubeObject).metadata.name ?? ""}`);
    expect(take()).toEqual(["ADDED x"]);
    const label = (name: string, app: string | null) =>
      yard.ask("patch", "configmaps", {
        name,
        patchType: "merge",
        body: { metadata: { labels: { app } } },
      });
    label("y", "a");
    label("x", null);
    label("y", "b");
    expect(take()).toEqual(["ADDED y", "DELETED x", "DELETED y"]);
    expect(take()).toEqual([]);
  });

  test("a watch from a forgotten version ends in 410", () => {
    for (let i = 0; i < 8_200; i++)
      yard.create(
        "events",
        { metadata: { name: `e${i}` }, involvedObject: {} },
        { isInternal: true },
      );
    const watch = yard.server.openWatch(
      yard.request("watch", "configmaps", { options: { resourceVersion: "2" } }),
    );
    if (!(watch instanceof WatchCursor)) throw new Error("the watch is refused");
    expect(watch.take()).toMatchObject([
      { type: "ERROR", object: { code: 410, reason: "Expired" } },
    ]);
  });

  test.each([
    ["delete a whole collection of namespaces", "deletecollection", "namespaces", {}],
    ["create in all namespaces", "create", "configmaps", { namespace: "" }],
    ["delete a status", "delete", "pods", { name: "p", subresource: "status" }],
    ["read a binding", "get", "pods", { name: "p", subresource: "binding" }],
  ] as const)("nobody can %s", (_, verb, resource, parts) => {
    expect(yard.message(yard.ask(verb, resource, parts))).toBe(
      "405 the server does not allow this method on the requested resource",
    );
  });

  test("a subresource that the kind does not have is not found", () => {
    const response = yard.ask("get", "configmaps", { name: "x", subresource: "scale" });
    expect(yard.message(response)).toBe("404 the server could not find the requested resource");
  });

  test("an unknown resource is not found", () => {
    const response = yard.server.handle({ ...yard.request("get", "pods"), resource: "nothings" });
    expect(yard.message(response)).toBe("404 the server could not find the requested resource");
  });
});
