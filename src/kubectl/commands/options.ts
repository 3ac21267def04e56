import { print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { GLOBAL_FLAGS } from "../global-flags.ts";
import { flagLines } from "../help.ts";

export const options = defineCommand({
  name: "options",
  summary: "Print the list of flags inherited by all commands",
  *run() {
    yield* print(
      `The following options can be passed to any command:\n\n${GLOBAL_FLAGS.map(flagLines).join("\n")}`,
    );
  },
});
