import { StatusError } from "#core/api/status.ts";
import { callObject, type Ask } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import { argumentFailure, failure } from "./failure.ts";
import { isMap } from "./json.ts";
import { type DryRun, dryRunOf, report } from "./output.ts";
import { requestOptions } from "./request-options.ts";
import { resourceFor } from "./resources.ts";
import { withLastApplied } from "./last-applied.ts";
import type { KubeObject } from "#core/api/meta.ts";

/** An object a generator made, and what to say about it. */
export interface NewObject {
  /** A word for its resource: `deployments.apps`. */
  readonly type: string;
  readonly object: KubeObject;
  readonly fieldManager: string;
  readonly did: string;
  /** What a refusal is about: `failed to create deployment: …`; without it the refusal is told as the server words it. */
  readonly failing?: string;
}

/** Creates the object in the invocation's namespace, or only shows it in a dry run. */
export function* createObject(invocation: Invocation, made: NewObject): Steps<void> {
  const { session, flags } = invocation;
  const resource = resourceFor(session, made.type);
  const dryRun: DryRun = dryRunOf(invocation);
  const namespace = resource.namespaced ? flags.text("namespace", session.namespace) : "";
  // A dry run shows the namespace only when the user named one.
  const isPlaced = namespace !== "" && (dryRun !== "client" || flags.given("namespace"));
  const annotated = flags.on("save-config") ? withLastApplied(made.object) : made.object;
  const body = isPlaced ? withNamespace(annotated, namespace) : annotated;
  const options = requestOptions({ flags }, { fieldManager: made.fieldManager, dryRun });
  const object =
    dryRun === "client"
      ? body
      : yield* sent(made, { verb: "create", resource, namespace, body, options });
  yield* report(
    invocation,
    { resource, name: object.metadata.name ?? "", object, did: made.did },
    dryRun,
  );
}

function* sent({ failing }: NewObject, ask: Ask): Steps<KubeObject> {
  try {
    return yield* callObject(ask);
  } catch (error) {
    if (failing === undefined || !(error instanceof StatusError)) throw error;
    throw failure(`failed to create ${failing}: ${error.message}`);
  }
}

function withNamespace(object: KubeObject, namespace: string): KubeObject {
  return {
    ...object,
    metadata: { ...(isMap(object.metadata) ? object.metadata : {}), namespace },
  } as KubeObject;
}

/** The one NAME a generator needs. */
export function onlyName({ args, path }: Pick<Invocation, "args" | "path">): string {
  const [name] = args;
  if (name === undefined || args.length !== 1)
    throw argumentFailure(`exactly one NAME is required, got ${args.length}`, path);
  return name;
}

/** The NAME, and the words behind `--`. */
export function nameAndCommand(invocation: Invocation): {
  readonly name: string;
  readonly command: readonly string[];
} {
  const { args, dashAt, path } = invocation;
  const before = dashAt === undefined ? args : args.slice(0, dashAt);
  const command = args.slice(before.length);
  return { name: onlyName({ args: before, path }), command };
}
