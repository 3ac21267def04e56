/** English texts of the stage. Keys begin with the name of the part that shows them. */
export const stage = {} as const;
