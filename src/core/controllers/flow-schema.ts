import { formatTime } from "#core/base/time.ts";
import { flowSchema as flowSchemaKind } from "#core/api/kinds/flowcontrol/flow-schema.ts";
import { nameOf } from "#core/api/meta.ts";
import type { FlowSchema } from "#core/api/schema/generated/types.ts";
import { defineController } from "#core/client/controller.ts";

const DANGLING = "Dangling";

/** Says whether the priority level that a flow names is there. Models apiserver pkg/util/flowcontrol, digestFlowSchemas. */
export const flowSchemaController = defineController({
  name: "api-priority-and-fairness-config-consumer-v1",
  kind: "FlowSchema",
  watches: [
    {
      kind: "PriorityLevelConfiguration",
      keysFor: (object, _old, _change, context) =>
        context
          .lister<FlowSchema>("FlowSchema")
          .list()
          .filter(({ spec }) => spec.priorityLevelConfiguration.name === nameOf(object))
          .map(nameOf),
    },
  ],
  reconcile(key, context) {
    const flow = context.lister<FlowSchema>("FlowSchema").get(key);
    if (!flow) return undefined;
    const level = flow.spec.priorityLevelConfiguration.name;
    const isThere = context.lister("PriorityLevelConfiguration").get(level) !== undefined;
    const status = isThere ? "False" : "True";
    const before = (flow.status.conditions ?? []).find(({ type }) => type === DANGLING);
    if (before?.status === status) return undefined;
    const others = (flow.status.conditions ?? []).filter(({ type }) => type !== DANGLING);
    const condition = {
      type: DANGLING,
      status,
      lastTransitionTime: formatTime(context.nowEpochMs),
      reason: isThere ? "Found" : "NotFound",
      message: `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)} ${
        isThere ? "and it exists" : "but there is no such object"
      }`,
    };
    context.client.update(
      flowSchemaKind,
      { ...flow, status: { conditions: [...others, condition] } },
      "status",
    );
    return undefined;
  },
});
