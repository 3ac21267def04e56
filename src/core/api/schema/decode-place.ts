import { embeddingOf, lastPart } from "./go-types.ts";
import type { GoPlace } from "./decode-scalar.ts";

/** What came up while decoding one object. */
export interface Found {
  readonly unknown: string[];
  hasEmpties: boolean;
}

/**
 * Where decoding stands: the Go struct, the names Go's errors print, and the path strict errors print.
 * The texts are put together only when an error asks for them.
 */
export class Place implements GoPlace {
  readonly found: Found;
  /** The JSON name of the nearest struct field. */
  readonly field: string;
  /** Schema of the struct that the field belongs to. */
  private readonly schemaName: string;
  /** What follows upon the path of the place above: `.name`, `[0]`; "" at the root. */
  private readonly step: string;
  private readonly above: Place | undefined;
  /** Whether the step goes into a struct's field, which Go's errors name; they do not name places in lists and maps. */
  private readonly isField: boolean;

  private constructor(parts: {
    readonly schemaName: string;
    readonly field: string;
    readonly step: string;
    readonly above: Place | undefined;
    readonly isField: boolean;
    readonly found: Found;
  }) {
    this.schemaName = parts.schemaName;
    this.field = parts.field;
    this.step = parts.step;
    this.above = parts.above;
    this.isField = parts.isField;
    this.found = parts.found;
  }

  /** The outermost value of a struct, or one that decodes itself: errors name nothing above it. */
  static root(schemaName: string, found: Found): Place {
    return new Place({ schemaName, field: "", step: "", above: undefined, isField: false, found });
  }

  /** A field of a struct that stands here. */
  fieldOf(schemaName: string, key: string): Place {
    const { found } = this;
    return new Place({ schemaName, field: key, step: key, above: this, isField: true, found });
  }

  /** An item of a list, `[0]`, or a value of a map, `.key`, that stands here. */
  itemAt(step: string): Place {
    const { schemaName, field, found } = this;
    return new Place({ schemaName, field, step, above: this, isField: false, found });
  }

  get struct(): string {
    return lastPart(this.schemaName);
  }

  get path(): string {
    const above = this.above?.path ?? "";
    return this.isField && above !== "" ? `${above}.${this.step}` : `${above}${this.step}`;
  }

  get goPath(): readonly string[] {
    const above = this.above?.goPath ?? [];
    return this.isField ? [...above, ...embeddingOf(this.schemaName, this.step), this.step] : above;
  }
}
