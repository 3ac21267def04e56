const UID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/**
 * Pod ordinals and chosen nodes differ from run to run; which of equal pods was taken does not matter. The hashes of
 * revisions depend on Go's struct order.
 */
export function withoutChoices(text: string): string {
  return withoutVolumes(text)
    .replace(/-<\d+>/g, "-<n>")
    .replace(/\bnode-\d+\b/g, "<node>")
    .replace(/("controller-revision-hash":)"[a-z0-9]+"/g, '$1"<hash>"')
    .replace(UID, "<uid>");
}

/** Which of equal volumes a claim gets is chance. */
export function withoutVolumes(text: string): string {
  return text.replace(/\btrace-pv\d+\b/g, "<volume>");
}

const TIMELESS: readonly (readonly [RegExp, string])[] = [
  [/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, "<time>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "<time>"],
  [/containerd:\/\/[0-9a-f]+/g, "<container>"],
  [/sha256:[0-9a-f]+/g, "<digest>"],
  [/kube-api-access-[a-z0-9]{5}/g, "kube-api-access-<suffix>"],
  [/\b\d+\.\d+\.\d+\.\d+\b/g, "<ip>"],
  [/\(x\d+ over (\d+[dhms])+\)/g, "(repeated)"],
  [/(?<![\w.:=<-])(\d+[dhms])+(?![\w.>-])/g, "<age>"],
];

/** What a command printed, without ages, addresses, chosen nodes, the order of equal pods and the widths of columns. */
export function comparableOutput(text: string): string[] {
  const stable = TIMELESS.reduce(
    (result, [pattern, shown]) => result.replace(pattern, shown),
    withoutChoices(text),
  );
  const lines = stable.split("\n").map((line) => line.replace(/ +/g, " ").trimEnd());
  return inSortedRuns(withoutProgress(lines));
}

/**
 * How often a rollout reports how far it is depends on the speed of the machine; its last line does not.
 * Events of the imitated kubelets are no recordings of a real one.
 */
function withoutProgress(lines: readonly string[]): string[] {
  return lines.filter(
    (line) => !line.startsWith("Waiting for ") && !/ kubelet spec\.\S+: /.test(line),
  );
}

/** Sorts each block of rows below its head: random names decide the order of rows. */
function inSortedRuns(lines: readonly string[]): string[] {
  const sorted: string[] = [];
  let block: string[] = [];
  const flush = () => {
    const [head, ...rows] = block;
    if (head !== undefined) sorted.push(...(isHead(head) ? [head, ...rows.sort()] : block.sort()));
    block = [];
  };
  for (const line of lines) {
    if (line === "") {
      flush();
      sorted.push(line);
    } else block.push(line);
  }
  flush();
  return sorted;
}

function isHead(line: string): boolean {
  return /^[A-Z][A-Z -]+( |$)/.test(line);
}
