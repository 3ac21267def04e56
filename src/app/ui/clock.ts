/** Virtual ms as a clock: `00:46.2`, `1:02:05`. Tenths are for the big clock only. */
export function clockText(
  ms: number,
  { tenths = false }: { readonly tenths?: boolean } = {},
): string {
  const total = Math.max(0, Math.floor(ms / 100));
  const seconds = Math.floor(total / 10) % 60;
  const minutes = Math.floor(total / 600) % 60;
  const hours = Math.floor(total / 36_000);
  const text = `${hours > 0 ? `${hours}:` : ""}${two(minutes)}:${two(seconds)}`;
  return tenths ? `${text}.${total % 10}` : text;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
