import { expect, test } from "vitest";
import { emptyYard } from "./testdata/empty-yard.ts";

const FILES: Readonly<Record<string, string>> = {
  "crd.yaml": `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: gadgets, kind: Gadget, shortNames: [gd]}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties: {size: {type: integer, minimum: 1}}
    additionalPrinterColumns:
    - {name: Size, type: integer, jsonPath: .spec.size}
`,
  "gadget.yaml":
    "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: one}\nspec: {size: 3}\n",
  "bigger.yaml":
    "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: one}\nspec: {size: 4}\n",
  "quota.yaml":
    "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: few}\nspec: {hard: {pods: '1'}}\n",
};
const readFile = (name: string) => FILES[name];

test("kubectl knows the resources that a definition makes, by all their names", () => {
  const yard = emptyYard({ workers: 1 });
  const kubectl = (line: string) => yard.kubectl(line, { readFile }).printed;
  expect(kubectl("get gadgets")).toBe(`error: the server doesn't have a resource type "gadgets"\n`);
  kubectl("apply -f crd.yaml");
  yard.tick(1000);
  expect(kubectl("apply -f gadget.yaml")).toBe("gadget.example.com/one created\n");
  expect(kubectl("apply -f bigger.yaml")).toBe("gadget.example.com/one configured\n");
  expect(kubectl("get gd")).toBe("NAME   SIZE\none    4\n");
  expect(kubectl("delete gadget one")).toContain('gadget.example.com "one" deleted');

  kubectl("apply -f quota.yaml");
  kubectl("run first --image=nginx");
  yard.tick(1000);
  expect(kubectl("get quota few")).toMatch(/^NAME +REQUEST +LIMIT +AGE\nfew +pods: 1\/1 +/);
  expect(kubectl("run second --image=nginx")).toContain(
    'pods "second" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1',
  );
});
