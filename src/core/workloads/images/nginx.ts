import { defineWorkload, flat, httpOn, MEBIBYTE, timeline, type OutputLine } from "../behaviour.ts";

const READY_MS = 350;

/** nginx: answers `/` on port 80, anything else 404; ends cleanly on SIGTERM. */
export const nginx = defineWorkload({
  repository: "docker.io/library/nginx",
  tags: [
    "latest",
    "stable",
    "mainline",
    "alpine",
    "stable-alpine",
    "perl",
    "1.7.9",
    "1.14*",
    "1.15*",
    "1.16",
    "1.16.*",
    "1.17*",
    "1.18*",
    "1.19*",
    "1.20*",
    "1.21*",
    "1.22*",
    "1.23*",
    "1.24*",
    "1.25*",
    "1.26*",
    "1.27*",
    "1.28*",
    "1.29*",
  ],
  sizeBytes: 72 * MEBIBYTE,
  entrypoint: ["/docker-entrypoint.sh"],
  cmd: ["nginx", "-g", "daemon off;"],
  hasShell: true,
  programs: ["nginx", "nginx-debug", "/docker-entrypoint.sh"],
  run: ({ tag }) =>
    timeline({
      lines: startLines(tag),
      onTerm: { afterMs: 150, code: 0 },
      listeners: [httpOn(80, READY_MS, ["/", "/index.html"])],
      cpuMilli: flat(1),
      memoryBytes: flat(6 * MEBIBYTE),
      serviceMs: 2,
    }),
});

function startLines(tag: string): OutputLine[] {
  const script = "/docker-entrypoint.sh:";
  const version = /^\d+\.\d+(\.\d+)?/.exec(tag)?.[0] ?? "1.29.3";
  return [
    {
      atMs: 5,
      text: `${script} /docker-entrypoint.d/ is not empty, will attempt to perform configuration`,
    },
    { atMs: 6, text: `${script} Looking for shell scripts in /docker-entrypoint.d/` },
    { atMs: 120, text: `${script} Configuration complete; ready for start up` },
    { atMs: READY_MS - 40, text: '[notice] 1#1: using the "epoll" event method' },
    {
      atMs: READY_MS - 40,
      text: `[notice] 1#1: nginx/${version.split(".").length < 3 ? `${version}.0` : version}`,
    },
    { atMs: READY_MS, text: "[notice] 1#1: start worker processes" },
  ];
}
