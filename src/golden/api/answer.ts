import type { ApiResponse } from "#core/api/request.ts";
import { differencesBetween } from "../compare.ts";
import { normalised } from "../normalise.ts";

/** The recorded end of a request. */
export interface RecordedAnswer {
  readonly code: number;
  readonly response: unknown;
  readonly warning?: string;
}

/** What differs between an answer of ours and the recorded one. */
export function answerDifferences(
  got: ApiResponse,
  want: RecordedAnswer,
  { keepsManagedFields = false } = {},
): string[] {
  const gotBody = normalised(JSON.parse(JSON.stringify(got.body ?? null)), { keepsManagedFields });
  const wantBody = normalised(want.response, { keepsManagedFields });
  return [
    ...differencesBetween(got.code, want.code, "code"),
    ...differencesBetween(gotBody, wantBody),
    ...differencesBetween(warningHeader(got.warnings), want.warning, "warning"),
  ];
}

/** The Warning header, as the server writes it. */
function warningHeader(warnings: readonly string[]): string | undefined {
  if (warnings.length === 0) return undefined;
  return warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(", ");
}
