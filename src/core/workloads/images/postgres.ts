import { MEBIBYTE } from "../behaviour.ts";
import { defineDatabase } from "../database.ts";

/** PostgreSQL on port 5432: will not start without a superuser password. */
export const postgres = defineDatabase({
  repository: "docker.io/library/postgres",
  tags: ["latest", "alpine", "9*", "10*", "11*", "12*", "13*", "14*", "15*", "16*", "17*", "18*"],
  sizeBytes: 155 * MEBIBYTE,
  program: "postgres",
  port: 5432,
  memoryBytes: 42 * MEBIBYTE,
  readyMs: 2800,
  readyLines: [
    'LOG:  listening on IPv4 address "0.0.0.0", port 5432',
    "LOG:  database system is ready to accept connections",
  ],
  wantsOneOf: ["POSTGRES_PASSWORD", "POSTGRES_HOST_AUTH_METHOD", "POSTGRES_PASSWORD_FILE"],
  refusal: [
    "Error: Database is uninitialized and superuser password is not specified.",
    "       You must specify POSTGRES_PASSWORD to a non-empty value for the",
    '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
    "",
    '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all',
    "       connections without a password. This is *not* recommended.",
  ],
});
