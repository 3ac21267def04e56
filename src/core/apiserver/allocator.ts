import type { Draft } from "#core/api/define.ts";
import type { FieldError } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Random } from "#core/sim/random.ts";
import type { AdmissionLookup } from "./admission.ts";
import type { Call, ServerContext } from "./context.ts";

/** What an allocation depends on besides the objects. */
export interface Chance {
  readonly random: Random;
  readonly isDryRun: boolean;
  /** What else there is in the cluster. */
  readonly lookup: AdmissionLookup;
}

/**
 * Gives objects of a kind what each may hold once. `allocate…` fills a draft in before it is checked and takes nothing: what stands in a stored
 * object is entered by `take`. Models the hooks beginCreate and beginUpdate of a registry's store.
 */
export interface Allocator<T extends KubeObject = KubeObject> {
  allocateCreate(draft: Draft<T>, chance: Chance): readonly FieldError[];
  allocateUpdate(draft: Draft<T>, old: T, chance: Chance): readonly FieldError[];
  take(object: T): void;
  release(old: T, next?: T): void;
}

/** The allocator of the call's kind, if it has one. */
export function allocatorOf({ allocators }: ServerContext, { kind }: Call): Allocator | undefined {
  return kind.allocator && allocators[kind.allocator];
}

/** What the allocations of a call depend on. */
export function chanceOf({ simulation, lookup }: ServerContext, { kind, request }: Call): Chance {
  return {
    random: simulation.random(kind.allocator ?? ""),
    isDryRun: request.options.dryRun ?? false,
    lookup,
  };
}
