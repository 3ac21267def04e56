import { intOrStringText } from "#core/api/int-or-string.ts";
import { formatLabelSelector } from "#core/api/label-selector.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText } from "./text.ts";
import { writeName } from "./workload.ts";
import type { PodDisruptionBudget } from "./unlisted-kinds.ts";

/** Models describe.PodDisruptionBudgetDescriber. */
export const podDisruptionBudgetDescriber = defineDescriber<PodDisruptionBudget>({
  group: "policy",
  kind: "PodDisruptionBudget",
  *describe(budget, context) {
    const { spec, status } = budget;
    const events = yield* eventsOf(budget, context);
    const text = new DescribeText();
    writeName(text, budget);
    if (spec?.minAvailable !== undefined)
      text.line(0, `Min available:\t${intOrStringText(spec.minAvailable)}`);
    else if (spec?.maxUnavailable !== undefined) {
      text.line(0, `Max unavailable:\t${intOrStringText(spec.maxUnavailable)}`);
    }
    text.line(0, `Selector:\t${spec?.selector ? formatLabelSelector(spec.selector) : "<unset>"}`);
    text.line(0, "Status:");
    text.line(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}`);
    text.line(2, `Current:\t${status?.currentHealthy ?? 0}`);
    text.line(2, `Desired:\t${status?.desiredHealthy ?? 0}`);
    text.line(2, `Total:\t${status?.expectedPods ?? 0}`);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
