/** English texts of the reasons. Keys begin with the name of the part that shows them. */
export const reasons = {} as const;
