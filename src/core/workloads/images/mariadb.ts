import {
  defineWorkload,
  endsWith,
  flat,
  linesAt,
  MEBIBYTE,
  tcpOn,
  timeline,
} from "../behaviour.ts";

const READY_MS = 4500;

/** MariaDB on port 3306: will not start without being told a root password. */
export const mariadb = defineWorkload({
  repository: "docker.io/library/mariadb",
  tags: ["latest", "lts", "10*", "11*", "12*"],
  sizeBytes: 112 * MEBIBYTE,
  entrypoint: ["docker-entrypoint.sh"],
  cmd: ["mariadbd"],
  hasShell: true,
  programs: ["docker-entrypoint.sh", "mariadbd"],
  run: ({ env }) => {
    const wanted = [
      "MARIADB_ROOT_PASSWORD",
      "MYSQL_ROOT_PASSWORD",
      "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD",
      "MARIADB_RANDOM_ROOT_PASSWORD",
    ];
    if (!wanted.some((name) => env.has(name)))
      return endsWith(1, [
        "[Note] [Entrypoint]: Entrypoint script for MariaDB Server started.",
        "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified",
        "    You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD",
      ]);
    return timeline({
      lines: linesAt(READY_MS, ["[Note] mariadbd: ready for connections."]),
      onTerm: { afterMs: 900, code: 0 },
      listeners: [tcpOn(3306, READY_MS)],
      cpuMilli: [
        { atMs: 0, value: 400 },
        { atMs: READY_MS, value: 300 },
        { atMs: READY_MS + 500, value: 8 },
      ],
      memoryBytes: flat(120 * MEBIBYTE),
      serviceMs: 3,
    });
  },
});
