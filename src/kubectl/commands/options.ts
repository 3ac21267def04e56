import { defineCommand } from "../command.ts";
import { printHelp } from "../help.ts";

export const options = defineCommand({
  name: "options",
  *run({ session, path }) {
    yield* printHelp(session, { path, stream: "stdout" });
  },
});
