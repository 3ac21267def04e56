import { MEBIBYTE } from "../behaviour.ts";
import { defineDatabase } from "../database.ts";

/** MariaDB on port 3306: will not start without being told a root password. */
export const mariadb = defineDatabase({
  repository: "docker.io/library/mariadb",
  tags: ["latest", "lts", "10*", "11*", "12*"],
  sizeBytes: 112 * MEBIBYTE,
  program: "mariadbd",
  port: 3306,
  memoryBytes: 120 * MEBIBYTE,
  readyMs: 4500,
  readyLines: ["[Note] mariadbd: ready for connections."],
  wantsOneOf: [
    "MARIADB_ROOT_PASSWORD",
    "MYSQL_ROOT_PASSWORD",
    "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD",
    "MARIADB_RANDOM_ROOT_PASSWORD",
  ],
  refusal: [
    "[Note] [Entrypoint]: Entrypoint script for MariaDB Server started.",
    "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified",
    "    You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD",
  ],
});
