import { describe, expect, test } from "vitest";
import { tellScript } from "./script-run.ts";

const SMALL = "cluster: masters=1 workers=2";

function run(
  lines: readonly string[],
  files: Readonly<Record<string, string>> = {},
): { readonly code: number; readonly out: string; readonly err: string } {
  const told = { out: "", err: "" };
  const code = tellScript("test.script", `${lines.join("\n")}\n`, {
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
    readFile: (name) => files[name],
  });
  return { code, ...told };
}

const POD =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {containers: [{name: c, image: nginx}]}\n";

describe("a script without a page", () => {
  test("is told like a terminal", () => {
    const { code, out, err } = run([
      SMALL,
      "# a comment",
      "kubectl create ns blue",
      "tick 5s",
      "kubectl get ns blue -o name",
    ]);
    expect(out).toMatch(
      /^\$ kubectl create ns blue\nnamespace\/blue created\n\$ tick 5s\n\$ kubectl get ns blue -o name\nnamespace\/blue\n# 5s of virtual time, 0 pods, revision \d+\n$/,
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  test("begins with three masters and three workers", () => {
    const { out } = run(["kubectl get nodes -o name"]);
    expect(out.split("\n").slice(1, 7)).toEqual(
      ["1", "2", "3"]
        .map((i) => `node/master-${i}`)
        .concat(["1", "2", "3"].map((i) => `node/worker-${i}`)),
    );
  });

  test("takes manifests from files and from here-documents", () => {
    const { code, out } = run(
      [
        SMALL,
        "kubectl apply -f one.yaml",
        "kubectl delete -f - --wait=false <<'EOF'",
        POD.trimEnd(),
        "EOF",
      ],
      { "one.yaml": POD },
    );
    expect(out).toContain("pod/one created\n");
    expect(out).toContain('pod "one" deleted');
    expect(code).toBe(0);
  });

  test("waits in virtual time for what a command waits for", () => {
    const { out, code } = run([
      SMALL,
      "kubectl create deployment web --image=nginx --replicas=2",
      "kubectl rollout status deploy/web",
      "kubectl get deploy web -o jsonpath={.status.readyReplicas}",
    ]);
    expect(out).toContain('deployment "web" successfully rolled out\n');
    expect(out).toMatch(/readyReplicas}\n2/);
    expect(code).toBe(0);
  });

  test("feels its faults", () => {
    const { out } = run([
      SMALL,
      "fault node-power worker-2",
      "tick 60s",
      "kubectl get nodes",
      "heal node-power worker-2",
      "tick 10s",
      "kubectl get nodes",
    ]);
    expect(out.match(/worker-2 +NotReady/g)).toHaveLength(1);
    expect(out.match(/worker-2 +Ready/g)).toHaveLength(1);
  });
});

describe("a script that does not hold", () => {
  const rows: [string, readonly string[], string][] = [
    [
      "an exit code that was not expected",
      ["kubectl get pods", "expect-rc 1"],
      "line 3: exit code 0, expected 1",
    ],
    ["a line that is no step", ["kubectl get pods", "get pods"], "line 3: not a step: get pods"],
    ["a duration that is none", ["tick soon"], "line 2:"],
    [
      "a fault that does not exist",
      ["fault earthquake worker-1"],
      "line 2: there is no fault earthquake",
    ],
    [
      "a machine that does not exist",
      ["fault node-power worker-9"],
      "line 2: fault node-power: there is no Node worker-9",
    ],
    [
      "a here-document without end",
      ["kubectl apply -f - <<'EOF'", "kind: Pod"],
      "line 2: the here-document does not end",
    ],
  ];
  test.each(rows)("%s is told with its line, and the exit code is 1", (_name, lines, message) => {
    const { code, err } = run([SMALL, ...lines]);
    expect(err).toContain(`test.script: ${message}`);
    expect(code).toBe(1);
  });

  test("a machine park that cannot be is refused", () => {
    expect(run(["cluster: masters=1 wokers=2"])).toMatchObject({
      code: 1,
      err: "test.script: cluster: there is no setting wokers; there are masters, workers, cpu and memory\n",
    });
    expect(run(["cluster: workers=many"])).toMatchObject({
      code: 1,
      err: "test.script: cluster: workers=many is no number of machines\n",
    });
  });
});
