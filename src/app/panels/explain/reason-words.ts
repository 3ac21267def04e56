import { memory } from "../inspector/facts.ts";
import { hasText, type TextKey, type TextValues } from "#app/i18n/text.ts";
import type { MarkView } from "#core/view/rows.ts";

type Text = (key: TextKey, values?: TextValues) => string;

/** What the scheduler's plugins print, and the family of plain words for it. The first that matches wins. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^Insufficient cpu/, "cpu"],
  [/^Insufficient memory/, "memory"],
  [/^Insufficient ephemeral-storage/, "storage"],
  [/^Too many pods/, "pods"],
  [/^Insufficient /, "resource"],
  [/untolerated taint/, "taint"],
  [/were unschedulable/, "unschedulable"],
  [/node affinity\/selector/, "affinity"],
  [/affinity terms conflict/, "affinity-conflict"],
  [/requested node name/, "node-name"],
  [/free ports/, "ports"],
  [/existing pods anti-affinity/, "existing-anti-affinity"],
  [/pod anti-affinity rules/, "pod-anti-affinity"],
  [/pod affinity rules/, "pod-affinity"],
  [/missing required label/, "spread-label"],
  [/topology spread/, "spread"],
  [/persistent volume|PersistentVolume|volume|persistentvolumeclaim/i, "volume"],
  [/scheduling gate|SchedulingGated/i, "gate"],
];

/** Plain words and a hint for what a plugin said; the plugin's own words when there are none. */
export function plainReason(
  reason: string,
  text: Text,
): { readonly words: string; readonly fix: string } {
  const name = REASONS.find(([pattern]) => pattern.test(reason))?.[1];
  const key = `reason.${name ?? ""}`;
  const fix = `${key}.fix`;
  return { words: hasText(key) ? text(key) : reason, fix: hasText(fix) ? text(fix) : "" };
}

/** One sentence that says why something happened, in the language of the page; a number stays with its unit. */
export function markSentence(mark: MarkView, text: Text): string {
  return sentenceOf(mark, text).replace(/(\d) (s|ms|%|[KMG]i)(?![\w-])/g, "$1\u00a0$2");
}

function sentenceOf(mark: MarkView, text: Text): string {
  const key = `because.${mark.code}`;
  if (mark.code !== "" && hasText(key)) return text(key, placesOf(mark, text));
  const label = String(mark.facts["label"] ?? "");
  const disturbed = disturbance(label, text);
  if (disturbed !== undefined) return disturbed;
  if (mark.lane === "you") {
    return label === ""
      ? text("explain.input-plain", { kind: mark.kind, name: mark.name })
      : text("explain.input", { label });
  }
  if (mark.verb === "fault")
    return text("explain.fault", { label: label === "" ? mark.name : label });
  const verb =
    mark.verb === "create" ||
    mark.verb === "update" ||
    mark.verb === "patch" ||
    mark.verb === "delete"
      ? mark.verb
      : "note";
  return text(`explain.${verb}`, { kind: mark.kind, name: mark.name });
}

/** `fault kubelet-stop worker-1`, `heal …` and `load default/shop 240` in words; undefined for anything else. */
export function disturbance(label: string, text: Text): string | undefined {
  const [, service, rate] = /^load \S+\/(\S+) (\S+)$/.exec(label) ?? [];
  if (service !== undefined && rate !== undefined) return text("timeline.load", { service, rate });
  const [, verb = "", name = "", target = ""] = /^(fault|heal) (\S+) (\S+)$/.exec(label) ?? [];
  const key = `explain.${verb}.${name}`;
  return hasText(key) ? text(key, { target: target.split("/").at(-1) ?? "" }) : undefined;
}

/** Facts are scalars; a few of them are themselves codes that have words. */
function placesOf(mark: MarkView, text: Text): TextValues {
  return Object.fromEntries(
    Object.entries(mark.facts).map(([name, value]) => {
      const rule = `victim.${String(value)}`;
      if (name === "victimRule" && hasText(rule)) return [name, text(rule)];
      if (name.endsWith("Bytes") && typeof value === "number") return [name, memory(value)];
      return [
        name,
        typeof value === "number"
          ? Number.isInteger(value)
            ? value
            : Math.round(value * 10) / 10
          : String(value),
      ];
    }),
  );
}
