import type { FieldSchema } from "#core/api/schema/field-schema.ts";
import type { HelpTexts } from "./help-texts.ts";
import type { ApiRequest, ApiResponse, UserInfo, WatchEvent } from "#core/api/request.ts";

/** A request of a command; the host says who makes it, unless the command speaks for somebody else. */
export type CommandRequest = Omit<ApiRequest, "user" | "agent"> & { readonly as?: UserInfo };

/** What a command asks of its host. Hosts answer each with the value named beside it. */
export type Effect =
  /** -> ApiResponse */
  | { readonly type: "call"; readonly request: CommandRequest }
  /** Opens a watch (request.verb is `watch`) -> a number that names it */
  | { readonly type: "open-watch"; readonly request: CommandRequest }
  /** Waits in virtual time for the next events -> WatchEvent[] (empty when `timeoutMs` passed first) */
  | { readonly type: "next-events"; readonly watch: number; readonly timeoutMs?: number }
  | { readonly type: "close-watch"; readonly watch: number }
  /** Waits in virtual time -> undefined */
  | { readonly type: "sleep"; readonly ms: number }
  /** -> undefined */
  | { readonly type: "print"; readonly stream: "stdout" | "stderr"; readonly text: string };

/** What a host sends back into the generator. */
export type EffectResult = ApiResponse | number | readonly WatchEvent[] | undefined;

/** What a command line may know of its surroundings. */
export interface Session {
  /** Virtual now, Unix ms; read again after every effect. */
  readonly nowEpochMs: () => number;
  /** Text of `-f NAME`; undefined when there is no such file. */
  readonly readFile: (name: string) => string | undefined;
  /** Somebody looks at the output, instead of a program that reads it. */
  readonly isTerminal?: boolean;
  /** Text of `-f -`. */
  readonly stdin: string;
  readonly namespace: string;
  /** Makes another namespace the one of later commands. */
  readonly setNamespace?: (namespace: string) => void;
  /** What the API serves; the built-in kinds when absent. */
  readonly resources?: readonly ApiResource[];
  /** Texts for `explain` by schema name (`io.k8s.api.core.v1.Pod`) or schema name and field (`io.k8s.api.core.v1.PodSpec.nodeName`). */
  readonly descriptions?: Readonly<Record<string, string>>;
  /** What `--help` prints; fetched where a line asks for it (`asksForHelp`). */
  readonly helpTexts?: HelpTexts;
  /** What `config current-context` prints; `podyard` when absent. */
  readonly contextName?: string;
  /** What `version` tells of the server; `v1.35.6` when absent. */
  readonly serverVersion?: string;
  /** What `cluster-info` tells of the server. */
  readonly serverAddress?: string;
}

/** One resource of the API, as discovery tells it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, lower case: `pods`. */
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** Key of the field tables, when the kind has one. */
  readonly schemaName?: string;
  /** What stands behind the resource, such as its scale. */
  readonly subresources?: { readonly scale?: unknown };
  /** The field table of a custom resource. */
  readonly custom?: { readonly fieldSchema: FieldSchema };
}

/** A running command: yields effects, returns its exit code. Synchronous between effects. */
export type Run = Generator<Effect, number, EffectResult>;
