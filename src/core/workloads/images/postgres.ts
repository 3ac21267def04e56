import {
  defineWorkload,
  endsWith,
  flat,
  linesAt,
  MEBIBYTE,
  tcpOn,
  timeline,
} from "../behaviour.ts";

const READY_MS = 2800;

/** PostgreSQL on port 5432: will not start without a superuser password. */
export const postgres = defineWorkload({
  repository: "docker.io/library/postgres",
  tags: ["latest", "alpine", "9*", "10*", "11*", "12*", "13*", "14*", "15*", "16*", "17*", "18*"],
  sizeBytes: 155 * MEBIBYTE,
  entrypoint: ["docker-entrypoint.sh"],
  cmd: ["postgres"],
  hasShell: true,
  programs: ["docker-entrypoint.sh", "postgres"],
  run: ({ env }) => {
    const wanted = ["POSTGRES_PASSWORD", "POSTGRES_HOST_AUTH_METHOD", "POSTGRES_PASSWORD_FILE"];
    if (!wanted.some((name) => env.has(name)))
      return endsWith(1, [
        "Error: Database is uninitialized and superuser password is not specified.",
        "       You must specify POSTGRES_PASSWORD to a non-empty value for the",
        '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
        "",
        '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all',
        "       connections without a password. This is *not* recommended.",
      ]);
    return timeline({
      lines: linesAt(READY_MS, [
        'LOG:  listening on IPv4 address "0.0.0.0", port 5432',
        "LOG:  database system is ready to accept connections",
      ]),
      onTerm: { afterMs: 900, code: 0 },
      listeners: [tcpOn(5432, READY_MS)],
      cpuMilli: [
        { atMs: 0, value: 400 },
        { atMs: READY_MS, value: 300 },
        { atMs: READY_MS + 500, value: 8 },
      ],
      memoryBytes: flat(42 * MEBIBYTE),
      serviceMs: 3,
    });
  },
});
