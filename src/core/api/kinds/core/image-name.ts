const DOMAIN =
  "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?";
const PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const REFERENCE = new RegExp(
  `^(?:(?:${DOMAIN}|\\[[a-fA-F0-9:]+\\](?::[0-9]+)?)/)?${PART}(?:/${PART})*(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);

const MAX_NAME_LENGTH = 255;

/** The pull policy an image gets when none is asked for: Always for `latest`, spoken or implied. Models v1.SetDefaults_Container. */
export function defaultPullPolicy(image: string): "Always" | "IfNotPresent" {
  const match = REFERENCE.exec(image);
  if (!match) return "IfNotPresent";
  const [, tag, digest] = match;
  const name = image.split("@")[0] ?? "";
  if (name.length - (tag === undefined ? 0 : tag.length + 1) > MAX_NAME_LENGTH)
    return "IfNotPresent";
  return tag === "latest" || (tag === undefined && digest === undefined)
    ? "Always"
    : "IfNotPresent";
}
