import { print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { goJson } from "../json.ts";
import { printYaml } from "../yaml/print.ts";

const CLIENT = { gitVersion: "v1.35.2", kustomize: "v5.7.1" } as const;
const SERVER = "v1.35.6";

export const version = defineCommand({
  name: "version",
  summary: "Print the client and server version information",
  usage: "[flags] [options]",
  flags: [
    { name: "client", type: "bool", usage: "Only the client's version." },
    { name: "output", short: "o", type: "text", usage: "yaml or json.", choices: ["yaml", "json"] },
  ],
  *run({ args, flags, session }) {
    if (args.length > 0) throw failure(`extra arguments: [${args.join(" ")}]`);
    const output = flags.text("output");
    if (!["", "yaml", "json"].includes(output)) throw failure("--output must be 'yaml' or 'json'");
    const isClientOnly = flags.on("client");
    const server = session.serverVersion ?? SERVER;
    const value = {
      clientVersion: { gitVersion: CLIENT.gitVersion, major: "1", minor: "35" },
      kustomizeVersion: CLIENT.kustomize,
      ...(!isClientOnly && { serverVersion: { gitVersion: server, major: "1", minor: "35" } }),
    };
    if (output === "json") return yield* print(`${goJson(value, "  ")}\n`);
    if (output === "yaml") return yield* print(printYaml(value));
    yield* print(`Client Version: ${CLIENT.gitVersion}\nKustomize Version: ${CLIENT.kustomize}\n`);
    if (!isClientOnly) yield* print(`Server Version: ${server}\n`);
  },
});
