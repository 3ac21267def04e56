import { expect, test } from "vitest";
import { callObject } from "./api.ts";

const resource = { group: "", version: "v1", plural: "configmaps", namespaced: true };

test.each([
  ["create", { name: "c" }],
  ["update", { name: "c", resourceVersion: "5" }],
] as const)("%s sends what it should of a stored version", (verb, metadata) => {
  const body = { metadata: { name: "c", resourceVersion: "5" }, data: { a: "1" } };
  const { value } = callObject({ verb, resource, namespace: "default", body }).next();
  expect(value).toMatchObject({ type: "call", request: { body: { metadata, data: { a: "1" } } } });
  expect(JSON.stringify(value).includes("resourceVersion")).toBe(verb === "update");
});
