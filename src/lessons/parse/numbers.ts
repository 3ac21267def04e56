import { LANGUAGES, type LessonNumber } from "#protocol/lesson.ts";
import { valuesOf } from "../numbers.ts";
import type { Place, YamlReader } from "./yaml-reader.ts";

const NUMBER_KEYS = ["name", "own", "from", "to", "by", "label"] as const;
/** A class chooses one from a list: a longer one nobody reads. */
const MOST_VALUES = 30;

/** The numbers that a lesson lets a class change. */
export function readNumbers(reader: YamlReader, place: Place | undefined): readonly LessonNumber[] {
  const read = reader.list(place).map((each) => readNumber(reader, each));
  for (const [index, { name }] of read.entries())
    if (place && read.findIndex((each) => each.name === name) !== index)
      reader.fail(place, `there are two numbers ${name}`);
  return read;
}

function readNumber(reader: YamlReader, place: Place): LessonNumber {
  const given = reader.record(place, NUMBER_KEYS);
  const count = (key: string) => reader.number(reader.required(given, key, place), 0);
  const name = reader.text(reader.required(given, "name", place));
  const by = given.has("by") ? count("by") : 1;
  const number = { name, own: count("own"), from: count("from"), to: count("to"), by };
  if (!/^[a-z][A-Za-z]*$/.test(name)) reader.fail(place, "the name of a number is made of letters");
  const isRange = [number.from, number.to, by].every(Number.isInteger) && by > 0;
  const isShort = isRange && (number.to - number.from) / by < MOST_VALUES;
  if (!isShort || number.from < 0 || number.to <= number.from)
    reader.fail(
      place,
      `from and to are whole numbers with at most ${MOST_VALUES} values between them`,
    );
  else if (!valuesOf(number).includes(number.own))
    reader.fail(place, `own is none of ${valuesOf(number).join(", ")}`);
  const labelPlace = reader.required(given, "label", place);
  const label = labelPlace.node ? reader.record(labelPlace, LANGUAGES) : new Map<string, Place>();
  const [en, ko] = LANGUAGES.map((language) =>
    labelPlace.node ? reader.text(reader.required(label, language, labelPlace)) : "",
  );
  return { ...number, label: { en: en ?? "", ko: ko ?? "" } };
}
