/** Placeholder. */
export function ShareDialog() { return null; }
