import type { KubeObject } from "#core/api/meta.ts";
import type { Steps } from "../command.ts";
import type { Session } from "../define.ts";

/** What a describer may ask. */
export interface DescribeContext {
  readonly session: Session;
  readonly showEvents: boolean;
}

/** How one kind is described. */
export interface Describer {
  readonly group: string;
  readonly kind: string;
  /** The whole text. May read further objects. */
  describe(object: KubeObject, context: DescribeContext): Steps<string>;
}

/** A describer for objects of one type; the table of describers finds it by group and kind. */
export function defineDescriber<T extends KubeObject>(options: {
  readonly group: string;
  readonly kind: string;
  describe(object: T, context: DescribeContext): Steps<string>;
}): Describer {
  return { ...options, describe: (object, context) => options.describe(object as T, context) };
}
