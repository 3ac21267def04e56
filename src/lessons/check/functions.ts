/** What stands at one place between the parentheses of a function. */
export type Parameter =
  | { readonly type: "selector"; readonly kind?: string }
  | { readonly type: "text"; readonly oneOf?: readonly string[]; readonly names?: Names }
  | { readonly type: "value" };

/** What a text must name in the lesson around the check. */
export type Names = "prediction" | "file";

/** How a function is called. */
export interface FunctionSpec {
  readonly parameters: readonly Parameter[];
  readonly required: number;
  /** Its value can change although nothing was written. */
  readonly isTimed?: boolean;
  /** It asks what the learner did, or how late it is. */
  readonly isOfLearner?: boolean;
}

const selector: Parameter = { type: "selector" };
const text: Parameter = { type: "text" };

function of(...parameters: readonly Parameter[]): FunctionSpec {
  return { parameters, required: parameters.length };
}

function ofLearner(...parameters: readonly Parameter[]): FunctionSpec {
  return { ...of(...parameters), isOfLearner: true };
}

/** Every function of the check language besides the temporal operators. */
export const FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  count: of(selector),
  ready: of(selector),
  available: of(selector),
  updated: of(selector),
  replicas: of(selector),
  restarts: of({ type: "selector", kind: "Pod" }),
  phase: of({ type: "selector", kind: "Pod" }, text),
  field: of(selector, text),
  each: of(selector, text, { type: "value" }),
  made: of(selector),
  gone: of(selector),
  orphans: of({ type: "selector", kind: "Pod" }),
  endpoints: of({ type: "selector", kind: "Service" }),
  image: of(selector),
  revisions: of({ type: "selector", kind: "Deployment" }),
  traffic: {
    ...of(
      { type: "selector", kind: "Service" },
      { type: "text", oneOf: ["ok", "failed", "dropped", "p95"] },
    ),
    isTimed: true,
  },
  event: { parameters: [text, selector], required: 1 },
  node: of(text, { type: "text", oneOf: ["cpu", "memory"] }),
  fault: { parameters: [text, text], required: 1 },
  applied: ofLearner({ type: "text", names: "file" }),
  refused: ofLearner(),
  input: { parameters: [text, text], required: 1, isOfLearner: true },
  noted: ofLearner({ type: "text", oneOf: ["select", "answer", "picture", "read"] }, text),
  answer: ofLearner({ type: "text", names: "prediction" }),
  told: ofLearner({ type: "text", names: "prediction" }),
  time: { ...ofLearner(), isTimed: true },
};
