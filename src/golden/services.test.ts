import { beforeEach, describe, expect, test } from "vitest";
import { RecordedServer } from "./server.ts";

const SERVICES = "/api/v1/namespaces/default/services";

let server: RecordedServer;

beforeEach(() => {
  server = new RecordedServer();
});

interface Answer {
  readonly message?: string;
  readonly spec?: { readonly ports?: readonly { readonly nodePort?: number }[] } & Readonly<
    Record<string, unknown>
  >;
}

function send(method: string, spec: object, { name = "s", query = "" } = {}) {
  const path = method === "POST" ? SERVICES : `${SERVICES}/${name}`;
  const type = method === "PATCH" ? { type: "application/merge-patch+json" } : {};
  const body = { apiVersion: "v1", kind: "Service", metadata: { name }, spec };
  const { code, body: answer } = server.send({ method, path: `${path}${query}`, body, ...type });
  return { code, ...(answer as Answer) };
}

const tcp = { port: 53, name: "tcp" };
const udp = { port: 53, name: "udp", protocol: "UDP" };

describe("what a Service is given before it is checked", () => {
  test.each<[string, object, readonly (number | undefined)[]]>([
    ["invented ports from 32769", { type: "NodePort", ports: [{ port: 80 }] }, [32_769]],
    ["one for both protocols", { type: "NodePort", ports: [tcp, udp] }, [32_769, 32_769]],
    [
      "the one named first, also for the other protocol",
      { type: "NodePort", ports: [tcp, { ...udp, nodePort: 30_053 }] },
      [30_053, 30_053],
    ],
    [
      "the next after those named",
      {
        type: "NodePort",
        ports: [
          { ...tcp, nodePort: 30_053 },
          { port: 80, name: "web" },
        ],
      },
      [30_053, 30_054],
    ],
    [
      "none that balancers do not want",
      {
        type: "LoadBalancer",
        allocateLoadBalancerNodePorts: false,
        ports: [tcp, { port: 80, name: "web", nodePort: 30_080 }],
      },
      [undefined, 30_080],
    ],
    [
      "what no range was asked about",
      { type: "NodePort", ports: [{ port: 80, nodePort: 99 }] },
      [99],
    ],
  ])("a dry run gives %s", (_what, spec, want) => {
    const { spec: given } = send("POST", spec, { query: "?dryRun=All" });
    expect(given?.ports?.map(({ nodePort }) => nodePort)).toEqual(want);
  });

  test.each<[object, number, string]>([
    [
      { type: "NodePort", ports: [{ port: 80, nodePort: 99 }, { port: 0 }] },
      422,
      'Service "t" is invalid: spec.ports[0].nodePort: Invalid value: 99: provided port is not in the valid range. The range of valid ports is 30000-32767',
    ],
    [
      { type: "NodePort", ports: [{ port: 81, nodePort: 30_080 }] },
      422,
      'Service "t" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated',
    ],
    [
      { clusterIP: "10.96.1.1", ports: [{ port: 80 }] },
      422,
      'Service "t" is invalid: spec.clusterIPs: Invalid value: ["10.96.1.1"]: failed to allocate IP 10.96.1.1: provided IP is already allocated',
    ],
    [
      { clusterIP: "10.96.0.0", ports: [{ port: 80 }] },
      422,
      'Service "t" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.0"]: failed to allocate IP 10.96.0.0: the provided IP (10.96.0.0) is not in the valid range. The range of valid IPs is 10.96.0.0/16',
    ],
    [
      { ipFamilies: ["IPv6"], ports: [{ port: 80 }] },
      422,
      'Service "t" is invalid: spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
    ],
    [
      { ipFamilies: ["IPv4", "IPv6"], ports: [{ port: 80 }] },
      422,
      "Service \"t\" is invalid: spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified",
    ],
    [
      {
        type: "LoadBalancer",
        externalTrafficPolicy: "Local",
        healthCheckNodePort: 30_080,
        ports: [{ port: 80 }],
      },
      500,
      "Internal error occurred: failed to allocate requested HealthCheck NodePort 30080: provided port is already allocated",
    ],
  ])("refuses %j", (spec, code, message) => {
    send("POST", {
      type: "NodePort",
      clusterIP: "10.96.1.1",
      ports: [{ port: 80, nodePort: 30_080 }],
    });
    expect(send("POST", spec, { name: "t" })).toMatchObject({ code, message });
  });

  test("a refused Service holds nothing, and a changed one gives back what it leaves", () => {
    const named = { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }] };
    expect(send("POST", { ...named, sessionAffinity: "Always" }).code).toBe(422);
    expect(send("POST", named).code).toBe(201);
    expect(send("PATCH", { type: "ClusterIP" }).spec?.ports).toEqual([
      { port: 80, protocol: "TCP", targetPort: 80 },
    ]);
    expect(send("POST", named, { name: "t" }).code).toBe(201);
  });

  test("two ports of a changed Service cannot share a node port", () => {
    send("POST", { type: "NodePort", ports: [{ port: 80, nodePort: 30_080 }] });
    const ports = [80, 81].map((port) => ({ port, name: `p${port}`, nodePort: 30_080 }));
    expect(send("PATCH", { ports })).toMatchObject({
      code: 500,
      message: "duplicate nodePort: {TCP 30080}",
    });
  });
});
