/** English texts of the panels. Keys begin with the name of the part that shows them. */
export const panels = {} as const;
