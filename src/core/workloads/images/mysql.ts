import { MEBIBYTE } from "../behaviour.ts";
import { defineDatabase } from "../database.ts";

/** MySQL on port 3306: will not start without being told a root password. */
export const mysql = defineDatabase({
  repository: "docker.io/library/mysql",
  tags: ["latest", "lts", "5*", "8*", "9*"],
  sizeBytes: 226 * MEBIBYTE,
  program: "mysqld",
  port: 3306,
  memoryBytes: 390 * MEBIBYTE,
  readyMs: 7500,
  readyLines: [
    "[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.4.6'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.",
  ],
  wantsOneOf: ["MYSQL_ROOT_PASSWORD", "MYSQL_ALLOW_EMPTY_PASSWORD", "MYSQL_RANDOM_ROOT_PASSWORD"],
  refusal: [
    "[Note] [Entrypoint]: Entrypoint script for MySQL Server started.",
    "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified",
    "    You need to specify one of the following as an environment variable:",
    "    - MYSQL_ROOT_PASSWORD",
    "    - MYSQL_ALLOW_EMPTY_PASSWORD",
    "    - MYSQL_RANDOM_ROOT_PASSWORD",
  ],
});
