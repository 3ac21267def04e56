import { describe, expect, test } from "vitest";
import { en } from "#app/i18n/en/index.ts";
import { ko } from "#app/i18n/ko/index.ts";
import { diagnose } from "./diagnose.ts";

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: web
    image: nginx:1.27
    command: ["sh", "-c", "sleep 1"]
`;

/** The first problem as `line:column code`. */
function first(text: string): string | undefined {
  const [problem] = diagnose(text);
  return problem && `${problem.line}:${problem.column} ${problem.code}`;
}

describe("what the parser complains of is said in a beginner's words, where it is to be mended", () => {
  test.each([
    ["a key without a colon", POD.replace("metadata:", "metadata"), "3:1 keyAlone"],
    [
      "a field without a colon, with more below",
      POD.replace("metadata:\n  name: web", "metadata:\n  labels\n    app: web"),
      "4:3 keyAlone",
    ],
    ["a field without a colon", POD.replace("image: nginx:1.27", "image"), "8:5 keyAlone"],
    ["no space after a colon", POD.replace("image: nginx", "image:nginx"), "8:5 colonSpace"],
    ["no space after a dash", POD.replace("- name", "-name"), "7:3 dashSpace"],
    ["a list beside its key", "kind: Pod\nargs: - a\n", "2:7 dashOnLine"],
    ["two pairs on a line", POD.replace("nginx:1.27", "nginx: 1.27"), "8:12 twoKeys"],
    ["an open bracket", POD.replace('1"]', '1"'), "9:14 bracketOpen"],
    ["an open brace", "metadata: {name: a\nkind: Pod\n", "1:11 bracketOpen"],
    ["two commas", POD.replace('"sh", ', '"sh",, '), "9:20 bracketParts"],
    ["a comma too few", "kind: Pod\nmetadata: {name: a labels: {}}\n", "2:18 bracketParts"],
    ["a list inside brackets", "args: [\n  - a\n]\n", "2:3 bracketParts"],
    ["a closing bracket too much", "kind: Pod\nspec: }\n", "2:7 bracketStray"],
    ["words after a quoted value", 'kind: "Pod" now\n', "1:13 afterValue"],
    ["an open quotation mark", 'kind: Pod\nname: "web\n', "2:7 quote"],
    ["a backslash in quotes", 'kind: Pod\npath: "c:\\data"\n', "2:10 escape"],
    ["an at sign", "kind: Pod\nname: @web\n", "2:7 startSign"],
    ["a percent sign", "kind: Pod\nname: %web\n", "2:7 startSign"],
    ["text behind a bar", "data: | text\n  more\n", "1:9 blockText"],
    ["an alias without a name", "kind: Pod\nname: *\n", "2:7 anchor"],
    ["two anchors", "kind: &a &b Pod\n", "1:10 anchor"],
    ["two tags", "kind: !!str !!int Pod\n", "1:13 tag"],
    ["a comment without a space", 'kind: "Pod"#no\n', "1:12 hashSpace"],
    ["a text behind dashes", "--- kind: Pod\n", "1:5 documentLine"],
    ["a template", "{{- if x }}\nkind: Pod\n", "1:1 template"],
  ])("%s", (_what, text, expected) => {
    expect(first(text)).toBe(expected);
  });

  test("no word of the parser's comes through, whatever is broken", () => {
    const signs = [..."{}[]:,-'\"|>&*!#%@`\n\t ?\\"];
    for (let at = 0; at < POD.length; at += 1) {
      for (const broken of signs.map((sign) => POD.slice(0, at) + sign + POD.slice(at))) {
        for (const { code, facts, line } of diagnose(broken)) {
          const isServer = code === "server";
          expect(isServer || !("message" in facts), `${code} in ${JSON.stringify(broken)}`).toBe(
            true,
          );
          expect(line).toBeLessThanOrEqual(broken.split("\n").length);
          expect(
            Object.hasOwn(en, `diagnose.${code}`) && Object.hasOwn(ko, `diagnose.${code}`),
          ).toBe(true);
        }
      }
    }
  });
});
