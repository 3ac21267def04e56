import type { CertificateSigningRequest } from "#core/api/schema/generated/types.ts";
import { isStatusReason } from "#core/api/status.ts";
import { formatTime } from "#core/base/time.ts";
import { callObject, getObject } from "../api.ts";
import { defineCommand, type Command, type Invocation, type Steps } from "../command.ts";
import type { ApiResource } from "../define.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { OUTPUT_FLAGS, report } from "../output.ts";
import { resourceFor } from "../resources.ts";
import { FILE_FLAGS, targetsOf } from "../target.ts";

const MAX_TRIES = 10;

/** What a decision writes. */
interface Decision {
  readonly type: "Approved" | "Denied";
  readonly opposite: "Approved" | "Denied";
  readonly reason: string;
  readonly message: string;
  readonly did: string;
}

/** Models certificates.CertificateOptions.modifyCertificateCondition. */
function decision(name: string, decided: Decision): Command {
  return defineCommand({
    name,
    flags: [...FILE_FLAGS, ...OUTPUT_FLAGS, { name: "force", type: "bool" }],
    *run(invocation) {
      const { args, flags, session } = invocation;
      const files = flags.list("filename");
      if (args.length === 0 && files.length === 0)
        throw failure("one or more CSRs must be specified as <name> or -f <filename>");
      const resource = resourceFor(session, "certificatesigningrequests");
      const names =
        files.length === 0
          ? args
          : targetsOf(invocation, []).flatMap((each) => (each.type === "select" ? [] : each.name));
      const failures: Error[] = [];
      for (const each of names) {
        try {
          yield* decide(invocation, { resource, name: each, decided });
        } catch (error) {
          if (!isFailureToPrint(error)) throw error;
          failures.push(error);
        }
      }
      throwGathered(failures);
    },
  });
}

interface Subject {
  readonly resource: ApiResource;
  readonly name: string;
  readonly decided: Decision;
}

function* decide(invocation: Invocation, { resource, name, decided }: Subject): Steps<void> {
  const { flags, session } = invocation;
  const { did, opposite, ...condition } = decided;
  for (let tries = 1; ; tries++) {
    const csr = (yield* getObject(resource, "", name)) as CertificateSigningRequest;
    const conditions = csr.status?.conditions ?? [];
    if (conditions.some(({ type }) => type === opposite))
      throw failure(`certificate signing request ${JSON.stringify(name)} is already ${opposite}`);
    if (conditions.some(({ type }) => type === decided.type) && !flags.on("force"))
      return yield* report(invocation, { resource, name, object: csr, did });
    const made = {
      ...condition,
      status: "True",
      lastUpdateTime: formatTime(session.nowEpochMs()),
      lastTransitionTime: null,
    };
    const kept = conditions.filter(({ type }) => type !== decided.type);
    const body = { ...csr, status: { ...csr.status, conditions: [...kept, made] } };
    try {
      const object = yield* callObject({
        verb: "update",
        resource,
        namespace: "",
        name,
        subresource: "approval",
        body,
      });
      return yield* report(invocation, { resource, name, object, did });
    } catch (error) {
      if (!isStatusReason(error, "Conflict") || tries >= MAX_TRIES) throw error;
    }
  }
}

const approve = decision("approve", {
  type: "Approved",
  opposite: "Denied",
  reason: "KubectlApprove",
  message: "This CSR was approved by kubectl certificate approve.",
  did: "approved",
});

const deny = decision("deny", {
  type: "Denied",
  opposite: "Approved",
  reason: "KubectlDeny",
  message: "This CSR was denied by kubectl certificate deny.",
  did: "denied",
});

export const certificate = defineCommand({
  name: "certificate",
  bare: { stream: "stdout", exitCode: 0 },
  subcommands: [approve, deny],
});
