import { readdirSync, readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { starterFiles } from "#protocol/starter.ts";
import { diagnose } from "./diagnose.ts";

const GOOD = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.27
        env:
        - name: DEBUG
          value: "1"
        ports:
        - containerPort: 80
`;

/** Every problem as `line:column code`, with the facts that the row names. */
function found(text: string): readonly string[] {
  return diagnose(text).map(({ line, column, code }) => `${line}:${column} ${code}`);
}

describe("good text gives no problem", () => {
  test.each([
    ["the sample", GOOD],
    ["nothing", ""],
    ["only comments", "# hello\n---\n# more\n"],
    ["several documents", `${GOOD}---\n${GOOD}`],
    ["lists not indented", GOOD],
    [
      "lists indented",
      GOOD.replace(
        "      - name: web\n        image: nginx:1.27\n",
        "        - name: web\n          image: nginx:1.27\n",
      )
        .replace(/ {8}(env:|- name: DEBUG|ports:|- containerPort)/g, "          $1")
        .replace('          value: "1"', '            value: "1"'),
    ],
    [
      "block text",
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  script: |\n    if true:\n        deep\n      less\n  other: x\n",
    ],
    [
      "flow text",
      "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  selector: {app: web}\n  ports: [{port: 80, targetPort: http}]\n",
    ],
    ["empty status", GOOD.replace("spec:\n  replicas", "status: {}\nspec:\n  replicas")],
    [
      "a List",
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: a\n`,
    ],
    [
      "percent",
      GOOD.replace(
        "  selector:",
        "  strategy:\n    rollingUpdate:\n      maxSurge: 25%\n      maxUnavailable: 1\n  selector:",
      ),
    ],
  ])("%s", (_name, text) => {
    expect(found(text)).toEqual([]);
  });

  test.each(starterFiles("shop"))("$name", ({ text }) => {
    expect(found(text)).toEqual([]);
  });
});

