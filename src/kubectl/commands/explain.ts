import { print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { explainText, MissingField } from "../explain.ts";
import type { ApiResource, Session } from "../define.ts";
import { CommandFailure, failure } from "../failure.ts";
import { findResource, resourceOfKind } from "../resources.ts";

const FORMATS = ["plaintext", "plaintext-openapiv2"];

/** Splits `deployments.apps` and `deployments.apps.spec` behind the group where there is such a resource, other words behind the first part. Models explain.ExplainOptions.Run. */
function placeToExplain(
  session: Session,
  word: string,
): { readonly type: string; readonly fields: readonly string[] } {
  const [first = "", ...fields] = word.split(".");
  const found = findResource(session, word);
  if (fields.length > 0 && found && found.group.split(".").length === fields.length)
    return { type: word, fields: [] };
  return { type: first, fields };
}

function resourceToExplain(session: Session, type: string, apiVersion: string): ApiResource {
  const found = findResource(session, type);
  if (!found)
    throw new CommandFailure(`the server doesn't have a resource type ${JSON.stringify(type)}`, {
      verbatim: true,
    });
  if (apiVersion === "") return found;
  const other = resourceOfKind(session, apiVersion, found.kind);
  if (apiVersion.split("/").length > 2)
    throw failure(`unexpected GroupVersion string: ${apiVersion}`);
  if (!other) {
    const spelled = apiVersion.includes("/") ? apiVersion : `/${apiVersion}`;
    throw failure(`couldn't find resource for "${spelled}, Resource=${found.plural}"`);
  }
  return other;
}

export const explain = defineCommand({
  name: "explain",
  flags: [
    { name: "recursive", type: "bool" },
    { name: "api-version", type: "text" },
    { name: "output", short: "o", type: "text" },
  ],
  *run({ session, args, flags }) {
    const [word, ...more] = args;
    if (word === undefined) {
      throw failure(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    }
    if (more.length > 0) throw failure("We accept only this format: explain RESOURCE");
    if (word === "") throw failure("a resource must be present, got: /, Resource=");
    const { type, fields } = placeToExplain(session, word.replace(/\.$/, ""));
    if (fields.some((field) => field.includes("[")))
      throw failure("invalid jsonpath syntax, first node must be field node");
    const output = flags.text("output", "plaintext");
    if (!FORMATS.includes(output)) throw failure(`unrecognized format: ${output}`);
    const resource = resourceToExplain(session, type, flags.text("api-version"));
    // The document of the older form that is served names no types.
    if (output !== "plaintext")
      throw failure(
        `couldn't find resource for ${JSON.stringify(`${resource.group}/${resource.version}, Kind=${resource.kind}`)}`,
      );
    const options = {
      descriptions: session.descriptions ?? {},
      isRecursive: flags.on("recursive"),
    };
    try {
      yield* print(explainText(resource, fields, options));
    } catch (error) {
      if (!(error instanceof MissingField)) throw error;
      yield* print(error.heading);
      throw failure(error.message);
    }
  },
});
