import { formatTime } from "#core/base/time.ts";
import { apiService as apiServiceKind } from "#core/api/kinds/apiregistration/api-service.ts";
import { nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import type {
  APIService,
  APIServiceCondition,
  EndpointSlice,
  Service,
} from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";

const AVAILABLE = "Available";
const SERVICE_NAME = "kubernetes.io/service-name";

type Verdict = Pick<APIServiceCondition, "status" | "reason" | "message">;

/** Says whether somebody answers behind an APIService. Models kube-aggregator pkg/controllers/status, which looks no further here than to ready endpoints. */
export const apiServiceController = defineController({
  name: "apiservice-availability-controller",
  kind: "APIService",
  watches: [
    {
      kind: "Service",
      keysFor: (object, _old, _change, context) => behind(context, object, nameOf(object)),
    },
    {
      kind: "EndpointSlice",
      keysFor: (object, _old, _change, context) =>
        behind(context, object, object.metadata.labels?.[SERVICE_NAME] ?? ""),
    },
  ],
  reconcile(key, context) {
    const service = context.lister<APIService>("APIService").get(key);
    if (!service) return undefined;
    const {
      type: _type,
      lastTransitionTime: since,
      ...before
    } = (service.status?.conditions ?? []).find(({ type }) => type === AVAILABLE) ?? {
      type: AVAILABLE,
      status: "",
    };
    const verdict = verdictOf(context, service);
    if (before.status === verdict.status && before.reason === verdict.reason) return undefined;
    const lastTransitionTime =
      before.status === verdict.status && since !== undefined
        ? since
        : formatTime(context.nowEpochMs);
    const condition: APIServiceCondition = { type: AVAILABLE, lastTransitionTime, ...verdict };
    const others = (service.status?.conditions ?? []).filter(({ type }) => type !== AVAILABLE);
    const status = { ...service.status, conditions: [...others, condition] };
    context.client.update(apiServiceKind, { ...service, status }, "status");
    return undefined;
  },
});

/** APIServices that stand before a Service. */
function behind(context: ControllerContext, object: KubeObject, name: string): readonly string[] {
  const namespace = namespaceOf(object);
  return context
    .lister<APIService>("APIService")
    .list()
    .filter(({ spec }) => spec.service?.name === name && spec.service.namespace === namespace)
    .map(nameOf);
}

function verdictOf(context: ControllerContext, { spec }: APIService): Verdict {
  if (!spec.service)
    return { status: "True", reason: "Local", message: "Local APIServices are always available" };
  const { name = "", namespace = "", port = 443 } = spec.service;
  const quoted = JSON.stringify(namespace);
  const service = context.lister<Service>("Service").get(`${namespace}/${name}`);
  if (!service)
    return {
      status: "False",
      reason: "ServiceNotFound",
      message: `service/${name} in ${quoted} is not present`,
    };
  const servicePort = (service.spec.ports ?? []).find((each) => each.port === port);
  if (!servicePort)
    return {
      status: "False",
      reason: "ServicePortError",
      message: `service/${name} in ${quoted} is not listening on port ${port}`,
    };
  const slices = context.lister<EndpointSlice>("EndpointSlice").inNamespace(namespace);
  const isReady = slices.some(
    ({ metadata, endpoints }) =>
      metadata.labels?.[SERVICE_NAME] === name &&
      (endpoints ?? []).some(({ conditions }) => conditions?.ready === true),
  );
  return isReady
    ? { status: "True", reason: "Passed", message: "all checks passed" }
    : {
        status: "False",
        reason: "MissingEndpoints",
        message: `endpoints for service/${name} in ${quoted} have no addresses with port name ${JSON.stringify(servicePort.name ?? "")}`,
      };
}
