import { invalid, required, type FieldError } from "../field-error.ts";
import type { Event } from "../schema/generated/types.ts";
import { qualifiedName } from "./fields.ts";
import { invalidFor, labelProblems } from "./problems.ts";

const MAX_MESSAGE_LENGTH = 1024;
const MAX_WORD_LENGTH = 128;

/** Every mistake of an Event; one with an eventTime must keep the newer rules too. Models core validation.ValidateEventCreate. */
export function validateEvent(event: Event): FieldError[] {
  return [...validateHome(event), ...(event.eventTime ? validateNewForm(event) : [])];
}

/** An event lives with what it speaks of; events about cluster-scoped objects live in the default namespace. */
function validateHome({ metadata, involvedObject }: Event): FieldError[] {
  const home = metadata.namespace ?? "";
  const path = "involvedObject.namespace";
  const about = involvedObject.namespace ?? "";
  if (about === "")
    return home === "default" ? [] : [invalid(path, "", "does not match event.namespace")];
  return about === home
    ? invalidFor(path, about, labelProblems(about))
    : [invalid(path, about, "does not match event.namespace")];
}

function validateNewForm(event: Event): FieldError[] {
  const {
    reportingComponent = "",
    reportingInstance = "",
    action = "",
    reason = "",
    message = "",
    type,
  } = event;
  const errors = reportingComponent
    ? qualifiedName("reportingController", reportingComponent)
    : [required("reportingController")];
  errors.push(
    ...word("reportingInstance", reportingInstance),
    ...word("action", action),
    ...word("reason", reason),
  );
  if (message.length > MAX_MESSAGE_LENGTH)
    errors.push(invalid("message", "", `can have at most ${MAX_MESSAGE_LENGTH} characters`));
  if (type !== "Normal" && type !== "Warning")
    errors.push(invalid("type", "", `has invalid value: ${type ?? ""}`));
  return errors;
}

function word(path: string, text: string): FieldError[] {
  if (text === "") return [required(path)];
  return text.length > MAX_WORD_LENGTH
    ? [invalid(path, "", `can have at most ${MAX_WORD_LENGTH} characters`)]
    : [];
}
