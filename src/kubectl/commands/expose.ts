import { RECORD_FLAG, recorded } from "../record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { createObject } from "../create-object.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, throwGathered } from "../failure.ts";
import type { Flags } from "../flags.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import { isMap, listAt, numberAt, textAt, textsAt, valueAt } from "../json.ts";
import { templateOf } from "../pod-template.ts";
import { OVERRIDE_FLAGS, overridden } from "../overrides.ts";
import { portNumber } from "../port-number.ts";
import { FILE_FLAGS, fileTargets, type Found, fetchTargets, targetsOf } from "../target.ts";

const EXPOSABLE: readonly string[] = [
  "Deployment",
  "Pod",
  "ReplicaSet",
  "ReplicationController",
  "Service",
];

export const expose = defineCommand({
  name: "expose",
  flags: [
    ...GENERATOR_FLAGS,
    RECORD_FLAG,
    ...FILE_FLAGS,
    { name: "port", type: "text" },
    { name: "target-port", type: "text" },
    { name: "protocol", type: "text" },
    { name: "name", type: "text" },
    { name: "type", type: "text" },
    { name: "selector", type: "text" },
    { name: "labels", short: "l", type: "text" },
    { name: "cluster-ip", type: "text" },
    { name: "external-ip", type: "text" },
    { name: "load-balancer-ip", type: "text" },
    ...OVERRIDE_FLAGS,
    { name: "session-affinity", type: "text" },
  ],
  *run(invocation) {
    const found = yield* exposed(invocation);
    // What is found out about the first object counts for the others, too: upstream keeps it in its options.
    const [first] = found;
    for (const one of found) {
      const service = serviceFor(invocation, { ...one, first: first?.object ?? one.object });
      yield* createObject(invocation, {
        type: "services",
        object: recorded(overridden(invocation, "services", service), invocation),
        fieldManager: "kubectl-expose",
        did: "exposed",
      });
    }
  },
});

/** What is to be exposed: objects of the server, or those that files hold, which need not be there. `--selector` chooses no objects here. */
function* exposed(invocation: Invocation): Steps<readonly Found[]> {
  const files = invocation.flags.list("filename");
  if (files.length > 0) {
    const { targets, failures } = fileTargets(invocation, files);
    throwGathered(failures);
    return targets;
  }
  const { flags } = invocation;
  const chosen = {
    ...flags,
    text: (name: string, fallback = "") => (name === "selector" ? "" : flags.text(name, fallback)),
  };
  const targets = targetsOf({ ...invocation, flags: chosen }, invocation.args);
  const { found, failures } = yield* fetchTargets(targets);
  throwGathered(failures);
  return found;
}

/** Models expose.createService. */
function serviceFor(
  { flags }: Invocation,
  { resource, object, first }: Found & { readonly first: KubeObject },
): KubeObject {
  const { group, kind } = resource;
  if (!EXPOSABLE.includes(object.kind))
    throw failure(`cannot expose a ${group === "" ? kind : `${kind}.${group}`}`);
  const selector = selectorOf(flags, first);
  const labels =
    flags.text("labels") === ""
      ? textsAt(first, "metadata", "labels")
      : pairsOf(flags.text("labels"));
  const ports = portsOf(flags, first);
  const [type, clusterIP, externalIP, balancerIP, affinity] = [
    flags.text("type"),
    flags.text("cluster-ip"),
    flags.text("external-ip"),
    flags.text("load-balancer-ip"),
    flags.text("session-affinity"),
  ];
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      ...(Object.keys(labels).length > 0 && { labels }),
      name: flags.text("name", object.metadata.name ?? ""),
    },
    spec: {
      ...(clusterIP !== "" && { clusterIP }),
      ...(externalIP !== "" && { externalIPs: [externalIP] }),
      ...(balancerIP !== "" && { loadBalancerIP: balancerIP }),
      ports,
      selector,
      ...(affinity !== "" && { sessionAffinity: affinity }),
      ...(type !== "" && { type }),
    },
    status: { loadBalancer: {} },
  };
  return service as unknown as KubeObject;
}

function pairsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(",").map((pair) => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""]),
  );
}

function selectorOf(flags: Flags, object: KubeObject): Readonly<Record<string, string>> {
  if (flags.text("selector") !== "") return pairsOf(flags.text("selector"));
  if (object.kind === "Pod") {
    const labels = textsAt(object, "metadata", "labels");
    if (Object.keys(labels).length === 0)
      throw failure(
        "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
      );
    return labels;
  }
  const selector = valueAt(object, "spec", "selector");
  const plain =
    object.kind === "Deployment" || object.kind === "ReplicaSet"
      ? textsAt(selector, "matchLabels")
      : textsAt(object, "spec", "selector");
  if (!isMap(selector) || Object.keys(plain).length === 0) {
    throw failure(
      "couldn't retrieve selectors via --selector flag or introspection: invalid deployment: no selectors, therefore cannot be exposed",
    );
  }
  return plain;
}

function portsOf(flags: Flags, object: KubeObject): readonly Record<string, unknown>[] {
  const target = flags.text("target-port");
  const wanted = flags.text("port");
  const known = object.kind === "Service" ? servicePorts(object) : containerPorts(object);
  const numbers =
    wanted === ""
      ? known
      : wanted
          .split(",")
          .map(portNumber)
          .map((port) => ({ port, protocol: protocolOf(known, port) }));
  if (numbers.length === 0) throw failure("couldn't find port via --port flag or introspection");
  const protocol = flags.text("protocol").toUpperCase();
  return numbers.map(({ port, protocol: own }, i) => ({
    ...(numbers.length > 1 && { name: `port-${i + 1}` }),
    port,
    protocol: protocol || own,
    targetPort: target === "" ? port : /^\d+$/.test(target) ? Number(target) : target,
  }));
}

interface KnownPort {
  readonly port: number;
  readonly protocol: string;
}

function protocolOf(known: readonly KnownPort[], port: number): string {
  return known.find((each) => each.port === port)?.protocol ?? "TCP";
}

function containerPorts(object: KubeObject): readonly KnownPort[] {
  return (templateOf(object)?.spec?.containers ?? []).flatMap((container) =>
    (container.ports ?? []).map((port) => ({
      port: port.containerPort,
      protocol: port.protocol ?? "TCP",
    })),
  );
}

function servicePorts(object: KubeObject): readonly KnownPort[] {
  return listAt(object, "spec", "ports").map((port) => ({
    port: numberAt(port, "port") ?? 0,
    protocol: textAt(port, "protocol") || "TCP",
  }));
}
