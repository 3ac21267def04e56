/** Placeholder. */
export function Compare() { return null; }
