import { SERVER_VERSION } from "#core/api/server-version.ts";
import { print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { printYaml } from "../yaml/print.ts";

/** The program this one behaves like. */
const CLIENT = {
  major: "1",
  minor: "35",
  gitVersion: "v1.35.2",
  gitCommit: "fdc9d74cbf2da6754ebf81d56f80ae2948cd6425",
  gitTreeState: "clean",
  buildDate: "2026-02-26T20:05:34Z",
  goVersion: "go1.25.7",
  compiler: "gc",
  platform: "linux/amd64",
} as const;
const KUSTOMIZE = "v5.7.1";

export const version = defineCommand({
  name: "version",
  flags: [
    { name: "client", type: "bool" },
    { name: "output", short: "o", type: "text", choices: ["yaml", "json"] },
  ],
  *run({ args, flags, session }) {
    if (args.length > 0) throw failure(`extra arguments: [${args.join(" ")}]`);
    const output = flags.text("output");
    if (!["", "yaml", "json"].includes(output)) throw failure("--output must be 'yaml' or 'json'");
    const isClientOnly = flags.on("client");
    const server = session.serverVersion ?? SERVER_VERSION.gitVersion;
    const value = {
      clientVersion: CLIENT,
      kustomizeVersion: KUSTOMIZE,
      ...(!isClientOnly && { serverVersion: { ...SERVER_VERSION, gitVersion: server } }),
    };
    if (output === "json") return yield* print(`${JSON.stringify(value, undefined, 2)}\n`);
    if (output === "yaml") return yield* print(`${printYaml(value)}\n`);
    yield* print(`Client Version: ${CLIENT.gitVersion}\nKustomize Version: ${KUSTOMIZE}\n`);
    if (!isClientOnly) yield* print(`Server Version: ${server}\n`);
  },
});
