import { describe, expect, test } from "vitest";
import { compileTemplate, renderTemplate } from "./go-template.ts";
import { TemplateError } from "./go-template-lex.ts";

const OBJECT = {
  kind: "ConfigMap",
  metadata: { name: "one", labels: { app: "web", tier: "front" } },
  data: { b: "2", a: "1" },
  items: [{ name: "x" }, { name: "y" }, { name: "z" }],
  count: 3,
  big: 1234567,
  nothing: null,
};

function rendered(source: string, allowMissingKeys = true) {
  return renderTemplate(compileTemplate(source), OBJECT, { allowMissingKeys });
}

test.each([
  ["{{.metadata.name}}", "one"],
  ["{{.metadata}}", "map[labels:map[app:web tier:front] name:one]"],
  ["{{.nope}} {{.nothing}} {{.nope.deeper}}", "<no value> <no value> <no value>"],
  ['a  {{- /* trimmed */ -}}  b {{- " c" }}', "ab c"],
  ["{{range $k, $v := .data}}{{$k}}={{$v}};{{end}}", "a=1;b=2;"],
  ["{{range $i, $e := .items}}{{if $i}},{{end}}{{$e.name}}{{end}}", "x,y,z"],
  ['{{range .items}}{{if eq .name "y"}}{{continue}}{{end}}{{.name}}{{end}}', "xz"],
  ['{{range .items}}{{.name}}{{if eq .name "y"}}{{break}}{{end}}{{end}}', "xy"],
  ["{{range .nope}}x{{else}}empty{{end}}", "empty"],
  ["{{range 3}}{{.}}{{end}}", "012"],
  ["{{with .metadata}}{{.name}} {{$.kind}}{{end}}", "one ConfigMap"],
  ["{{with .nope}}x{{else with .kind}}{{.}}{{end}}", "ConfigMap"],
  ["{{if false}}a{{else if true}}b{{else}}c{{end}}", "b"],
  ["{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}", "2"],
  ["{{$x := 1}}{{if true}}{{$x := 2}}{{end}}{{$x}}", "1"],
  ['{{define "t"}}<{{.}}>{{end}}{{template "t" .kind}}', "<ConfigMap>"],
  ['{{block "t" .kind}}[{{.}}]{{end}}', "[ConfigMap]"],
  ['{{(index .items 1).name}} {{index .metadata.labels "app"}}', "y web"],
  ['{{.kind | printf "%-12s|%q"}}', "ConfigMap   |%!q(MISSING)"],
  ['{{printf "%5s|%d|%v|%s" "a" 3 .count .count}}', "    a|3|3|%!s(int64=3)"],
  ["{{len .items}} {{.count}} {{.big}}", "3 3 1234567"],
  ['{{print 1 2 "x" "y" 3}}', "1 2xy3"],
  ['{{and .kind 0}} {{or "" .kind}} {{not .kind}}', "0 ConfigMap false"],
  ['{{eq .kind "a" "ConfigMap"}} {{ne 1 2}} {{lt 1 2}} {{ge "b" "a"}}', "true true true true"],
  [
    '{{slice "abcd" 1 3}} {{html "<a>"}} {{js "a\\"b"}} {{urlquery "a b&c"}}',
    'bc &lt;a&gt; a\\"b a+b%26c',
  ],
  [
    '{{"aHVudGVyMg==" | base64decode}} {{exists .data "a"}} {{exists .data "z"}}',
    "hunter2 true false",
  ],
  ["{{`raw\\n`}}{{\"\\t\"}}{{'a'}}", "raw\\n\t97"],
])("%s", (source, text) => {
  expect(rendered(source)).toEqual({ text });
});

describe("templates that cannot be read", () => {
  test.each([
    ["{{.a", "1: unclosed action"],
    ["{{range .a}}", "1: unexpected EOF"],
    ["a\n{{end}}", "2: unexpected {{end}}"],
    ["{{if}}{{end}}", "1: missing value for if"],
    ["{{nofunc .x}}", '1: function "nofunc" not defined'],
    ["{{$x}}", '1: undefined variable "$x"'],
    ["{{break}}", "1: {{break}} outside {{range}}"],
    ['{{"open}}', "1: unterminated quoted string"],
  ])("%s", (source, message) => {
    expect(() => compileTemplate(source)).toThrow(new TemplateError(message));
  });
});

describe("templates that go wrong", () => {
  test.each([
    [
      "a{{.kind.x}}",
      'output:1:8: executing "output" at <.kind.x>: can\'t evaluate field x in type interface {}',
    ],
    [
      "a{{len .count}}",
      'output:1:3: executing "output" at <len .count>: error calling len: len of type int64',
    ],
    [
      'a{{eq .count "3"}}',
      'output:1:3: executing "output" at <eq .count "3">: error calling eq: incompatible types for comparison: int64 and string',
    ],
    [
      "a{{index .items 7}}",
      'output:1:3: executing "output" at <index .items 7>: error calling index: index out of range: 7',
    ],
    [
      'a{{base64decode "b"}}',
      'output:1:3: executing "output" at <base64decode "b">: error calling base64decode: base64 decode failed: illegal base64 data at input byte 0',
    ],
  ])("%s", (source, problem) => {
    expect(rendered(source)).toEqual({ text: "a", problem: `template: ${problem}` });
  });

  test("a key that must be there", () => {
    expect(rendered("{{.nope}}", false)).toEqual({
      text: "",
      problem:
        'template: output:1:2: executing "output" at <.nope>: map has no entry for key "nope"',
    });
  });
});
