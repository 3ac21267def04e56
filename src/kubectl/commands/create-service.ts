import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand, type Command, type Invocation } from "../command.ts";
import { failure } from "../failure.ts";
import type { FlagSpec } from "../flags.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

type ServiceType = "ClusterIP" | "ExternalName" | "LoadBalancer" | "NodePort";

const TCP_FLAG: FlagSpec = {
  name: "tcp",
  type: "csv",
};

function serviceCommand(name: string, type: ServiceType, flags: readonly FlagSpec[]): Command {
  return defineCommand({
    name,
    flags: [...GENERATOR_FLAGS, TCP_FLAG, ...flags],
    ...(type === "ExternalName" && { requiredFlags: ["external-name"] }),
    *run(invocation) {
      const object = serviceOf(invocation, onlyName(invocation), type);
      yield* createObject(invocation, {
        type: "services",
        object,
        fieldManager: "kubectl-create",
        did: "created",
        failing: `${type} service`,
      });
    },
  });
}

function serviceOf({ flags }: Invocation, name: string, type: ServiceType): KubeObject {
  const ports = flags.list("tcp").map((text) => portOf(text, flags.int("node-port", 0)));
  const clusterIP = flags.text("clusterip");
  if (ports.length === 0 && clusterIP !== "None" && type !== "ExternalName")
    throw failure("at least one tcp port specifier must be provided");
  const externalName = flags.text("external-name");
  const object = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { labels: { app: name }, name },
    spec: {
      ...(clusterIP !== "" && { clusterIP }),
      ...(externalName !== "" && { externalName }),
      ...(ports.length > 0 && { ports }),
      selector: { app: name },
      type,
    },
    status: { loadBalancer: {} },
  };
  return object as KubeObject;
}

/** `80:8080` as a service port. Models create_service.go parsePorts. */
function portOf(text: string, nodePort: number): Record<string, unknown> {
  const [portText = "", targetText = portText] = text.split(":");
  const port = portNumber(portText);
  const targetPort = /^\d+$/.test(targetText) ? Number(targetText) : targetText;
  return {
    name: text.replaceAll(":", "-"),
    ...(nodePort > 0 && { nodePort }),
    port,
    protocol: "TCP",
    targetPort,
  };
}

const MAX_PORT = 65_535;

/** Models k8s.io/utils/net ParsePort. */
function portNumber(text: string): number {
  const problem = !/^\d+$/.test(text)
    ? "invalid syntax"
    : Number(text) > MAX_PORT
      ? "value out of range"
      : undefined;
  if (problem !== undefined)
    throw failure(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${problem}`);
  return Number(text);
}

export const createService = defineCommand({
  name: "service",
  aliases: ["svc"],
  subcommands: [
    serviceCommand("clusterip", "ClusterIP", [{ name: "clusterip", type: "text" }]),
    serviceCommand("externalname", "ExternalName", [{ name: "external-name", type: "text" }]),
    serviceCommand("loadbalancer", "LoadBalancer", []),
    serviceCommand("nodeport", "NodePort", [{ name: "node-port", type: "int" }]),
  ],
});
