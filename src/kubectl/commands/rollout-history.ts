import { print } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { templateText } from "../describers/pod-template.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { printerOf, OUTPUT_FLAGS } from "../output.ts";
import { DESCRIBE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";
import { resultName } from "../resources.ts";
import { type Revision, revisionsOf } from "../revisions.ts";
import { ROLLOUT_FLAGS, rolloutTargets } from "../rollout-target.ts";
import type { Found } from "../target.ts";

export const rolloutHistory = defineCommand({
  name: "history",
  flags: [...ROLLOUT_FLAGS, ...OUTPUT_FLAGS, { name: "revision", type: "int" }],
  *run(invocation) {
    const number = invocation.flags.int("revision", 0);
    if (number < 0) throw failure(`revision must be a positive integer: ${number}`);
    const { found, failures } = yield* rolloutTargets(invocation);
    for (const one of found) {
      try {
        yield* showHistory(invocation, one);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    throwGathered(failures);
  },
});

function* showHistory(invocation: Invocation, { resource, object }: Found): Steps<void> {
  const { session, flags } = invocation;
  const number = flags.int("revision", 0);
  const revisions = yield* revisionsOf(session, object);
  const printer = printerOf(invocation, { withTables: false });
  const wanted = revisions.filter((revision) => number === 0 || revision.number === number);
  if (number > 0 && wanted.length === 0) throw failure("unable to find the specified revision");
  if (printer) {
    const separator = flags.text("output") === "yaml" ? "---\n" : "";
    for (const [i, { keeper }] of wanted.entries())
      yield* print(`${i === 0 ? "" : separator}${printer(keeper)}`);
    return;
  }
  const withRevision = number > 0 ? `with revision #${number}` : "";
  yield* print(`${resultName(resource, object.metadata.name ?? "")} ${withRevision}\n`);
  yield* print(number > 0 ? detailText(wanted[0]) : tableText(revisions));
}

function detailText(revision: Revision | undefined): string {
  if (!revision) return "";
  const annotations =
    revision.changeCause === "" ? {} : { "kubernetes.io/change-cause": revision.changeCause };
  const { metadata } = revision.template;
  const merged = { ...metadata?.annotations, ...annotations };
  return `${templateText({ ...revision.template, metadata: { ...metadata, ...(Object.keys(merged).length > 0 && { annotations: merged }) } })}\n`;
}

function tableText(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return "No rollout history found.\n";
  const writer = new TabWriter(DESCRIBE_LAYOUT);
  writer.write("REVISION\tCHANGE-CAUSE\n");
  for (const { number, changeCause } of revisions)
    writer.write(`${number}\t${changeCause === "" ? "<none>" : changeCause}\n`);
  return `${writer.flush()}\n`;
}
