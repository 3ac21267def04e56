import { expect, test } from "vitest";
import type { KindDefinition } from "../../define.ts";
import { daemonSet } from "./daemon-set.ts";
import { deployment } from "./deployment.ts";

const GENERATION = "deprecated.daemonset.template.generation";
const ROLLBACK = "deprecated.deployment.rollback.revision";

function refusal(kind: KindDefinition<never>, annotations: object): string {
  const spec = { template: {}, updateStrategy: {}, strategy: {} };
  try {
    kind.setDefaults({ metadata: { annotations }, spec, status: {} } as never);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<[KindDefinition<never>, object, string]>([
  [daemonSet, {}, ""],
  [daemonSet, { [GENERATION]: "-7" }, ""],
  [
    daemonSet,
    { [GENERATION]: "1x" },
    'DaemonSet in version "v1" cannot be handled as a DaemonSet: strconv.ParseInt: parsing "1x": invalid syntax',
  ],
  [
    daemonSet,
    { [GENERATION]: "9223372036854775808" },
    'DaemonSet in version "v1" cannot be handled as a DaemonSet: strconv.ParseInt: parsing "9223372036854775808": value out of range',
  ],
  [deployment, { [ROLLBACK]: "" }, ""],
  [
    deployment,
    { [ROLLBACK]: "two" },
    `Deployment in version "v1" cannot be handled as a Deployment: failed to parse annotation[${ROLLBACK}]=two as int64: ` +
      'strconv.ParseInt: parsing "two": invalid syntax',
  ],
])("%o with %j", (kind, annotations, text) => {
  expect(refusal(kind, annotations)).toBe(text);
});
