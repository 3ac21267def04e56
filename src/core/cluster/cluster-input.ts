import type { ApiRequest, UserInfo } from "#core/api/request.ts";

/** Anything from outside that changes the cluster. Equal in shape to the protocol's Input. */
export type ClusterInput =
  | { readonly type: "request"; readonly request: Omit<ApiRequest, "user" | "table"> }
  | { readonly type: "fault"; readonly name: string; readonly target: string; readonly on: boolean }
  | {
      readonly type: "load";
      readonly namespace: string;
      readonly service: string;
      readonly ratePerSecond: number;
    }
  /** Said of the learner; changes nothing here. */
  | { readonly type: "note"; readonly name: string; readonly value: string };

/** How an input comes in. */
export interface InputContext {
  /** Part of a scenario, not of what somebody does. */
  readonly isScripted?: boolean;
  /** Who makes a request; the administrator unless said otherwise. */
  readonly user?: UserInfo;
}

/** What an input is about, for the trace. */
export function factsOf(input: ClusterInput): Readonly<Record<string, string | number | boolean>> {
  switch (input.type) {
    case "request":
      return {
        verb: input.request.verb,
        resource: input.request.resource,
        name: input.request.name,
      };
    case "fault":
      return { name: input.name, target: input.target, on: input.on };
    case "load":
      return { service: input.service, rate: input.ratePerSecond };
    case "note":
      return { note: input.name, value: input.value };
  }
}
