/** What the objects of a kind that a definition made are stored as: kinds of one name may stand in many groups. */
export function customStoredAs(group: string, kind: string): string {
  return `${kind}.${group}`;
}

/** Whether objects stored as this are of a kind that a definition made. */
export function isStoredAsCustom(storedAs: string): boolean {
  return storedAs.includes(".");
}
