import { call, print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { listAt, mapAt, textAt } from "../json.ts";
import { OUTPUT_FLAGS, printerOf } from "../output.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";

const REVIEWS = {
  group: "authentication.k8s.io",
  version: "v1",
  plural: "selfsubjectreviews",
  namespaced: false,
} as const;

export const whoami = defineCommand({
  name: "whoami",
  flags: OUTPUT_FLAGS,
  *run(invocation) {
    const { flags } = invocation;
    const answer = yield* call({
      verb: "create",
      resource: REVIEWS,
      namespace: "",
      body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview", metadata: {} },
    });
    if (flags.text("output") === "name")
      return yield* print("selfsubjectreview.authentication.k8s.io/<unknown>\n");
    const printer = printerOf(invocation, { withTables: false });
    if (printer) return yield* print(printer(bare(answer)));
    const user = mapAt(answer, "status", "userInfo");
    const writer = new TabWriter(TABLE_LAYOUT);
    writer.write(`ATTRIBUTE\tVALUE\nUsername\t${textAt(user, "username")}\n`);
    if (textAt(user, "uid") !== "") writer.write(`UID\t${textAt(user, "uid")}\n`);
    const groups = listAt(user, "groups");
    if (groups.length > 0) writer.write(`Groups\t[${groups.join(" ")}]\n`);
    yield* print(writer.flush());
  },
});

function bare(answer: unknown): unknown {
  return { ...(answer as object), metadata: {} };
}
