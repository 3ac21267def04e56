import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { definedKinds } from "./custom-kinds.ts";
import { diagnose } from "./diagnose.ts";
import { completionsAt, hoverAt } from "./schema-help.ts";

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: services.serving.example.dev
spec:
  group: serving.example.dev
  scope: Namespaced
  names: {plural: services, kind: Service}
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
            required: [image, colour]
            properties:
              image: {type: string, pattern: "^[a-z]+$", description: What it runs.}
              colour: {type: string, enum: [red, blue], default: red}
              level: {type: integer, minimum: 1, enum: [1, 2, 3]}
              port: {x-kubernetes-int-or-string: true}
              free: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {known: {type: integer}}}
`;
const OBJECT = `apiVersion: serving.example.dev/v1
kind: Service
metadata:
  name: hello
spec:
  image: web
  port: http
  free: {anything: 1}
`;
const inCluster = definedKinds([load(DEFINITION)]);
const found = (text: string, kinds = inCluster) =>
  diagnose(text, kinds).map(({ line, column, code }) => `${line}:${column} ${code}`);

describe("problems of a custom resource", () => {
  test.each([
    ["none", OBJECT, []],
    ["an unknown field", `${OBJECT}  imgae: x\n`, ["9:3 unknownFieldGuess"]],
    ["a missing field", OBJECT.replace("  image: web\n", ""), ["5:1 missing"]],
    ["a value that is none of them", `${OBJECT}  colour: green\n`, ["9:11 enum"]],
    ["a number among those that may be", `${OBJECT}  level: 2\n`, []],
    ["a wrong type", OBJECT.replace("image: web", "image: 5"), ["6:10 needsQuotes"]],
    [
      "a wrong type in an open block",
      OBJECT.replace("anything: 1", "known: x"),
      ["8:17 wrongType"],
    ],
    ["a pattern that does not fit", OBJECT.replace("image: web", "image: W3"), ["6:3 server"]],
    ["a bad name", OBJECT.replace("hello", "Hello"), ["4:9 badName"]],
  ])("%s", (_name, text, expected) => {
    expect(found(text)).toEqual(expected);
    // What the same file defines is as good as what the cluster has, and the definition need not come first.
    expect(found(`${text}---\n${DEFINITION}`, [])).toEqual(expected);
  });

  test("in the words of the server", () => {
    const [problem] = diagnose(OBJECT.replace("image: web", "image: W3"), inCluster);
    expect(problem?.facts["message"]).toBe(
      "spec.image: Invalid value: \"W3\": spec.image in body should match '^[a-z]+$'",
    );
  });

  test("without its definition the built-in kind is meant", () => {
    expect(found(OBJECT, [])[0]).toBe("1:13 wrongApiVersion");
  });
});

test.each([
  ["what is no object", [null, 1, "x", []]],
  ["what says too little", [{}, { spec: {} }, { spec: { group: "a", names: {}, versions: [] } }]],
])("a definition makes no kind of %s", (_name, definitions) => {
  expect(definedKinds(definitions)).toEqual([]);
});

describe("help", () => {
  const labels = async (line: number, column: number, text = OBJECT) =>
    (await completionsAt(text, line, column, inCluster)).map(({ label }) => label);

  test("offers fields and values of the definition", async () => {
    expect(await labels(9, 3, `${OBJECT}  \n`)).toEqual(["colour", "level"]);
    expect(await labels(9, 11, `${OBJECT}  colour: \n`)).toEqual(["red", "blue"]);
    expect(await labels(1, 13, "apiVersion: \n")).toContain("serving.example.dev/v1");
  });

  test("tells what the definition says of a field", async () => {
    expect(await hoverAt(OBJECT, 6, 4, inCluster)).toEqual({
      title: "image",
      type: "string",
      text: "What it runs.",
    });
  });

  test("keeps to the built-in kind where that is meant", async () => {
    const text = "apiVersion: v1\nkind: Service\nspec:\n  \n";
    expect(await labels(4, 3, text)).toContain("clusterIP");
  });
});
