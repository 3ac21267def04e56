import type { LessonChip, LessonEvent } from "#protocol/lesson.ts";
import type { WorldId } from "#protocol/scenario.ts";
import { readLoad } from "./clusters.ts";
import type { Place, YamlReader } from "./yaml-reader.ts";

/** Faults a lesson may name; a test keeps the list equal to the core's. */
export const FAULT_NAMES = [
  "crash",
  "kubelet-stop",
  "leak",
  "node-power",
  "proxy-stop",
  "runtime-stop",
] as const;

const EVENT_KEYS = ["at", "world", "fault", "heal", "load", "kubectl"] as const;
const SELECTED = /^(?:node|pod|service|etcd)\/.+$/;
const CHIP_KEYS = [
  "id",
  "world",
  "fault",
  "heal",
  "load",
  "kubectl",
  "file",
  "edit",
  "select",
  "find",
  "text",
] as const;

/** Something that happens by itself. */
export function readEvent(reader: YamlReader, place: Place): readonly LessonEvent[] {
  const event = reader.record(place, EVENT_KEYS);
  const at = reader.duration(reader.required(event, "at", place), 0);
  const action = readAction(reader, event);
  if (!action) reader.fail(place, "an event needs one of fault, heal, load, kubectl");
  return action ? [{ at, world: readWorldId(reader, event), action }] : [];
}

/** A button that acts for the learner. */
export function readChip(reader: YamlReader, place: Place): readonly LessonChip[] {
  const chip = reader.record(place, CHIP_KEYS);
  const id = reader.text(reader.required(chip, "id", place));
  const action =
    readAction(reader, chip) ?? readFileAction(reader, chip) ?? readSelect(reader, chip);
  if (!action)
    reader.fail(place, "a chip needs one of kubectl, fault, heal, load, file, edit, select");
  return action ? [{ id, world: readWorldId(reader, chip), action }] : [];
}

function readWorldId(reader: YamlReader, from: ReadonlyMap<string, Place>): WorldId {
  const place = from.get("world");
  return place ? reader.oneOf(place, ["a", "b"], "a") : "a";
}

function readAction(
  reader: YamlReader,
  from: ReadonlyMap<string, Place>,
): LessonEvent["action"] | undefined {
  const kubectl = from.get("kubectl");
  if (kubectl) return { type: "kubectl", line: reader.text(kubectl).replace(/^kubectl\s+/, "") };
  const load = from.get("load");
  if (load) return { type: "load", ...readLoad(reader, load) };
  const place = from.get("fault") ?? from.get("heal");
  if (!place) return undefined;
  const [name = "", ...target] = reader.text(place).split(" ");
  if (!FAULT_NAMES.some((each) => each === name))
    reader.fail(place, `there is no fault ${name}; there are ${FAULT_NAMES.join(", ")}`);
  if (target.length === 0) reader.fail(place, `${name} needs a target, such as worker-1`);
  return { type: "fault", name, target: target.join(" "), on: from.has("fault") };
}

function readSelect(
  reader: YamlReader,
  from: ReadonlyMap<string, Place>,
): LessonChip["action"] | undefined {
  const place = from.get("select");
  if (!place) return undefined;
  const target = reader.text(place);
  if (!SELECTED.test(target))
    reader.fail(place, "select names a node, pod, service or etcd member, such as pod/web-*");
  return { type: "select", target };
}

function readFileAction(
  reader: YamlReader,
  from: ReadonlyMap<string, Place>,
): LessonChip["action"] | undefined {
  const file = from.get("file");
  if (file) return { type: "file", name: reader.text(file) };
  const edit = from.get("edit");
  if (!edit) return undefined;
  const find = reader.text(reader.required(from, "find", edit));
  return { type: "edit", name: reader.text(edit), find, text: reader.text(from.get("text")) };
}
