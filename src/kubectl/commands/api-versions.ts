import { print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { argumentFailure } from "../failure.ts";
import { apiVersionOf, resourcesOf } from "../resources.ts";

export const apiVersions = defineCommand({
  name: "api-versions",
  *run({ session, args, path }) {
    if (args.length > 0) throw argumentFailure(`unexpected arguments: [${args.join(" ")}]`, path);
    const versions = [...new Set(resourcesOf(session).map(apiVersionOf))].sort();
    yield* print(versions.map((version) => `${version}\n`).join(""));
  },
});
