import { RECORD_FLAG, recordAfterwards } from "../record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { isEqual } from "#core/base/equal.ts";
import { callObject } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { CHANGE_FLAGS, dryRunOf, OUTPUT_FLAGS, report } from "../output.ts";
import { requestOptions } from "../request-options.ts";
import { schemaNameOf } from "../schema-name.ts";
import { patchedLocally } from "../local-patch.ts";
import { FILE_FLAGS, fileTargets, type Found, fetchTargets, targetsOf } from "../target.ts";
import { parseYaml } from "../yaml/parse.ts";

const TYPES = ["json", "merge", "strategic"] as const;

export const patch = defineCommand({
  name: "patch",
  flags: [
    ...OUTPUT_FLAGS,
    ...CHANGE_FLAGS,
    RECORD_FLAG,
    ...FILE_FLAGS,
    { name: "patch", short: "p", type: "text" },
    { name: "patch-file", type: "text" },
    { name: "type", type: "text", choices: TYPES },
    { name: "local", type: "bool" },
    { name: "subresource", type: "text" },
  ],
  *run(invocation) {
    const { flags, args, session } = invocation;
    const hasPatch = flags.text("patch") !== "" || flags.text("patch-file") !== "";
    if (!hasPatch)
      throw failure("must specify --patch or --patch-file containing the contents of the patch");
    if (flags.text("patch") !== "" && flags.text("patch-file") !== "")
      throw failure("cannot specify --patch and --patch-file together");
    const type = flags.text("type", "strategic").toLowerCase();
    const patchType = TYPES.find((each) => each === type);
    if (!patchType)
      throw failure(`--type must be one of [${TYPES.join(" ")}], not ${JSON.stringify(type)}`);
    const file = flags.text("patch-file");
    const text = flags.text("patch") || session.readFile(file);
    if (text === undefined)
      throw failure(`unable to read patch file: open ${file}: no such file or directory`);
    const body = patchBody(text);
    if (flags.on("local") && (args.length > 0 || flags.list("filename").length === 0))
      throw failure("cannot specify --local and server resources");
    if (flags.on("local")) return yield* patchLocally(invocation, body, patchType);
    const { found, failures } = yield* fetchTargets(targetsOf(invocation, args));
    for (const one of found) {
      try {
        yield* patchOne(invocation, one, body, patchType);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    throwGathered(failures);
  },
});

/** Patches what the files hold, without the server. */
function* patchLocally(
  invocation: Invocation,
  body: unknown,
  type: (typeof TYPES)[number],
): Steps<void> {
  const { targets, failures } = fileTargets(invocation, invocation.flags.list("filename"));
  throwGathered(failures);
  for (const { resource, name, given: object } of targets) {
    const result = patchedLocally(resource, object, { type, body }) as KubeObject;
    const did = isEqual(object, result) ? "patched (no change)" : "patched";
    yield* report(invocation, { resource, name, object: result, did });
  }
}

/** The patch as a value; what begins like JSON and is none is sent as it stands, for the server to say what is wrong with it. */
function patchBody(text: string): unknown {
  if (text.trimStart().startsWith("{")) return parsedJson(text) ?? text;
  const parsed = parseYaml(text);
  if ("complaint" in parsed)
    throw failure(`unable to parse ${JSON.stringify(text)}: ${parsed.complaint}`);
  // A bare word is sent as the JSON it stands for, not as a text to be read once more.
  return typeof parsed.value === "string" ? JSON.stringify(parsed.value) : parsed.value;
}

function* patchOne(
  invocation: Invocation,
  { resource, object }: Found,
  body: unknown,
  type: (typeof TYPES)[number],
): Steps<void> {
  const { name = "", namespace = "" } = object.metadata;
  const dryRun = dryRunOf(invocation);
  const options = requestOptions(invocation, { fieldManager: "kubectl-patch", dryRun });
  const { fieldValidation: _unchecked, ...sent } = options;
  const patchType = type === "strategic" && schemaNameOf(resource) === undefined ? "merge" : type;
  const subresource = invocation.flags.text("subresource");
  const result =
    dryRun === "client"
      ? (patchedLocally(resource, object, { type: patchType, body }) as KubeObject)
      : yield* callObject({
          verb: "patch",
          resource,
          namespace,
          name,
          subresource,
          patchType,
          body,
          options: sent,
        });
  const shownObject =
    dryRun === "none"
      ? yield* recordAfterwards(invocation, { resource, namespace, name }, result)
      : result;
  // What a file names is never looked at first, so that any answer counts as a change.
  const isFromFile = invocation.flags.list("filename").length > 0;
  const isSame = !isFromFile && dryRun !== "client" && isEqual(object, result);
  const did = isSame ? "patched (no change)" : "patched";
  const shown = subresource === "" ? resource : ofResult(result);
  // Unlike everywhere else nothing tells that it was only tried.
  yield* report(invocation, { resource: shown, name, object: shownObject, did });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a subresource answers with may be of another kind. */
function ofResult({ apiVersion, kind }: KubeObject): { group: string; kind: string } {
  const [group = "", version] = apiVersion.split("/");
  return { group: version === undefined ? "" : group, kind };
}
