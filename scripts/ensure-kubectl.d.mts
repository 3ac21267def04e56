/** Where `kubectl` and `helm` are, or a sentence that says why they are nowhere. */
export function ensureKubectl(): { readonly directory?: string; readonly reason?: string };
