import { decodeBase64, encodeBase64 } from "#core/api/base64.ts";
import { badRequest, type StatusError } from "#core/api/status.ts";
import { JsonProblem, parseJson } from "./json-text.ts";

/** Where a list goes on: at which version, and after which key. */
export interface ContinueToken {
  /** Undefined for the newest: the list is no longer of one moment. */
  readonly revision: number | undefined;
  /** The first key that may follow, below the place listed. */
  readonly start: string;
}

const VERSION = "meta.k8s.io/v1";
const NEWEST = -1;
const ALPHABET = /^[A-Za-z0-9_-]*$/;

/** Writes a token. Models apiserver storage.EncodeContinue. */
export function encodeContinue({ revision, start }: ContinueToken): string {
  const text = JSON.stringify({ v: VERSION, rv: revision ?? NEWEST, start });
  return encodeBase64(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads a token; throws a 400 StatusError. Models apiserver storage.DecodeContinue. */
export function decodeContinue(token: string): ContinueToken {
  const odd = [...token].findIndex((character) => !ALPHABET.test(character));
  if (odd >= 0) throw refused(`illegal base64 data at input byte ${odd}`);
  if (token.length % 4 === 1)
    throw refused(`illegal base64 data at input byte ${token.length - 1}`);
  const { v, rv, start } = contentOf(token);
  if (v !== VERSION)
    throw refused(`server does not recognize this encoded version ${JSON.stringify(v ?? "")}`);
  if (rv === undefined || rv === 0)
    throw refused(`incorrect encoded start resourceVersion (version ${VERSION})`);
  if (start === undefined || start === "")
    throw refused(`encoded start key empty (version ${VERSION})`);
  if (start.split("/").some((part) => part === "" || part === "." || part === ".."))
    throw refused(start);
  return { revision: rv === NEWEST ? undefined : rv, start };
}

interface Content {
  readonly v?: string;
  readonly rv?: number;
  readonly start?: string;
}

function contentOf(token: string): Content {
  const bytes = decodeBase64(token.replaceAll("-", "+").replaceAll("_", "/"));
  try {
    const content = parseJson(bytes);
    if (typeof content === "object" && content !== null) return content as Content;
    throw refused(
      `json: cannot unmarshal ${typeof content} into Go value of type storage.continueToken`,
    );
  } catch (error) {
    if (error instanceof JsonProblem) throw refused(visible(error.message));
    throw error;
  }
}

/** Control characters as Go's quoting shows them. */
function visible(text: string): string {
  return text.replace(
    /[\u007f-\u00a0\ufffd]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function refused(problem: string): StatusError {
  return badRequest(`invalid continue token: continue key is not valid: ${problem}`);
}
