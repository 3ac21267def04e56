import { parseTime } from "#core/base/time.ts";
import { cidrFamilyOf, ipFamilyOf } from "../validation/ip.ts";

const CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  byte: (text) => /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0,
  cidr: (text) => cidrFamilyOf(text) !== undefined,
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && parseTime(`${text}T00:00:00Z`) !== undefined,
  "date-time": (text) => parseTime(text) !== undefined,
  datetime: (text) => parseTime(text) !== undefined,
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
  hostname: (text) => /^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?$/.test(text),
  ipv4: (text) => ipFamilyOf(text) === "IPv4",
  ipv6: (text) => ipFamilyOf(text) === "IPv6",
  uri: (text) => /^[a-zA-Z][-+.a-zA-Z0-9]*:\S*$|^\/\S*$/.test(text),
  uuid: (text) => /^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/.test(text),
};

/** Whether a text is not of a format we know; formats we do not know let everything pass. Models kube-openapi strfmt. */
export function formatProblem(format: string, text: string): boolean {
  return CHECKS[format]?.(text) === false;
}
