import { describe, expect, test } from "vitest";
import { completionsAt, hoverAt } from "./schema-help.ts";
import { placeAt } from "./place-at.ts";

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: web
        image: nginx
        
      - 
  
`;

describe("placeAt", () => {
  test.each([
    [6, 5, ["spec"], "replicas"],
    [10, 10, ["spec", "template", "spec", "containers", ""], "name"],
    [11, 12, ["spec", "template", "spec", "containers", ""], "image"],
    [12, 9, ["spec", "template", "spec", "containers", ""], undefined],
    [13, 9, ["spec", "template", "spec", "containers", ""], undefined],
    [14, 3, ["spec"], undefined],
    [2, 2, [], "kind"],
  ])("%i:%i", (line, column, path, key) => {
    const place = placeAt(TEXT, line, column);
    expect(place.path).toEqual(path);
    expect(place.keyOnLine).toBe(key);
  });

  test("indented lists", () => {
    const text =
      "kind: Pod\nspec:\n  containers:\n    - name: a\n      image: b\n      ports:\n        - containerPort: 1\n";
    expect(placeAt(text, 5, 8).path).toEqual(["spec", "containers", ""]);
    expect(placeAt(text, 7, 14).path).toEqual(["spec", "containers", "", "ports", ""]);
  });
});

describe("help", () => {
  test("offers fields that are not there yet", async () => {
    const labels = (await completionsAt(TEXT, 12, 9)).map(({ label }) => label);
    expect(labels).toContain("readinessProbe");
    expect(labels).not.toContain("image");
  });

  test("offers values", async () => {
    expect(
      (await completionsAt("apiVersion: v1\nkind: \n", 2, 7)).map(({ label }) => label),
    ).toContain("Service");
  });

  test("names the field's type on hover", async () => {
    expect(await hoverAt(TEXT, 6, 5)).toMatchObject({ title: "replicas", type: "integer" });
    expect(await hoverAt(TEXT, 4, 10)).toBeUndefined();
  });
});
