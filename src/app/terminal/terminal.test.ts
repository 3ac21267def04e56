import { describe, expect, test } from "vitest";
import { commandsOf, interpret } from "./interpret.ts";
import {
  cellsOf,
  commonPrefix,
  emptyLine,
  entered,
  keysOf,
  press,
  withText,
  type Line,
} from "./line-editor.ts";

function typed(keys: readonly string[], line: Line = emptyLine(["first", "second"])): Line {
  return keys.reduce((before, key) => press(before, key).line, line);
}

describe("line editor", () => {
  test.each<readonly [string, readonly string[], string, number]>([
    ["letters", ["g", "e", "t"], "get", 3],
    ["paste", ["get pods"], "get pods", 8],
    ["Hangul and pairs", ["가🙂"], "가🙂", 3],
    ["backspace removes a whole pair", ["가🙂", "\x7f"], "가", 1],
    ["backspace at the start", ["\x7f"], "", 0],
    ["insert in the middle", ["ac", "\x1b[D", "b"], "abc", 2],
    ["home and end", ["bc", "\x01", "a", "\x05", "d"], "abcd", 4],
    ["delete", ["abc", "\x01", "\x1b[3~"], "bc", 0],
    ["a word back", ["get pods", "\x17"], "get ", 4],
    ["kill to the end", ["abc", "\x1b[D", "\x0b"], "ab", 2],
    ["kill all", ["abc", "\x15"], "", 0],
    ["history", ["\x1b[A"], "second", 6],
    ["further back", ["\x1b[A", "\x1b[A", "\x1b[A"], "first", 5],
    ["history and back to the draft", ["dra", "\x1b[A", "\x1b[B"], "dra", 3],
    ["unknown sequences", ["a", "\x1b[99~", "\x00"], "a", 1],
  ])("%s", (_name, keys, text, cursor) => {
    expect(typed(keys)).toMatchObject({ text, cursor });
  });

  test("entering remembers, but not twice in a row", () => {
    expect(entered(withText(emptyLine(["a"]), "b")).history).toEqual(["a", "b"]);
    expect(entered(withText(emptyLine(["a"]), "a ")).history).toEqual(["a"]);
    expect(entered(withText(emptyLine(["a"]), "  ")).history).toEqual(["a"]);
  });

  test("wishes", () => {
    expect(["\r", "\t", "\x03", "\x0c", "\x04"].map((key) => press(emptyLine(), key).wish)).toEqual(
      ["submit", "complete", "interrupt", "clear", "end"],
    );
  });

  test("a paste is cut at line ends", () => {
    expect(keysOf("a b\r\nc\r")).toEqual(["a b", "\r", "c", "\r"]);
    expect(keysOf("\x1b[A")).toEqual(["\x1b[A"]);
  });

  test("cells and prefixes", () => {
    expect(cellsOf("a가b")).toBe(4);
    expect(commonPrefix(["deployment", "deployments", "deploy"])).toBe("deploy");
    expect(commonPrefix([])).toBe("");
  });
});

describe("interpret", () => {
  test.each([
    ["kubectl get pods", { type: "kubectl", line: "get pods" }],
    ["  k get po -A ", { type: "kubectl", line: "get po -A" }],
    ["kubectl apply -f - <<EOF", { type: "kubectl", line: "apply -f -", until: "EOF" }],
    ["kubectl apply -f - <<'YAML'", { type: "kubectl", line: "apply -f -", until: "YAML" }],
    ["cat <<EOF | kubectl apply -f -", { type: "kubectl", line: "apply -f -", until: "EOF" }],
    ["kubectl get pods | grep web", { type: "pipe" }],
    ['kubectl patch x -p \'{"a":"b|c"}\'', { type: "kubectl", line: 'patch x -p \'{"a":"b|c"}\'' }],
    ["clear", { type: "clear" }],
    ["ls -l", { type: "unknown", word: "ls" }],
    ["# comment", { type: "nothing" }],
    ["", { type: "nothing" }],
  ])("%s", (line, expected) => {
    expect(interpret(line)).toEqual(expected);
  });

  test("several commands on a line", () => {
    expect(commandsOf("k get po; k get no && k get 'a;b'")).toEqual([
      "k get po",
      "k get no",
      "k get 'a;b'",
    ]);
  });
});
