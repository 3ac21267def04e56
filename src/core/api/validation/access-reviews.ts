import { invalid, type FieldError } from "../field-error.ts";
import type { SubjectAccessReviewSpec } from "../schema/generated/types.ts";

type Question = Pick<SubjectAccessReviewSpec, "resourceAttributes" | "nonResourceAttributes"> &
  Partial<SubjectAccessReviewSpec>;

/** Every mistake of a question about access. Models authorization validation.ValidateSubjectAccessReviewSpec. */
export function validateAccessQuestion(
  question: Question,
  { hasSubject }: { readonly hasSubject: boolean },
): FieldError[] {
  const { resourceAttributes, nonResourceAttributes, user = "", groups = [] } = question;
  const errors: FieldError[] = [];
  if (resourceAttributes && nonResourceAttributes)
    errors.push(
      invalid(
        "spec.nonResourceAttributes",
        nonResourceAttributes,
        "cannot be specified in combination with resourceAttributes",
      ),
    );
  if (!resourceAttributes && !nonResourceAttributes)
    errors.push(
      invalid(
        "spec.resourceAttributes",
        null,
        "exactly one of nonResourceAttributes or resourceAttributes must be specified",
      ),
    );
  if (hasSubject && user === "" && groups.length === 0)
    errors.push(invalid("spec.user", user, "at least one of user or group must be specified"));
  return errors;
}

/** Every mistake of a question about access in one namespace. Models ValidateLocalSubjectAccessReview. */
export function validateLocalQuestion(question: Question, namespace: string): FieldError[] {
  const asked = question.resourceAttributes?.namespace ?? "";
  return [
    ...validateAccessQuestion(question, { hasSubject: true }),
    ...(question.resourceAttributes && asked !== namespace
      ? [invalid("spec.resourceAttributes.namespace", asked, "must match metadata.namespace")]
      : []),
    ...(question.nonResourceAttributes
      ? [
          invalid(
            "spec.nonResourceAttributes",
            question.nonResourceAttributes,
            "disallowed on this kind of request",
          ),
        ]
      : []),
  ];
}
