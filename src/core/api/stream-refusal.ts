import { StatusError } from "./status.ts";

/** What a server says to a request for a stream that brings no connection to be upgraded. */
export const UPGRADE_REQUIRED = "Upgrade request required";

/** What is said instead to a client that would upgrade its connection: that there is nothing to connect to here. */
export function streamRefusal(subresource: string): StatusError {
  return new StatusError({
    message: `pods/${subresource} is not simulated: no process runs inside these containers`,
    reason: "NotImplemented",
    code: 501,
  });
}
