import { describe, expect, test } from "vitest";
import { parseScript, rewriteScript, runScript, ScriptError, type ScriptHost } from "./script.ts";

function hostThatEchoes(log: string[] = []): ScriptHost {
  return {
    run: (line, stdin) => {
      log.push(`run ${line} <${stdin}>`);
      return line.includes("fail")
        ? { stdout: "", stderr: "error: no\n", rc: 1 }
        : { stdout: `${line}\n\nend\n`, stderr: "", rc: 0 };
    },
    tick: (ms) => void log.push(`tick ${ms}`),
    fault: (name, target, on) => void log.push(`${on ? "fault" : "heal"} ${name} ${target}`),
  };
}

test("steps of every kind", () => {
  const log: string[] = [];
  const text =
    "cluster: masters=1 workers=2\n# comment\nkubectl apply -f - <<'EOF'\na: 1\nEOF\ntick 1m30s\nfault node-power worker-2\nheal node-power worker-2\nkubectl fail\nexpect-rc 1\n";
  const script = parseScript(text);
  expect(script.cluster).toEqual({ masters: "1", workers: "2" });
  expect(runScript(script, hostThatEchoes(log)).filter((result) => result.mismatch)).toEqual([]);
  expect(log).toEqual([
    "run kubectl apply -f - <a: 1\n>",
    "tick 90000",
    "fault node-power worker-2",
    "heal node-power worker-2",
    "run kubectl fail <>",
  ]);
});

test("an unexpected exit code is told", () => {
  expect(runScript(parseScript("kubectl get\nexpect-rc 1\n"), hostThatEchoes())[1]?.mismatch).toBe(
    "exit code 0, expected 1",
  );
});

describe("expected output", () => {
  const right =
    "kubectl get\n----\nkubectl get\n.\nend\n\nkubectl fail\n----\nerror: no\nexit code 1\n";

  test("equal output passes", () => {
    expect(runScript(parseScript(right), hostThatEchoes()).some((result) => result.mismatch)).toBe(
      false,
    );
  });

  test("other output is told, and rewritten on demand", () => {
    const wrong = "kubectl get\n----\nold\n\nkubectl fail\n----\n";
    const results = runScript(parseScript(wrong), hostThatEchoes());
    expect(results.map((result) => result.mismatch !== undefined)).toEqual([true, true]);
    expect(rewriteScript(wrong, results).trimEnd()).toBe(right.trimEnd());
  });
});

test.each([["tick 5"], ["frobnicate"], ["kubectl apply -f - <<EOF\na: 1"], ["----"]])(
  "%j is no script",
  (text) => {
    expect(() => parseScript(text)).toThrow(ScriptError);
  },
);
