/** A condition as every kind with a status has them. */
export interface StatusCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

/** The condition of this type, if there is one. */
export function findCondition<C extends StatusCondition>(
  conditions: readonly C[] | undefined,
  type: string,
): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** The conditions without those of this type. */
export function withoutCondition<C extends StatusCondition>(
  conditions: readonly C[] | undefined,
  type: string,
): readonly C[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}
