import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { forbidden } from "#core/api/status.ts";
import type { History } from "#core/cluster/history.ts";
import type { CommandRequest } from "#kubectl/define.ts";
import type { WorldId } from "#protocol/scenario.ts";
import { fullRequest, leavesNoMark, refusalFor } from "./admin.ts";
import { KubectlSessions, type CommandAction } from "./kubectl-sessions.ts";

/** The kubectl commands of one cluster of a history: what they read is answered at once, what they write goes into the journal. */
export function worldCommands(history: History, world: WorldId): KubectlSessions {
  const read = (full: ApiRequest) => history.read(full, world);
  const call = (request: CommandRequest, action: CommandAction): ApiResponse => {
    if (leavesNoMark(request)) return read(fullRequest(request));
    if (action.readOnly) return lookOnly(request);
    const refused = refusalFor(request, read);
    if (refused) return refused;
    const { table: _table, as: _as, ...journalled } = request;
    const input = { type: "request", request: { ...journalled, agent: "kubectl" } } as const;
    return history.input(input, { ...action, world }) ?? { code: 500, body: null, warnings: [] };
  };
  return new KubectlSessions({
    now: () => history.at,
    call,
    openWatch: (request) => history.worldOf(world).openWatch(fullRequest(request)),
  });
}

/** The answer to a write from a page that may only look. */
function lookOnly({ group, resource, name }: CommandRequest): ApiResponse {
  const { status } = forbidden({ group, resource }, name, "this page may only look");
  return { code: 403, body: status, warnings: [] };
}
