import type { EndpointSlice, Service } from "#core/api/schema/generated/types.ts";
import { findObject, listObjects } from "../api.ts";
import type { Steps } from "../command.ts";
import { resourceFor } from "../resources.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { endpointsText } from "./service.ts";
import { DescribeText } from "./text.ts";
import type { Ingress, IngressBackend } from "./unlisted-kinds.ts";

/** Models describe.IngressDescriber. */
export const ingressDescriber = defineDescriber<Ingress>({
  group: "networking.k8s.io",
  kind: "Ingress",
  *describe(ingress, context) {
    const { metadata, spec, status } = ingress;
    const events = yield* eventsOf(ingress, context);
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
    const addresses = (status?.loadBalancer?.ingress ?? []).map(
      ({ ip, hostname }) => ip ?? hostname ?? "",
    );
    text.line(0, `Address:\t${addresses.join(",")}`);
    text.line(0, `Ingress Class:\t${spec?.ingressClassName ?? "<none>"}`);
    const fallback = spec?.defaultBackend
      ? yield* backendText(ingress, spec.defaultBackend, context)
      : "<default>";
    text.line(0, `Default backend:\t${fallback}`);
    if (spec?.tls && spec.tls.length > 0) {
      text.put("TLS:\n");
      for (const { secretName, hosts = [] } of spec.tls) {
        text.line(
          1,
          `${secretName ? `${secretName} terminates` : "SNI routes"} ${hosts.join(",")}`,
        );
      }
    }
    yield* writeRules(text, ingress, context);
    text.annotations(metadata.annotations);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

function* writeRules(text: DescribeText, ingress: Ingress, context: DescribeContext): Steps<void> {
  text.put("Rules:\n  Host\tPath\tBackends\n");
  text.line(1, "----\t----\t--------");
  const rules = (ingress.spec?.rules ?? []).filter(({ http }) => http);
  for (const { host, http } of rules) {
    text.line(1, `${host ? host : "*"}\t`);
    for (const { path = "", backend } of http?.paths ?? []) {
      text.put(`    \t${path} \t${yield* backendText(ingress, backend, context)}\n`);
    }
  }
  if (rules.length === 0 && ingress.spec?.defaultBackend) {
    text.line(1, `*\t*\t${yield* backendText(ingress, ingress.spec.defaultBackend, context)}`);
  }
}

function* backendText(
  { metadata }: Ingress,
  { service, resource }: IngressBackend,
  { session }: DescribeContext,
): Steps<string> {
  if (!service)
    return resource
      ? `APIGroup: ${resource.apiGroup ?? ""}, Kind: ${resource.kind}, Name: ${resource.name}`
      : "";
  const { name, port } = service;
  const shown = `${name}:${port?.name ? port.name : (port?.number ?? 0)}`;
  const namespace = metadata.namespace ?? "";
  const found = (yield* findObject(resourceFor(session, "services"), namespace, name)) as
    Service | undefined;
  if (!found) return `${shown} (<error: services ${JSON.stringify(name)} not found>)`;
  const labelSelector = `kubernetes.io/service-name=${name}`;
  const slices = yield* listObjects(
    resourceFor(session, "endpointslices.discovery.k8s.io"),
    namespace,
    { labelSelector },
  );
  const target = found.spec?.ports?.find((each) =>
    port?.name ? each.name === port.name : each.port === port?.number,
  );
  return `${shown} (${endpointsText(slices as readonly EndpointSlice[], target?.name ?? "")})`;
}
