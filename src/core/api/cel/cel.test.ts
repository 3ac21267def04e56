import { describe, expect, test } from "vitest";
import { celFromJson } from "../custom/cel-schema.ts";
import { compileExpression } from "./compile.ts";
import { evaluate } from "./evaluator.ts";
import { plainText } from "./lib-standard.ts";
import { BOOL, DYN, INT, listOf, mapOf, objectOf, optionalOf, STRING, typeText } from "./types.ts";
import { CelError, isList, isMap, Optional, Uint, type CelValue } from "./values.ts";

const POD = {
  metadata: { name: "web", labels: { app: "web", tier: "front" } },
  spec: {
    replicas: 3,
    ratio: 0.5,
    containers: [
      { name: "a", image: "nginx:1.27", ports: [80, 443] },
      { name: "b", image: "redis", ports: [] },
    ],
  },
};
const DECLARED = new Map([
  ["object", DYN],
  ["n", INT],
  ["names", listOf(STRING)],
  ["labels", mapOf(STRING, STRING)],
  ["maybe", optionalOf(STRING)],
  ["request", objectOf("kubernetes.AdmissionRequest", { name: STRING, dryRun: BOOL })],
]);
const VALUES = new Map<string, CelValue>([
  ["object", celFromJson(POD)],
  ["n", 7n],
  ["names", ["b", "a"]],
  ["labels", celFromJson({ app: "web", tier: "front" })],
  ["maybe", new Optional(undefined)],
  ["request", celFromJson({ name: "web", dryRun: false })],
]);

function shown(value: CelValue): unknown {
  if (isList(value)) return value.map(shown);
  if (isMap(value)) return Object.fromEntries([...value].map(([k, v]) => [plainText(k), shown(v)]));
  if (value instanceof Optional) return value.value === undefined ? "none" : [shown(value.value)];
  if (value instanceof Uint) return `${value.value}u`;
  if (typeof value === "bigint") return Number(value);
  return typeof value === "object" && value !== null ? plainText(value) : value;
}

function run(text: string): unknown {
  const compiled = compileExpression(text, DECLARED);
  if ("problem" in compiled) return compiled.problem;
  try {
    return shown(evaluate(compiled.expr, VALUES));
  } catch (error) {
    if (error instanceof CelError) return `error: ${error.message}`;
    throw error;
  }
}

