import { describe, expect, test } from "vitest";
import { createWorkloads } from "./registry.ts";
import type { Timeline } from "./behaviour.ts";

const workloads = createWorkloads();

function start(
  image: string,
  run: { command?: string[]; args?: string[]; env?: Record<string, string> } = {},
): Timeline {
  return workloads.start({
    image,
    command: run.command,
    args: run.args,
    env: new Map(Object.entries(run.env ?? {})),
    hostname: "web-1",
  });
}

function shell(script: string): Timeline {
  return start("docker.io/library/busybox:1.36", { command: ["sh", "-c", script] });
}

describe("the registry", () => {
  test.each([
    ["docker.io/library/nginx:1.27", true],
    ["docker.io/library/nginx:1.27.3", true],
    ["docker.io/library/nginx:1.161", false],
    ["docker.io/jangteo/shop:v2", true],
    ["docker.io/jangteo/shop:v9", false],
    ["docker.io/acme/unheard-of:3", true],
  ])("%s found: %s", (image, found) => {
    expect(workloads.resolve(image).found).toBe(found);
  });
});

describe("shell scripts", () => {
  const rows: [string, [number, string][], { atMs: number; code: number } | null][] = [
    ["echo hi; sleep 30; exit 1", [[0, "hi"]], { atMs: 30_000, code: 1 }],
    ["sleep 3600", [], { atMs: 3_600_000, code: 0 }],
    ["true && echo yes || echo no", [[0, "yes"]], { atMs: 20, code: 0 }],
    ["false && echo yes || echo no", [[0, "no"]], { atMs: 20, code: 0 }],
    [
      "for i in 1 2; do echo $i; sleep 1; done",
      [
        [0, "1"],
        [1000, "2"],
      ],
      { atMs: 2000, code: 0 },
    ],
    [
      "i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done",
      [
        [0, "0"],
        [10, "1"],
        [20, "2"],
      ],
      { atMs: 30, code: 0 },
    ],
    ["if [ -f /tmp/x ]; then echo a; else echo b; fi", [[0, "b"]], { atMs: 20, code: 0 }],
    ["touch /tmp/x; test -f /tmp/x && echo there", [[0, "there"]], { atMs: 20, code: 0 }],
    ['echo "Hello from $(hostname)"', [[0, "Hello from web-1"]], { atMs: 20, code: 0 }],
    [
      "echo quiet > /tmp/log; cat /nope",
      [[0, "cat: can't open '/nope': No such file or directory"]],
      { atMs: 20, code: 1 },
    ],
    ["nonsense", [[0, "sh: nonsense: not found"]], { atMs: 20, code: 127 }],
    ["tail -f /dev/null", [], null],
    ["until false; do sleep 1; done", [], null],
    [
      "wget web:80; wget -qO- web/x && echo ok; wget",
      [
        [20, "Connecting to web:80"],
        [20, "'index.html' saved"],
        [40, "ok"],
        [60, "BusyBox v1.36.1 multi-call binary."],
        [60, ""],
        [60, "Usage: wget [-cqS] [--spider] [-O FILE] URL"],
      ],
      { atMs: 60, code: 1 },
    ],
  ];
  test.each(rows)("%s", (script, lines, exit) => {
    const timeline = shell(script);
    expect(timeline.lines.map(({ atMs, text }) => [atMs, text])).toEqual(lines);
    expect(timeline.exit).toEqual(exit);
  });

  test("an endless loop repeats its round", () => {
    const timeline = shell("while true; do date; sleep 5; done");
    expect(timeline.exit).toBeNull();
    expect(timeline.repeat).toEqual({
      fromMs: 305_000,
      everyMs: 5000,
      lines: [{ atMs: 0, text: "{date}" }],
    });
  });

  test.each([
    ["sleep 3600", null],
    ["trap 'exit 0' TERM; sleep 3600", { afterMs: 20, code: 0 }],
  ])("SIGTERM during %s", (script, onTerm) => {
    expect(shell(script).onTerm).toEqual(onTerm);
  });
});

describe("images", () => {
  test("a missing program cannot be started", () => {
    const { startError } = start("docker.io/library/nginx:1.27", { command: ["wget2"] });
    expect(startError).toContain('exec: "wget2": executable file not found in $PATH');
  });

  test.each([
    [{}, 1],
    [{ MYSQL_ROOT_PASSWORD: "secret" }, undefined],
  ])("mysql with %o exits with %s", (env, code) => {
    expect(
      start("docker.io/library/mysql:8.4", { env: env as Record<string, string> }).exit?.code,
    ).toBe(code);
  });

  test("files that come and go answer exec probes", () => {
    const timeline = shell("touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600");
    const at = (sinceMs: number) =>
      workloads.exec(timeline, {
        command: ["cat", "/tmp/healthy"],
        sinceMs,
        env: new Map(),
        hostname: "h",
      }).exitCode;
    expect([at(10_000), at(31_000)]).toEqual([0, 1]);
  });
});
