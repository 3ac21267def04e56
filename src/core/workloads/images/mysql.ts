import {
  defineWorkload,
  endsWith,
  flat,
  linesAt,
  MEBIBYTE,
  tcpOn,
  timeline,
} from "../behaviour.ts";

const READY_MS = 7500;

/** MySQL on port 3306: will not start without being told a root password. */
export const mysql = defineWorkload({
  repository: "docker.io/library/mysql",
  tags: ["latest", "lts", "5*", "8*", "9*"],
  sizeBytes: 226 * MEBIBYTE,
  entrypoint: ["docker-entrypoint.sh"],
  cmd: ["mysqld"],
  hasShell: true,
  programs: ["docker-entrypoint.sh", "mysqld"],
  run: ({ env }) => {
    const wanted = [
      "MYSQL_ROOT_PASSWORD",
      "MYSQL_ALLOW_EMPTY_PASSWORD",
      "MYSQL_RANDOM_ROOT_PASSWORD",
    ];
    if (!wanted.some((name) => env.has(name)))
      return endsWith(1, [
        "[Note] [Entrypoint]: Entrypoint script for MySQL Server started.",
        "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified",
        "    You need to specify one of the following as an environment variable:",
        "    - MYSQL_ROOT_PASSWORD",
        "    - MYSQL_ALLOW_EMPTY_PASSWORD",
        "    - MYSQL_RANDOM_ROOT_PASSWORD",
      ]);
    return timeline({
      lines: linesAt(READY_MS, [
        "[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.4.6'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.",
      ]),
      onTerm: { afterMs: 900, code: 0 },
      listeners: [tcpOn(3306, READY_MS)],
      cpuMilli: [
        { atMs: 0, value: 400 },
        { atMs: READY_MS, value: 300 },
        { atMs: READY_MS + 500, value: 8 },
      ],
      memoryBytes: flat(390 * MEBIBYTE),
      serviceMs: 3,
    });
  },
});
