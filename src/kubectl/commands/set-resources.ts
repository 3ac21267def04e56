import { RECORD_FLAG } from "../record.ts";
import { quantityProblem } from "#core/api/quantity.ts";
import type { Container } from "#core/api/schema/generated/types.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import {
  containerFilter,
  mapContainers,
  editTargets,
  patchTemplates,
  TEMPLATE_EDIT_FLAGS,
} from "../template-edit.ts";

export const setResources = defineCommand({
  name: "resources",
  flags: [
    ...TEMPLATE_EDIT_FLAGS,
    RECORD_FLAG,
    { name: "limits", type: "text" },
    { name: "requests", type: "text" },
    { name: "containers", short: "c", type: "text" },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    const [limits, requests] = [amounts(flags.text("limits")), amounts(flags.text("requests"))];
    if (!limits && !requests)
      throw failure(
        "you must specify an update to requests or limits (in the form of --requests/--limits)",
      );
    const wanted = flags.text("containers", "*");
    const fetched = yield* editTargets(invocation, args);
    yield* patchTemplates(invocation, fetched, {
      did: "resource requirements updated",
      failing: "failed to patch resources update to pod template",
      change(spec) {
        const isWanted = containerFilter(wanted);
        if (![...spec.containers, ...(spec.initContainers ?? [])].some(isWanted))
          throw failure(`unable to find container named ${wanted}`);
        return mapContainers(spec, (container) =>
          isWanted(container) ? withResources(container, limits, requests) : container,
        );
      },
    });
  },
});

type Amounts = Readonly<Record<string, string>>;

function amounts(text: string): Amounts | undefined {
  if (text === "") return undefined;
  const entries = text.split(",").map((part) => {
    const [name = "", amount, ...more] = part.split("=");
    if (amount === undefined || more.length > 0)
      throw failure(`Invalid argument syntax ${part}, expected <resource>=<value>`);
    const problem = quantityProblem(amount);
    if (problem !== undefined) throw failure(problem);
    return [name, amount] as const;
  });
  return Object.fromEntries(entries);
}

function withResources(
  container: Container,
  limits: Amounts | undefined,
  requests: Amounts | undefined,
): Container {
  const resources = {
    ...container.resources,
    ...(limits && { limits: { ...container.resources?.limits, ...limits } }),
    ...(requests && { requests: { ...container.resources?.requests, ...requests } }),
  };
  return { ...container, resources };
}
