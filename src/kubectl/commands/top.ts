import type { NodeMetrics, PodMetrics } from "#core/api/kinds/metrics/usage-kinds.ts";
import { namespaceOf, nameOf } from "#core/api/meta.ts";
import { addQuantity, parseQuantity, type Quantity } from "#core/api/quantity.ts";
import type { RequestOptions } from "#core/api/request.ts";
import type { Node, Pod } from "#core/api/schema/generated/types.ts";
import { compareText } from "#core/base/order.ts";
import { parseTime } from "#core/base/time.ts";
import { getObject, listObjects, print, printError } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import type { ApiResource } from "../define.ts";
import { failure } from "../failure.ts";
import type { FlagSpec } from "../flags.ts";
import { TABLE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";
import { resourceFor, resourcesOf } from "../resources.ts";
import {
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  namespaceFor,
  SELECTOR_FLAGS,
} from "../target.ts";

const DELAY_MS = 120_000;
const NANO_PER_MILLI = 1_000_000n;
const NANO = 1_000_000_000n;
const MEBIBYTE = 1_048_576n;
const NOTHING: Quantity = { nano: 0n, format: "DecimalSI" };
const COLUMNS = ["NAME", "CPU(cores)", "MEMORY(bytes)"] as const;
const NODE_COLUMNS = ["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)"] as const;

const SHARED_FLAGS: readonly FlagSpec[] = [
  ...SELECTOR_FLAGS,
  { name: "sort-by", type: "text" },
  { name: "no-headers", type: "bool" },
  { name: "use-protocol-buffers", type: "bool" },
];

interface Usage {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

const topNode = defineCommand({
  name: "node",
  aliases: ["nodes", "no"],
  flags: SHARED_FLAGS,
  *run(invocation) {
    const { session, args, flags } = invocation;
    const metrics = (yield* measured(invocation, "nodes", "")) as readonly NodeMetrics[];
    if (metrics.length === 0) throw failure("metrics not available yet");
    const [name] = args;
    const resource = resourceFor(session, "nodes");
    const nodes = (name === undefined
      ? yield* listObjects(resource, "", selectorsOf(invocation))
      : [yield* getObject(resource, "", name)]) as unknown as readonly Node[];
    const sorted = sortedByUse(
      metrics.map((each) => ({ name: nameOf(each), namespace: "", usage: usageOf(each.usage) })),
      flags.text("sort-by"),
    );
    const lines = sorted.map((each) => nodeCells(each, nodes));
    const known = new Set(sorted.map((each) => each.name));
    const unknown = nodes.filter((node) => !known.has(nameOf(node)));
    const missing = unknown.map((node) => [
      nameOf(node),
      ...NODE_COLUMNS.slice(1).map(() => "<unknown>"),
    ]);
    yield* print(tableText(invocation, NODE_COLUMNS, [...lines, ...missing]));
  },
});

const topPod = defineCommand({
  name: "pod",
  aliases: ["pods", "po"],
  flags: [
    ...SHARED_FLAGS,
    FIELD_SELECTOR_FLAG,
    ALL_NAMESPACES_FLAG,
    { name: "containers", type: "bool" },
    { name: "sum", type: "bool" },
  ],
  *run(invocation) {
    const { flags } = invocation;
    const namespace = namespaceFor(invocation);
    const metrics = (yield* measured(invocation, "pods", namespace)) as readonly PodMetrics[];
    if (metrics.length === 0) return yield* sayNothingFound(invocation, namespace);
    const sorted = sortedByUse(
      metrics.map((each) => ({
        ...each,
        name: nameOf(each),
        namespace: namespaceOf(each),
        usage: totalOf(each),
      })),
      flags.text("sort-by"),
    );
    const columns = [
      ...(flags.on("all-namespaces") ? ["NAMESPACE"] : []),
      ...(flags.on("containers") ? ["POD"] : []),
      ...COLUMNS,
    ];
    const lines = sorted.flatMap((each) => podLines(invocation, each));
    const total = sorted.map(({ usage }) => usage).reduce(sumOf, { cpu: NOTHING, memory: NOTHING });
    const empty = columns.slice(0, -2).map(() => "");
    const sum = flags.on("sum")
      ? [
          [...empty, "________", "________"],
          [...empty, ...amountCells(total)],
        ]
      : [];
    yield* print(tableText(invocation, columns, [...lines, ...sum]));
  },
});

export const top = defineCommand({
  name: "top",
  subcommands: [topNode, topPod],
});

function selectorsOf({ flags }: Invocation): RequestOptions {
  const labelSelector = flags.text("selector");
  return labelSelector === "" ? {} : { labelSelector };
}

/** What the metrics server says of some or of one. Models top_pod.go and top_node.go. */
function* measured(
  invocation: Invocation,
  plural: string,
  namespace: string,
): Steps<readonly unknown[]> {
  const { session, args, flags } = invocation;
  const sortBy = flags.text("sort-by");
  if (sortBy !== "" && sortBy !== "cpu" && sortBy !== "memory")
    throw failure("--sort-by accepts only cpu or memory");
  if (args.length > 0 && flags.text("selector") !== "")
    throw failure("only one of NAME or selector can be provided");
  const resource = resourcesOf(session).find(
    (each: ApiResource) => each.group === "metrics.k8s.io" && each.plural === plural,
  );
  if (!resource) throw failure("Metrics API not available");
  const [name] = args;
  if (name !== undefined) return [yield* getObject(resource, namespace, name)];
  const fieldSelector = plural === "pods" ? flags.text("field-selector") : "";
  return yield* listObjects(resource, namespace, {
    ...selectorsOf(invocation),
    ...(fieldSelector !== "" && { fieldSelector }),
  });
}

/** Says why there is nothing: no pods, or none that was measured yet. Models verifyEmptyMetrics. */
function* sayNothingFound(invocation: Invocation, namespace: string): Steps<void> {
  const { session, flags } = invocation;
  const resource = resourceFor(session, "pods");
  const pods = (yield* listObjects(
    resource,
    namespace,
    selectorsOf(invocation),
  )) as unknown as readonly Pod[];
  for (const pod of pods) {
    const age = session.nowEpochMs() - (parseTime(pod.metadata.creationTimestamp ?? "") ?? 0);
    if (age > DELAY_MS)
      throw failure(
        `Metrics not available for pod ${namespaceOf(pod)}/${nameOf(pod)}, age: ${goAge(age)}`,
      );
  }
  if (pods.length > 0) throw failure("metrics not available yet");
  yield* printError(
    flags.on("all-namespaces")
      ? "No resources found\n"
      : `No resources found in ${namespace} namespace.\n`,
  );
}

/** Models time.Duration.String for whole seconds and what is left of them. */
function goAge(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  const seconds = (ms % 60_000) / 1000;
  return `${hours > 0 ? `${hours}h` : ""}${minutes}m${seconds}s`;
}

function usageOf(usage: Readonly<Record<string, string>>): Usage {
  return {
    cpu: parseQuantity(usage["cpu"] ?? "0") ?? NOTHING,
    memory: parseQuantity(usage["memory"] ?? "0") ?? NOTHING,
  };
}

function sumOf(a: Usage, b: Usage): Usage {
  return { cpu: addQuantity(a.cpu, b.cpu), memory: addQuantity(a.memory, b.memory) };
}

function totalOf({ containers }: PodMetrics): Usage {
  return containers
    .map(({ usage }) => usageOf(usage))
    .reduce(sumOf, { cpu: NOTHING, memory: NOTHING });
}

interface Measured {
  readonly name: string;
  readonly namespace: string;
  readonly usage: Usage;
}

/** Models metricsutil's sorters: the greediest first, by name otherwise. */
function sortedByUse<T extends Measured>(list: readonly T[], by: string): readonly T[] {
  return [...list].sort((a, b) => {
    if (by === "cpu" || by === "memory") {
      const [left, right] = [a.usage[by].nano, b.usage[by].nano];
      return left > right ? -1 : left < right ? 1 : 0;
    }
    return compareText(a.namespace, b.namespace) || compareText(a.name, b.name);
  });
}

function amountCells({ cpu, memory }: Usage): readonly string[] {
  const milli = (cpu.nano + NANO_PER_MILLI - 1n) / NANO_PER_MILLI;
  return [`${milli}m`, `${memory.nano / NANO / MEBIBYTE}Mi`];
}

function nodeCells({ name, usage }: Measured, nodes: readonly Node[]): readonly string[] {
  const { allocatable = {} } = nodes.find((node) => nameOf(node) === name)?.status ?? {};
  const [cpu = "", memory = ""] = amountCells(usage);
  const share = (used: Quantity, of: string | undefined) => {
    const whole = parseQuantity(of ?? "")?.nano ?? 0n;
    return whole === 0n ? "<unknown>" : `${(used.nano * 100n) / whole}%`;
  };
  return [
    name,
    cpu,
    share(usage.cpu, allocatable["cpu"]),
    memory,
    share(usage.memory, allocatable["memory"]),
  ];
}

function podLines(
  { flags }: Invocation,
  { name, namespace, usage, containers }: Measured & PodMetrics,
): readonly (readonly string[])[] {
  const place = flags.on("all-namespaces") ? [namespace] : [];
  if (!flags.on("containers")) return [[...place, name, ...amountCells(usage)]];
  return [...containers]
    .sort((a, b) => compareText(a.name, b.name))
    .map((each) => [...place, name, each.name, ...amountCells(usageOf(each.usage))]);
}

/** Every cell ends in a tab, the last one too. */
function tableText(
  { flags }: Invocation,
  columns: readonly string[],
  lines: readonly (readonly string[])[],
): string {
  const writer = new TabWriter(TABLE_LAYOUT);
  const all = flags.on("no-headers") ? lines : [columns, ...lines];
  for (const cells of all) writer.write(`${cells.map((cell) => `${cell}\t`).join("")}\n`);
  return writer.flush();
}