describe("expressions", () => {
  test.each([
    ["1 + 2 * 3 - -4", 11],
    ["7 / 2 == 3 && 7 % 2 == 1 && -7 / 2 == -3", true],
    ["9223372036854775807 + 1", "error: integer overflow"],
    ["n / 0", "error: division by zero"],
    ["1u - 2u", "error: unsigned integer overflow"],
    ["0x1F + 1", 32],
    ["1.5 + 2.0", 3.5],
    ["n > 6.5 ? 'big' : 'small'", "big"],
    ["'a' + \"b\" + r'\\n' + '\\u00e9'", "ab\\né"],
    ["'''a\n'b'''", "a\n'b"],
    ["b'abc' == bytes('abc')", true],
    ["size('héllo') == 5 && 'héllo'.size() == 5", true],
    ["'b' in names && !('c' in names) && 'app' in labels", true],
    ["1 in [1, 2] // why not", true],
    ["[1, 2][1] + {'a': 4}['a']", 6],
    ["names[5]", "error: index out of bounds: 5"],
    ["labels['x']", "error: no such key: x"],
    ["object.spec.nothing", "error: no such key: nothing"],
    ["object.metadata.name.foo", "error: no such overload"],
    [
      "has(object.spec.replicas) && !has(object.spec.nothing) && has(object.spec.containers[0].image)",
      true,
    ],
    ["object.spec.replicas == 3 && object.spec.ratio < 1", true],
    ["object.nothing == 1 || true", true],
    ["true || object.nothing == 1", true],
    ["object.nothing == 1 || false", "error: no such key: nothing"],
    ["object.spec.containers.all(c, c.image.contains(':'))", false],
    ["object.spec.containers.exists(c, c.image == 'redis')", true],
    ["object.spec.containers.exists_one(c, size(c.ports) == 0)", true],
    ["object.spec.containers.map(c, c.name)", ["a", "b"]],
    ["[1, 2, 3].map(x, x > 1, x * x)", [4, 9]],
    ["[1, 2, 3].filter(x, x != 2)", [1, 3]],
    ["labels.all(k, k.size() > 2) && labels.exists(k, labels[k] == 'front')", true],
    ["labels.all(k, v, k != v || k == 'x')", true],
    ["['a', 'b'].transformList(i, v, string(i) + v)", ["0a", "1b"]],
    ["labels.transformMap(k, v, k == 'app', v + '!')", { app: "web!" }],
    ["labels.transformMapEntry(k, v, {v: k})", { web: "app", front: "tier" }],
    ["type(1) == int && type('a') != int && type([]) == list", true],
    ["int('12') + int(1.9) + int(3u)", 16],
    ["int('x')", 'error: strconv.ParseInt: parsing "x": invalid syntax'],
    ["string(1.0) + string(2.5) + string(true) + string(1e21)", "12.5true1000000000000000000000"],
    ["double('1.5') == 1.5 && uint(3) == 3u", true],
    ["timestamp('2026-03-01T10:30:15.5Z').getHours('+09:00')", 19],
    ["timestamp('2024-12-31T00:00:00Z').getDayOfYear()", 365],
    ["timestamp('2026-11-26T00:00:00Z').getDayOfWeek()", 4],
    ["string(timestamp('2026-03-01T10:30:15Z') + duration('1h30m0.5s'))", "2026-03-01T12:00:15.5Z"],
    ["duration('90m').getHours() == 1 && duration('1.5s') > duration('1s')", true],
    ["duration('x' + 'y')", 'error: time: invalid duration "xy"'],
    ["'a,b,c'.split(',', 2)", ["a", "b,c"]],
    ["'hello'.substring(1, 3) + 'Ab'.lowerAscii() + 'é'.upperAscii() + ' x '.trim()", "elabéx"],
    ["'aXbX'.replace('X', '-', 1) + ['a', 'b'].join('/')", "a-bXa/b"],
    ["'tacocat'.indexOf('c') + 'tacocat'.lastIndexOf('a')", 7],
    ["'abc'.matches('^a.c$') && 'abc 123'.find('[0-9]+') == '123'", true],
    ["'1 22 333'.findAll('[0-9]+', 2)", ["1", "22"]],
    ["'%s is %d, %.2f, %x, %b %%'.format(['a', 5, 3.14159, 255, 5])", "a is 5, 3.14, ff, 101 %"],
    ["'%s'.format([[1, 'a']])", "[1, a]"],
    ["[1, 2, 3].isSorted() && [3, 1].max() == 3 && [3, 1].min() == 1 && [1, 2].sum() == 3", true],
    ["[1, 2, 1].indexOf(1) + [1, 2, 1].lastIndexOf(1)", 2],
    ["[3, 1, 2, 1].sort().distinct().reverse()", [3, 2, 1]],
    ["[].min()", "error: min called on empty list"],
    [
      "sets.contains([1, 2], [2]) && sets.intersects([1], [1, 2]) && !sets.equivalent([1], [2])",
      true,
    ],
    ["object.?spec.?replicas.orValue(0) + object.?nothing.?more.orValue(40)", 43],
    ["object.spec[?'x'].hasValue()", false],
    ["optional.of(3).optMap(x, x + 1)", [4]],
    ["maybe.orValue('none at all')", "none at all"],
    ["[?maybe, 'x']", ["x"]],
    [
      "quantity('1Gi').isGreaterThan(quantity('900Mi')) && quantity('1k').asInteger() == 1000",
      true,
    ],
    ["quantity('1').add(quantity('500m')).compareTo(quantity('1500m'))", 0],
    ["isQuantity('x') || isURL('nope')", false],
    [
      "url('https://a.b:8080/x?y=1&y=2').getPort() + url('https://a.b:8080/x').getHostname()",
      "8080a.b",
    ],
    ["ip('127.0.0.1').isLoopback() && ip('::1').family() == 6 && !isIP('1.2.3')", true],
    [
      "cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsCIDR('11.0.0.0/16')",
      true,
    ],
    ["string(cidr('10.1.2.3/8').masked())", "10.0.0.0/8"],
    ["semver('1.2.3').isLessThan(semver('1.10.0')) && isSemver('v1.2', true)", true],
    ["!format.dns1123Label().validate('ok').hasValue() && format.named('uuid').hasValue()", true],
    ["{'a': 1, 'b': 2} == {'b': 2, 'a': 1} && [1] != [2]", true],
    ["dyn(1) == 1.0 && dyn('a') == dyn(1) == false", true],
  ])("%s", (text, wanted) => {
    expect(run(text)).toEqual(wanted);
  });

  test("a loop of loops ends", () => {
    const deep =
      "lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, a + b + c >= 0)))";
    expect(run(deep)).toBe("error: operation cancelled: actual cost limit exceeded");
  });
});

