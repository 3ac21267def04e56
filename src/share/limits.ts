/** What a link or a file may ask of the machine that opens it. Each limit is far above what a person makes by hand. */

/** Longer links are offered as a file instead: chat programs and browsers cut them. */
export const MAX_LINK_CHARS = 8000;
/** Text of a link or file before it is unpacked. */
export const MAX_PACKED_CHARS = 400_000;
/** JSON after unpacking. */
export const MAX_UNPACKED_BYTES = 4_000_000;
/** Nesting of values inside a scenario: request bodies are the deepest. */
export const MAX_DEPTH = 40;
/** Values (objects, lists, texts, numbers) in a scenario. */
export const MAX_VALUES = 200_000;
export const MAX_FILES = 50;
export const MAX_FILE_CHARS = 200_000;
export const MAX_NAME_CHARS = 100;
export const MAX_JOURNAL = 5000;
export const MAX_LABEL_CHARS = 1000;
export const MAX_NODES = 200;
/** Pods that the inputs of a scenario may ask for together. */
export const MAX_PODS = 3000;
export const MAX_RATE = 100_000;
/** Thirty days of virtual time. */
export const MAX_AT_MS = 30 * 24 * 3600 * 1000;
