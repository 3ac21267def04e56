import { expect, test } from "vitest";
import { pointAt } from "./point-at.ts";

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  namespace: market
spec:
  replicas: 3
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
---
apiVersion: v1
kind: Service
metadata:
  name: "front"
spec:
  selector:
    app: shop
    tier: 'web'
  ports:
  - port: 80
`;

const deployment = { kind: "Deployment", namespace: "market", name: "shop" };
const service = { kind: "Service", namespace: "", name: "front" };

test.each([
  { line: 7, point: { ...deployment, part: "replicas", labels: {} } },
  { line: 8, point: { ...deployment, part: "selector", labels: { app: "shop" } } },
  { line: 10, point: { ...deployment, part: "selector", labels: { app: "shop" } } },
  { line: 22, point: { ...service, part: "selector", labels: { app: "shop", tier: "web" } } },
])("line $line speaks of what the picture shows", ({ line, point }) => {
  expect(pointAt(TEXT, line)).toEqual(point);
});

test.each([1, 4, 11, 14, 15, 24, 25, 99])("line %i does not", (line) => {
  expect(pointAt(TEXT, line)).toBe(null);
});

test("a manifest without a name speaks of nothing yet", () => {
  expect(pointAt("kind: Deployment\nmetadata:\nspec:\n  replicas: 3\n", 4)).toBe(null);
});
