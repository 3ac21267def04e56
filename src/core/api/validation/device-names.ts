import { invalid, required, tooLong, type FieldError } from "../field-error.ts";
import { driverName } from "./device-classes.ts";
import { dnsSubdomain } from "./fields.ts";

const MAX_ID_LENGTH = 32;
const MAX_POOL_NAME_LENGTH = 253;
const C_IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NO_IDENTIFIER =
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  " +
  "or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";

/** What is wrong with the name of an attribute: an identifier, with a domain and a slash before it or without. Models resource validation.validateQualifiedName. */
export function qualifiedDeviceName(field: string, text: string): FieldError[] {
  const [first = "", second, ...rest] = text.split("/");
  if (second === undefined) return identifier(field, first);
  // Upstream says nothing of more than one slash.
  if (rest.length > 0) return [];
  return [
    ...(first === ""
      ? [invalid(field, "", "the domain must not be empty")]
      : driverName(field, first)),
    ...(second === ""
      ? [invalid(field, "", "the name must not be empty")]
      : identifier(field, second)),
  ];
}

function identifier(field: string, text: string): FieldError[] {
  return [
    ...(text.length > MAX_ID_LENGTH ? [tooLong(field, MAX_ID_LENGTH)] : []),
    ...(C_IDENTIFIER.test(text) ? [] : [invalid(field, text, NO_IDENTIFIER)]),
  ];
}

/** What is wrong with the name of a pool: subdomains with slashes between them. Models validatePoolName. */
export function poolName(field: string, name: string): FieldError[] {
  if (name === "") return [required(field)];
  return [
    ...(name.length > MAX_POOL_NAME_LENGTH ? [tooLong(field, MAX_POOL_NAME_LENGTH)] : []),
    ...name.split("/").flatMap((part) => dnsSubdomain(field, part)),
  ];
}
