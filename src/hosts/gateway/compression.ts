import type { IncomingMessage } from "node:http";
import { gzip } from "node:zlib";

/** Shorter answers are not worth it. Models endpoints/handlers/responsewriters, defaultGzipThresholdBytes. */
const MIN_BYTES = 128 * 1024;
const FASTEST = 1;

/** Whether the client takes gzip. */
export function takesGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers["accept-encoding"] ?? "";
  return (Array.isArray(accepted) ? accepted.join(",") : accepted)
    .split(",")
    .some((each) => each.trim().split(";")[0]?.toLowerCase() === "gzip");
}

/** The body as gzip, undefined when it is too short for that. */
export function compressed(body: Buffer): Promise<Buffer | undefined> {
  if (body.length <= MIN_BYTES) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    gzip(body, { level: FASTEST }, (error, zipped) => (error ? reject(error) : resolve(zipped)));
  });
}
