import { StatusError } from "#core/api/status.ts";
import { call, print, type Ask } from "../api.ts";
import { onlyName } from "../create-object.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure } from "../failure.ts";
import { textAt } from "../json.ts";
import { OUTPUT_FLAGS, printerOf } from "../output.ts";
import { resourceFor } from "../resources.ts";

const BOUND_KINDS: Readonly<Record<string, string>> = { Node: "v1", Pod: "v1", Secret: "v1" };

export const createToken = defineCommand({
  name: "token",
  flags: [
    ...OUTPUT_FLAGS,
    { name: "audience", type: "list" },
    { name: "duration", type: "duration" },
    { name: "bound-object-kind", type: "text" },
    { name: "bound-object-name", type: "text" },
    { name: "bound-object-uid", type: "text" },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const { flags, session } = invocation;
    const answer = yield* tokenAnswer({
      verb: "create",
      resource: resourceFor(session, "serviceaccounts"),
      namespace: flags.text("namespace", session.namespace),
      name,
      subresource: "token",
      body: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        metadata: {},
        spec: specOf(invocation),
        status: { expirationTimestamp: null, token: "" },
      },
    });
    const printer = printerOf(invocation, { withTables: false });
    if (printer) return yield* print(printer(answer));
    const token = textAt(answer, "status", "token");
    if (token === "") throw failure("failed to create token: no token in server response");
    yield* print(session.isTerminal === true ? `${token}\n` : token);
  },
});

function* tokenAnswer(ask: Ask): Steps<unknown> {
  try {
    return yield* call(ask);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw failure(`failed to create token: ${error.message}`);
  }
}

function specOf({ flags }: Invocation): Readonly<Record<string, unknown>> {
  const kind = flags.text("bound-object-kind");
  const name = flags.text("bound-object-name");
  if (kind === "" && name !== "")
    throw failure("--bound-object-name can only be set if --bound-object-kind is provided");
  if (kind === "" && flags.text("bound-object-uid") !== "")
    throw failure("--bound-object-uid can only be set if --bound-object-kind is provided");
  const apiVersion = BOUND_KINDS[kind];
  if (kind !== "" && apiVersion === undefined)
    throw failure(
      `supported --bound-object-kind values are ${Object.keys(BOUND_KINDS).join(", ")}`,
    );
  if (kind !== "" && name === "")
    throw failure("--bound-object-name is required if --bound-object-kind is provided");
  const durationMs = flags.duration("duration", 0);
  if (flags.given("duration") && durationMs <= 0) throw failure("--duration must be positive");
  const uid = flags.text("bound-object-uid");
  return {
    audiences: flags.list("audience").length > 0 ? flags.list("audience") : null,
    boundObjectRef: kind === "" ? null : { kind, apiVersion, name, ...(uid !== "" && { uid }) },
    expirationSeconds: durationMs > 0 ? Math.floor(durationMs / 1000) : null,
  };
}
