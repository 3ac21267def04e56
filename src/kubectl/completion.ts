import type { ApiRequest, ApiResponse } from "#core/api/request.ts";

/** What can stand at the cursor, and where the word begins that it would replace. */
export function complete(
  _line: string,
  cursor: number,
  _read: (request: Omit<ApiRequest, "user" | "agent">) => ApiResponse,
): { readonly from: number; readonly candidates: readonly string[] } {
  return { from: cursor, candidates: [] };
}
