import { formatTime } from "#core/base/time.ts";
import { serviceCidr as serviceCidrKind } from "#core/api/kinds/networking/service-cidr.ts";
import { isBeingDeleted, nameOf } from "#core/api/meta.ts";
import type { Condition, IPAddress, ServiceCIDR } from "#core/api/schema/generated/types.ts";
import { addressBytes, containsAddress, parseCidr } from "#core/api/validation/cidr.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";

const FINALIZER = "networking.k8s.io/service-cidr-finalizer";
const READY = "Ready";
const IN_USE =
  "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR";

/** Keeps a range of Service addresses until nobody has an address of it. Models pkg/controller/servicecidrs. */
export const serviceCidrController = defineController({
  name: "service-cidrs-controller",
  kind: "ServiceCIDR",
  watches: [
    {
      kind: "IPAddress",
      keysFor: (object, _old, change, context) =>
        change === "deleted"
          ? rangesOf(context)
              .filter((range) => isBeingDeleted(range) && holds(range, nameOf(object)))
              .map(nameOf)
          : [],
    },
  ],
  reconcile(key, context) {
    const range = context.lister<ServiceCIDR>("ServiceCIDR").get(key);
    if (!range) return undefined;
    const finalizers = range.metadata.finalizers ?? [];
    if (!isBeingDeleted(range)) {
      const kept = finalizers.includes(FINALIZER)
        ? range
        : writeFinalizers(context, range, [...finalizers, FINALIZER]);
      setReady(context, kept, {
        status: "True",
        reason: "",
        message: "Kubernetes Service CIDR is ready",
      });
    } else if (isNeeded(context, range))
      setReady(context, range, { status: "False", reason: "Terminating", message: IN_USE });
    else if (finalizers.includes(FINALIZER))
      writeFinalizers(
        context,
        range,
        finalizers.filter((each) => each !== FINALIZER),
      );
    return undefined;
  },
});

function rangesOf(context: ControllerContext): readonly ServiceCIDR[] {
  return context.lister<ServiceCIDR>("ServiceCIDR").list();
}

function holds({ spec }: ServiceCIDR, address: string): boolean {
  const bytes = addressBytes(address);
  return (spec.cidrs ?? []).some((cidr) => {
    const range = parseCidr(cidr);
    return bytes !== undefined && range !== undefined && containsAddress(range, bytes);
  });
}

/** Whether somebody has an address that lies in no other range. Models canDeleteCIDR. */
function isNeeded(context: ControllerContext, range: ServiceCIDR): boolean {
  const others = rangesOf(context).filter((each) => each !== range && !isBeingDeleted(each));
  return context
    .lister<IPAddress>("IPAddress")
    .list()
    .map(nameOf)
    .some((address) => holds(range, address) && !others.some((each) => holds(each, address)));
}

function writeFinalizers(
  context: ControllerContext,
  range: ServiceCIDR,
  finalizers: readonly string[],
): ServiceCIDR {
  return context.client.update(serviceCidrKind, {
    ...range,
    metadata: { ...range.metadata, finalizers },
  });
}

function setReady(
  context: ControllerContext,
  range: ServiceCIDR,
  verdict: Pick<Condition, "status" | "reason" | "message">,
): void {
  const before = (range.status.conditions ?? []).find(({ type }) => type === READY);
  if (before?.status === verdict.status) return;
  const condition = {
    type: READY,
    ...verdict,
    lastTransitionTime: formatTime(context.nowEpochMs),
  } as Condition;
  context.client.update(
    serviceCidrKind,
    { ...range, status: { conditions: [condition] } },
    "status",
  );
}