describe("each mistake at its place", () => {
  test.each([
    ["a tab", GOOD.replace("  replicas: 3", "\treplicas: 3"), ["6:1 tab"]],
    ["a tab as wide as four spaces", GOOD.replace("    metadata:", "\tmetadata:"), ["11:1 tab"]],
    ["a tab in a list", GOOD.replace("        image:", "\t\timage:"), ["17:1 tab"]],
    ["a tab after spaces", GOOD.replace("      - name: web", "    \t- name: web"), ["16:5 tab"]],
    ["one space too many", GOOD.replace("  selector:", "   selector:"), ["7:4 indent"]],
    ["one space too few", GOOD.replace("        image:", "       image:"), ["17:8 indent"]],
    ["unknown field", GOOD.replace("replicas:", "replica:"), ["6:3 unknownFieldGuess"]],
    ["unknown field, no guess", GOOD.replace("replicas:", "bananas:"), ["6:3 unknownField"]],
    [
      "wrong case",
      GOOD.replace("containerPort", "containerport"),
      ["22:11 missing", "22:11 unknownFieldGuess"],
    ],
    [
      "a field of another block",
      GOOD.replace("  name: web\nspec:\n  replicas: 3\n", "  name: web\n  replicas: 3\nspec:\n"),
      ["5:3 misplacedField"],
    ],
    ["text for a number", GOOD.replace("replicas: 3", "replicas: three"), ["6:13 wrongType"]],
    ["quoted number", GOOD.replace("replicas: 3", 'replicas: "3"'), ["6:13 noQuotes"]],
    ["half a pod", GOOD.replace("replicas: 3", "replicas: 1.5"), ["6:13 wrongType"]],
    ["number for a text", GOOD.replace('value: "1"', "value: 1"), ["20:18 needsQuotes"]],
    ["yes for a text", GOOD.replace('value: "1"', "value: true"), ["20:18 needsQuotes"]],
    [
      "text for a list",
      GOOD.replace("        ports:\n        - containerPort: 80\n", "        ports: 80\n"),
      ["21:16 wrongType"],
    ],
    [
      "text for a block",
      "apiVersion: v1\nkind: Pod\nmetadata: web\nspec:\n  containers: []\n",
      ["3:1 missingName", "3:11 wrongType"],
    ],
    [
      "missing selector",
      GOOD.replace("  selector:\n    matchLabels:\n      app: web\n", ""),
      ["5:1 missing"],
    ],
    [
      "missing container name",
      GOOD.replace("      - name: web\n        image", "      - image"),
      ["16:9 missing"],
    ],
    ["missing name", GOOD.replace("  name: web\n", "  labels: {}\n"), ["3:1 missingName"]],
    [
      "name with capitals",
      GOOD.replace("  name: web\nspec", "  name: Web_1\nspec"),
      ["4:9 badName"],
    ],
    [
      "selector and labels",
      GOOD.replace("        app: web", "        app: shop"),
      ["9:7 selectorMismatch"],
    ],
    [
      "twice the same key",
      GOOD.replace("  replicas: 3", "  replicas: 3\n  replicas: 4"),
      ["7:3 duplicateKey"],
    ],
    ["unknown kind", GOOD.replace("kind: Deployment", "kind: Deploymnet"), ["2:7 unknownKind"]],
    [
      "an old version, with fields of the new one",
      `apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 3
  targetCPUUtilizationPercentage: 50
  metrics: []
`,
      ["9:3 unknownField"],
    ],
    ["not simulated", GOOD.replace("kind: Deployment", "kind: HTTPRoute"), ["2:7 notSimulated"]],
    [
      "kept without anybody acting on it, and checked all the same",
      "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  ruels: []\n",
      ["2:7 notSimulated", "6:3 unknownFieldGuess"],
    ],
    ["old apiVersion", GOOD.replace("apps/v1", "extensions/v1beta1"), ["1:13 wrongApiVersion"]],
    ["missing apiVersion", GOOD.replace("apiVersion: apps/v1\n", ""), ["1:1 noApiVersion"]],
    ["missing kind", GOOD.replace("kind: Deployment\n", ""), ["1:1 noKind"]],
    [
      "wrong value",
      GOOD.replace("        image:", "        imagePullPolicy: Sometimes\n        image:"),
      ["17:26 enum"],
    ],
    [
      "no space after the colon",
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name:web\n  labels: {}\n",
      ["4:3 colonSpace"],
    ],
    ["open quotation mark", GOOD.replace("nginx:1.27", '"nginx:1.27'), ["17:16 quote"]],
    ["a text", "hello", ["1:1 notAnObject"]],
    ["a list", "- a\n- b\n", ["1:1 notAnObject"]],
    ["alias to nothing", GOOD.replace("replicas: 3", "replicas: *n"), ["6:13 alias"]],
    [
      "the second document",
      `${GOOD}---\n${GOOD.replace("replicas:", "replica:")}`,
      ["29:3 unknownFieldGuess"],
    ],
    [
      "three at once",
      GOOD.replace("  replicas: 3", "\treplica: 3").replace('value: "1"', "value: 1"),
      ["6:1 tab", "6:2 unknownFieldGuess", "20:18 needsQuotes"],
    ],
  ])("%s", (_name, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("facts for the sentence", () => {
    expect(diagnose(GOOD.replace("replicas:", "replica:"))[0]?.facts).toEqual({
      field: "replica",
      parent: "spec",
      suggestion: "replicas",
    });
    expect(diagnose(GOOD.replace("  selector:", "   selector:"))[0]?.facts).toEqual({
      found: 4,
      expected: 3,
    });
    expect(diagnose(GOOD.replace("        app: web", "        app: shop"))[0]?.facts).toEqual({
      selector: "app: web",
      labels: "app: shop",
    });
  });
});

describe("hostile text", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from(
    { length: 12 },
    (_unused, level) =>
      `b${level}: &b${level} [${Array(9)
        .fill(level === 0 ? "*a" : `*b${level - 1}`)
        .join(",")}]`,
  ).join("\n")}`;
  test.each([
    ["an alias bomb", `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n${bomb}\n`],
    ["deep brackets", `${"[".repeat(3000)}${"]".repeat(3000)}`],
    ["a megabyte", "a: b\n".repeat(200_000)],
  ])("%s ends, and with a problem", (_name, text) => {
    expect(diagnose(text).length).toBeGreaterThan(0);
  });
});

const MANIFESTS = "../shared/manifests/kubernetes-examples/Deployment";

test.runIf(existsSync(MANIFESTS))("manifests from the wild raise no false alarm", () => {
  const noisy = readdirSync(MANIFESTS, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .map(
      (name) =>
        `${name}: ${found(readFileSync(join(MANIFESTS, name), "utf8"))
          .filter((line) => !line.endsWith("notSimulated"))
          .join(", ")}`,
    )
    .filter((line) => !line.endsWith(": "));
  expect(noisy).toEqual([]);
});
