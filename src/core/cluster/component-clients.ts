import type { Handler, UserInfo } from "#core/api/request.ts";
import { createClient, type Client } from "#core/client/client.ts";
import { SCHEDULER_NAME } from "#core/scheduler/scheduler.ts";

/** The clients by which the cluster's own components speak to its server: one each, under the name it goes by. */
export class ComponentClients {
  private readonly handler: Handler;
  private readonly clients = new Map<string, Client>();

  constructor(handler: Handler) {
    this.handler = handler;
  }

  /** The client of a component such as `kubelet/worker-1`. */
  of(agent: string): Client {
    let client = this.clients.get(agent);
    if (!client) {
      client = this.as(agent, userOf(agent));
      this.clients.set(agent, client);
    }
    return client;
  }

  /** A client that speaks as somebody else than its name says. */
  as(agent: string, user: UserInfo): Client {
    return createClient({ handler: this.handler, user, agent });
  }
}

function userOf(agent: string): UserInfo {
  const [component = agent, node] = agent.split("/");
  if (component === "kubelet")
    return { name: `system:node:${node ?? ""}`, groups: ["system:nodes", "system:authenticated"] };
  if (component === SCHEDULER_NAME)
    return { name: "system:kube-scheduler", groups: ["system:authenticated"] };
  return {
    name: `system:serviceaccount:kube-system:${component}`,
    groups: ["system:serviceaccounts", "system:authenticated"],
  };
}
