import { describe, expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { runOnStub, StubWorld } from "../vectors/stub-host.ts";

const NOW = Date.UTC(2026, 0, 5);

const web: KubeObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "default", uid: "u-web", labels: { app: "web" } },
  ...{
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "nginx", image: "nginx:1.27" }] },
      },
    },
  },
};

function run(
  line: string,
  options: { objects?: readonly KubeObject[]; stdin?: string; files?: Record<string, string> } = {},
) {
  const { stdout, stderr, rc } = runOnStub(line, {
    objects: options.objects ?? [],
    nowEpochMs: NOW,
    ...options,
  });
  return { stdout, stderr, rc };
}

describe("what kubectl itself refuses", () => {
  test.each([
    ["kubectl frobnicate", 'error: unknown command "frobnicate" for "kubectl"\n'],
    [
      "kubectl gett pods",
      'error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n',
    ],
    [
      "kubectl get pods --nope",
      "error: unknown flag: --nope\nSee 'kubectl get --help' for usage.\n",
    ],
    [
      "k get pods -z",
      "error: unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage.\n",
    ],
    [
      "kubectl get pods -o",
      "error: flag needs an argument: 'o' in -o\nSee 'kubectl get --help' for usage.\n",
    ],
    ["kubectl get podz", 'error: the server doesn\'t have a resource type "podz"\n'],
    ["kubectl run x", 'error: required flag(s) "image" not set\n'],
    [
      "kubectl rollout foo",
      "error: unknown command \"foo\"\nSee 'kubectl rollout -h' for help and examples\n",
    ],
    [
      "kubectl create ns",
      "error: exactly one NAME is required, got 0\nSee 'kubectl create namespace -h' for help and examples\n",
    ],
    [
      "kubectl scale deploy/x --replicas=abc",
      'error: invalid argument "abc" for "--replicas" flag: strconv.ParseInt: parsing "abc": invalid syntax\n' +
        "See 'kubectl scale --help' for usage.\n",
    ],
    [
      "kubectl rollout status deploy/x --timeout=abc",
      'error: invalid argument "abc" for "--timeout" flag: time: invalid duration "abc"\nSee \'kubectl rollout status --help\' for usage.\n',
    ],
    ["kubectl create -f missing.yaml", 'error: the path "missing.yaml" does not exist\n'],
    ["kubectl apply -f a -f b", 'the path "a" does not exist\nthe path "b" does not exist\n'],
    [
      "kubectl get pods/x/y",
      "error: arguments in resource/name form may not have more than one slash\n",
    ],
    [
      "kubectl taint nodes x a=b:Foo",
      "error: invalid taint effect: Foo, unsupported taint effect\nSee 'kubectl taint -h' for help and examples\n",
    ],
    [
      "kubectl label pods x a=b a-",
      "error: can not both modify and remove a label in the same command\n",
    ],
    ["kubectl wait pod/x --for=foo", 'error: unrecognized condition: "foo"\n'],
    [
      `kubectl patch node x -p 'spec: ['`,
      'error: unable to parse "spec: [": yaml: line 1: did not find expected node content\n',
    ],
  ])("%s", (line, stderr) => {
    expect(run(line)).toEqual({ stdout: "", stderr, rc: 1 });
  });
});

describe("files", () => {
  const manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {mode: fast}\n";

  test("apply creates, then has nothing to do, then configures", () => {
    const world = new StubWorld({ objects: [], nowEpochMs: NOW });
    expect(world.run("kubectl apply -f -", manifest).stdout).toBe("configmap/app created\n");
    expect(world.run("kubectl apply -f -", manifest).stdout).toBe("configmap/app unchanged\n");
    expect(world.run("kubectl apply -f -", manifest.replace("fast", "slow")).stdout).toBe(
      "configmap/app configured\n",
    );
    expect(world.run("kubectl get cm app -o jsonpath={.data.mode}").stdout).toBe("slow");
  });

  test("apply remembers the configuration with its namespace and empty annotations", () => {
    const world = new StubWorld({ objects: [], nowEpochMs: NOW });
    world.run("kubectl apply -f -", manifest);
    const annotation = world.run("kubectl get cm app -o jsonpath={.metadata.annotations}").stdout;
    expect(JSON.parse(annotation)).toEqual({
      "kubectl.kubernetes.io/last-applied-configuration":
        '{"apiVersion":"v1","data":{"mode":"fast"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"app","namespace":"default"}}\n',
    });
  });

  test("apply removes what the file lost and leaves alone what others added", () => {
    const world = new StubWorld({ objects: [], nowEpochMs: NOW });
    world.run("kubectl apply -f -", manifest);
    world.run(`kubectl patch cm app --type=merge -p '{"data":{"other":"x"}}'`);
    world.run("kubectl apply -f -", manifest.replace("mode: fast", "speed: full"));
    expect(world.run("kubectl get cm app -o jsonpath={.data}").stdout).toBe(
      '{"other":"x","speed":"full"}',
    );
  });

  test("documents before a broken one are still sent", () => {
    const { stdout, stderr, rc } = run("kubectl create -f two.yaml", {
      files: { "two.yaml": `${manifest}---\na: b: c\n` },
    });
    expect(stdout).toBe("configmap/app created\n");
    expect(stderr).toBe(
      "error: error parsing two.yaml: error converting YAML to JSON: yaml: mapping values are not allowed in this context\n",
    );
    expect(rc).toBe(1);
  });

  test("a file without apiVersion never reaches the server", () => {
    expect(run("kubectl apply -f -", { stdin: "kind: Pod\nmetadata: {name: x}\n" }).stderr).toBe(
      'error: error validating "STDIN": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false\n',
    );
  });

  test("a kind nobody serves", () => {
    expect(
      run("kubectl apply -f -", { stdin: "apiVersion: v1\nkind: Foo\nmetadata: {name: x}\n" })
        .stderr,
    ).toBe(
      'error: resource mapping not found for name: "x" namespace: "" from "STDIN": no matches for kind "Foo" in version "v1"\nensure CRDs are installed first\n',
    );
  });
});

describe("generators", () => {
  test("a deployment as YAML", () => {
    expect(
      run(
        "kubectl create deployment d --image=nginx:1 --replicas=2 --port=80 --dry-run=client -o yaml -- sleep 5",
      ).stdout,
    ).toBe(
      `apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    app: d
  name: d
spec:
  replicas: 2
  selector:
    matchLabels:
      app: d
  strategy: {}
  template:
    metadata:
      labels:
        app: d
    spec:
      containers:
      - command:
        - sleep
        - "5"
        image: nginx:1
        name: nginx
        ports:
        - containerPort: 80
        resources: {}
status: {}
`,
    );
  });

  test("expose takes selector and labels from the deployment", () => {
    expect(
      run(
        "kubectl expose deploy/web --port=80 --target-port=8080 --dry-run=client -o jsonpath={.spec}",
        { objects: [web] },
      ).stdout,
    ).toBe('{"ports":[{"port":80,"protocol":"TCP","targetPort":8080}],"selector":{"app":"web"}}');
  });
});

test("delete waits until the object is gone and names its namespace", () => {
  expect(run("kubectl delete deploy/web", { objects: [web] })).toEqual({
    stdout: 'deployment.apps "web" deleted from default namespace\n',
    stderr: "",
    rc: 0,
  });
});

test("set image says nothing when the image is the same", () => {
  expect(run("kubectl set image deploy/web nginx=nginx:1.27", { objects: [web] })).toEqual({
    stdout: "",
    stderr: "",
    rc: 0,
  });
});
