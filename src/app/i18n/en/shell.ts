/** English texts of the shell. Keys begin with the name of the part that shows them. */
export const shell = {} as const;
