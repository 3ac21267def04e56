import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { ScenarioFile } from "#protocol/scenario.ts";

const MOST_FILES = 40;
const MOST_BYTES = 1_000_000;

/** A folder as a zip archive. */
export function zipFolder(folder: string, files: readonly ScenarioFile[]): Uint8Array {
  return zipSync(
    Object.fromEntries(files.map(({ name, text }) => [`${folder}/${name}`, strToU8(text)])),
  );
}

/** The files of an archive, whatever folder they lie in; undefined when it is none, or too large to be a lesson. */
export function unzipFolder(bytes: Uint8Array): readonly ScenarioFile[] | undefined {
  if (bytes.length > MOST_BYTES) return undefined;
  try {
    let whole = 0;
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        whole += originalSize;
        return whole <= MOST_BYTES && !name.endsWith("/");
      },
    });
    const files = Object.entries(entries).map(([path, content]) => ({
      name: path.split("/").at(-1) ?? path,
      text: strFromU8(content),
    }));
    return whole > MOST_BYTES || files.length > MOST_FILES ? undefined : files;
  } catch {
    return undefined;
  }
}
