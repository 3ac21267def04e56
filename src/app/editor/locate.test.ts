import { expect, test } from "vitest";
import { locateRefusal } from "./locate.ts";

const TEXT = `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  ports:
  - port: 80
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replica: 3
  template:
    spec:
      containers:
      - name: web
`;

test.each([
  [
    'The Deployment "web" is invalid: spec.template.spec.containers[0].image: Required value',
    ["18:9"],
  ],
  [
    'Error from server (BadRequest): error when creating "a.yaml": Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replica"',
    ["14:3"],
  ],
  [
    'The Service "shop" is invalid: spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
    ["7:5"],
  ],
  [
    'The Deployment "web" is invalid: \n* spec.selector: Required value\n* spec.template.metadata.labels: Invalid value: null: x',
    ["13:1", "15:3"],
  ],
  [
    "error: error parsing a.yaml: error converting YAML to JSON: yaml: line 6: did not find expected key",
    ["6:1"],
  ],
  ["error: the server is down", []],
])("%s", (message, places) => {
  const found = locateRefusal(message, TEXT).map(({ line, column }) => `${line}:${column}`);
  expect(found).toEqual(places);
});
