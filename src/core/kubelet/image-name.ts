import { rememberByText } from "#core/base/remember.ts";

const DOMAIN =
  "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?";
const PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const REFERENCE = new RegExp(
  `^((?:(?:${DOMAIN})/)?${PART}(?:/${PART})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);

/** The image with its tag spoken out, or upstream's complaint. Models kubelet images applyDefaultImageTag. */
export const withDefaultTag: (
  image: string,
) => { readonly image: string } | { readonly error: string } = rememberByText((image) => {
  const match = REFERENCE.exec(image);
  if (!match) {
    const cause =
      image.toLowerCase() !== image && REFERENCE.test(image.toLowerCase())
        ? "repository name must be lowercase"
        : "invalid reference format";
    return { error: `couldn't parse image name "${image}": ${cause}` };
  }
  const [, , tag, digest] = match;
  return { image: tag === undefined && digest === undefined ? `${image}:latest` : image };
});

/** The full name of an image with a tag: registry and library spelt out, as containerd prints it. Models reference.ParseDockerRef. */
export function fullImageName(image: string): string {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  const hasRegistry = first.includes(".") || first.includes(":") || first === "localhost";
  if (hasRegistry) return image;
  return slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
}

/** The name without tag and digest. */
export function repositoryOf(fullName: string): string {
  const name = fullName.split("@")[0] ?? fullName;
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(0, colon) : name;
}
