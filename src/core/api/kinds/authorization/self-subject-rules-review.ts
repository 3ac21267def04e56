import { defineKind } from "../../define.ts";
import type { SelfSubjectRulesReview } from "../../schema/generated/types.ts";
import { nameColumn } from "../columns.ts";

/** SelfSubjectRulesReview: a question, answered and not kept. Models pkg/registry/authorization/selfsubjectrulesreview. */
export const selfSubjectRulesReview = defineKind<SelfSubjectRulesReview>({
  group: "authorization.k8s.io",
  version: "v1",
  kind: "SelfSubjectRulesReview",
  plural: "selfsubjectrulesreviews",
  namespaced: false,
  schemaName: "io.k8s.api.authorization.v1.SelfSubjectRulesReview",
  question: "self-rules",
  verbs: ["create"],
  columns: [nameColumn],
});