describe("what is no expression", () => {
  test.each([
    [
      "object.spec.foo(",
      "ERROR: <input>:1:17: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', ')', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | object.spec.foo(\n | ................^",
    ],
    [
      "foo > 1",
      "ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')\n | foo > 1\n | ^",
    ],
    [
      "n > 'a'",
      "ERROR: <input>:1:3: found no matching overload for '_>_' applied to '(int, string)'\n | n > 'a'\n | ..^",
    ],
    [
      "request.nam == 'a'",
      "ERROR: <input>:1:8: undefined field 'nam'\n | request.nam == 'a'\n | .......^",
    ],
    [
      "names.foo",
      "ERROR: <input>:1:6: type 'list(string)' does not support field selection\n | names.foo\n | .....^",
    ],
    [
      "names.startsWith('a')",
      "ERROR: <input>:1:17: found no matching overload for 'startsWith' applied to 'list(string).(string)'\n | names.startsWith('a')\n | ................^",
    ],
    [
      "n.all(x, true)",
      "ERROR: <input>:1:1: expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)\n | n.all(x, true)\n | ^",
    ],
    [
      "[1, 'a']",
      "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^",
    ],
    [
      "nope(1)",
      "ERROR: <input>:1:5: undeclared reference to 'nope' (in container '')\n | nope(1)\n | ....^",
    ],
    [
      "n == 1 &&\nx == 2",
      "ERROR: <input>:2:1: undeclared reference to 'x' (in container '')\n | x == 2\n | ^",
    ],
    [
      "1 2",
      "ERROR: <input>:1:3: Syntax error: extraneous input '2' expecting <EOF>\n | 1 2\n | ..^",
    ],
    [
      "'a'.matches('[')",
      "ERROR: <input>:1:13: invalid matches argument\n | 'a'.matches('[')\n | ............^",
    ],
    ["if", "ERROR: <input>:1:1: reserved identifier: if\n | if\n | ^"],
  ])("%s", (text, wanted) => {
    expect(run(text)).toBe(wanted);
  });

  const OPERAND =
    "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

  test.each([
    ["has space", ["1:5: extraneous input 'space' expecting <EOF>"]],
    ["1.5x", ["1:4: extraneous input 'x' expecting <EOF>"]],
    ["300%", [`1:5: mismatched input '<EOF>' expecting ${OPERAND}`]],
    [
      "ünïcode",
      [
        "1:1: token recognition error at: 'ü'",
        "1:3: token recognition error at: 'ï'",
        "1:4: extraneous input 'code' expecting <EOF>",
      ],
    ],
    [
      "*@a | b",
      [
        `1:1: extraneous input '*' expecting ${OPERAND}`,
        "1:2: token recognition error at: '@'",
        "1:5: token recognition error at: '| '",
        "1:7: extraneous input 'b' expecting <EOF>",
      ],
    ],
    [
      "n = 5",
      ["1:3: token recognition error at: '= '", "1:5: extraneous input '5' expecting <EOF>"],
    ],
    ["1 + 2\n3 +", ["2:1: mismatched input '3' expecting <EOF>"]],
    [
      "1 + $",
      [
        "1:5: token recognition error at: '$'",
        `1:6: mismatched input '<EOF>' expecting ${OPERAND}`,
      ],
    ],
    [
      "1 + +",
      [
        `1:5: mismatched input '+' expecting ${OPERAND}`,
        `1:6: mismatched input '<EOF>' expecting ${OPERAND}`,
      ],
    ],
    [
      "-",
      [
        "1:2: no viable alternative at input '-'",
        `1:2: mismatched input '<EOF>' expecting ${OPERAND}`,
      ],
    ],
    [
      "names.filter(l, !(lin resource.labels))",
      [
        "1:23: mismatched input 'resource' expecting ')'",
        "1:39: extraneous input ')' expecting <EOF>",
      ],
    ],
    ["{1:305 2:569}", ["1:8: mismatched input '2' expecting {'}', ','}"]],
    ["'a'.format(object.missing])", ["1:26: extraneous input ']' expecting ')'"]],
    ["object.x in [1, 2,", ["1:19: missing ']' at '<EOF>'"]],
    ['{"a": 1}."a"', ["1:10: no viable alternative at input '.\"a\"'"]],
    [
      '"\\xFh"',
      [
        "1:1: token recognition error at: '\"\\xFh'",
        "1:6: token recognition error at: '\"'",
        `1:7: mismatched input '<EOF>' expecting ${OPERAND}`,
      ],
    ],
    ["(n > 1", ["1:7: missing ')' at '<EOF>'"]],
    [
      "in",
      [
        `1:1: mismatched input 'in' expecting ${OPERAND}`,
        `1:3: mismatched input '<EOF>' expecting ${OPERAND}`,
      ],
    ],
  ])("cel-go says every mistake of %j", (text, wanted) => {
    const said = String(run(text)).matchAll(/<input>:(\d+:\d+): Syntax error: (.*)/g);
    expect([...said].map(([, place, problem]) => `${place ?? ""}: ${problem ?? ""}`)).toEqual(
      wanted,
    );
  });

  test.each([
    ["object.spec.x", "dyn"],
    ["[1, 2].map(x, string(x))", "list(string)"],
    ["labels", "map(string, string)"],
    ["maybe", "optional_type(string)"],
    ["quantity('1')", "kubernetes.Quantity"],
    ["n > 1 ? 'a' : 'b'", "string"],
    ["object.?spec", "optional_type(dyn)"],
    ["names[0]", "string"],
  ])("%s comes to %s", (text, wanted) => {
    const compiled = compileExpression(text, DECLARED);
    expect("problem" in compiled ? compiled.problem : typeText(compiled.type)).toBe(wanted);
  });
});
