import { type Cases } from "./cases.ts";

const labels = { app: "web", tier: "x" };
const rules = (...hosts: string[]) => ({ rules: hosts.map((host) => (host ? { host } : {})) });
const ports = (...numbers: number[]) => numbers.map((port) => ({ port, protocol: "TCP" }));
const addresses = (...ips: string[]) => ips.map((ip) => ({ ip }));

/** Rows of what is reached. Models the cases of pkg/printers/internalversion/printers_test.go. */
export const NETWORK_ROWS: Cases = {
  Service: [
    [
      {
        spec: {
          type: "ClusterIP",
          clusterIPs: ["10.9.8.7"],
          ports: ports(80, 90),
          selector: labels,
        },
        status: { loadBalancer: {} },
      },
      ["ClusterIP", "10.9.8.7", "<none>", "80/TCP,90/TCP", "|", "app=web,tier=x"],
    ],
    [
      {
        spec: { type: "ClusterIP", clusterIPs: ["None"], externalIPs: ["1.1.1.1", "2.2.2.2"] },
        status: { loadBalancer: {} },
      },
      ["ClusterIP", "None", "1.1.1.1,2.2.2.2", "<none>", "|", "<none>"],
    ],
    [
      {
        spec: {
          type: "NodePort",
          clusterIPs: ["10.9.8.7"],
          ports: [{ port: 53, nodePort: 30053, protocol: "UDP" }],
        },
        status: { loadBalancer: {} },
      },
      ["NodePort", "10.9.8.7", "<none>", "53:30053/UDP", "|", "<none>"],
    ],
    [
      {
        spec: { type: "LoadBalancer", clusterIPs: ["10.9.8.7"], ports: ports(80) },
        status: { loadBalancer: {} },
      },
      ["LoadBalancer", "10.9.8.7", "<pending>", "80/TCP", "|", "<none>"],
    ],
    [
      {
        spec: {
          type: "LoadBalancer",
          clusterIPs: ["10.9.8.7"],
          externalIPs: ["3.3.3.3"],
          ports: ports(80),
        },
        status: {
          loadBalancer: {
            ingress: [
              { ip: "2.2.2.2" },
              { hostname: "a-long-name.elb.example.com" },
              { ip: "1.1.1.1" },
              { ip: "2.2.2.2" },
            ],
          },
        },
      },
      [
        "LoadBalancer",
        "10.9.8.7",
        "1.1.1.1,2.2.2.2,a-long-name.elb.example.com,3.3.3.3",
        "80/TCP",
        "|",
        "<none>",
      ],
    ],
    [
      {
        spec: { type: "ExternalName", externalName: "my.database.example.com" },
        status: { loadBalancer: {} },
      },
      ["ExternalName", "<none>", "my.database.example.com", "<none>", "|", "<none>"],
    ],
  ],
  Ingress: [
    [{ spec: rules() }, ["<none>", "*", "", "80"]],
    [
      { spec: { ...rules("a.com", "b.com", "c.com"), ingressClassName: "nginx", tls: [{}] } },
      ["nginx", "a.com,b.com,c.com", "", "80, 443"],
    ],
    [
      { spec: rules("a.com", "b.com", "c.com", "d.com", "") },
      ["<none>", "a.com,b.com,c.com + 2 more...", "", "80"],
    ],
    [{ spec: rules("", "a.com", "", "b.com") }, ["<none>", "a.com,b.com", "", "80"]],
    [
      {
        spec: rules("a.com"),
        status: {
          loadBalancer: { ingress: [{ hostname: "z.long.example.com" }, { ip: "10.11.12.13" }] },
        },
      },
      ["<none>", "a.com", "10.11.12.13,z.long.example.com", "80"],
    ],
  ],
  IngressClass: [
    [{ spec: { controller: "example.com/c" } }, ["example.com/c", "<none>"]],
    [
      { spec: { controller: "example.com/c", parameters: { kind: "P", name: "p" } } },
      ["example.com/c", "P/p"],
    ],
    [
      { spec: { controller: "c", parameters: { apiGroup: "example.com", kind: "P", name: "p" } } },
      ["c", "P.example.com/p"],
    ],
  ],
  NetworkPolicy: [
    [{ spec: { podSelector: {} } }, ["<none>"]],
    [
      {
        spec: {
          podSelector: { matchExpressions: [{ key: "a", operator: "In", values: ["y", "x"] }] },
        },
      },
      ["a in (x,y)"],
    ],
  ],
  Endpoints: [
    [{}, ["<none>"]],
    [
      { subsets: [{ addresses: addresses("1.1.1.1", "2.2.2.2"), ports: [{ port: 8001 }] }] },
      ["1.1.1.1:8001,2.2.2.2:8001"],
    ],
    [
      { subsets: [{ addresses: addresses("1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4") }] },
      ["1.1.1.1,2.2.2.2,3.3.3.3 + 1 more..."],
    ],
    [
      {
        subsets: [
          { addresses: addresses("1.1.1.1", "fd00::2"), ports: [{ port: 1 }, { port: 2 }] },
        ],
      },
      ["1.1.1.1:1,[fd00::2]:1,1.1.1.1:2 + 1 more..."],
    ],
    [{ subsets: [{ notReadyAddresses: addresses("1.1.1.1"), ports: [{ port: 1 }] }] }, [""]],
  ],
  EndpointSlice: [
    [{ addressType: "IPv4", endpoints: null, ports: null }, ["IPv4", "<unset>", "<unset>"]],
    [
      {
        addressType: "IPv4",
        endpoints: [{ addresses: ["10.1.2.3", "2001::1"] }],
        ports: [{ name: "http", port: 80 }, { name: "all" }, {}],
      },
      ["IPv4", "80,all,*", "10.1.2.3,2001::1"],
    ],
    [
      {
        addressType: "IPv6",
        endpoints: [1, 2, 3, 4, 5].map((n) => ({ addresses: [`2001::${n}`] })),
        ports: ports(4, 3, 2, 1),
      },
      ["IPv6", "4,3,2 + 1 more...", "2001::1,2001::2,2001::3 + 2 more..."],
    ],
  ],
};
