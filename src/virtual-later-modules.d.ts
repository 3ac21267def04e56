declare module "virtual:later-modules" {
  /** Fetches the modules of vite-plugins/later-list.ts; until then they may not be called. */
  export function load(): Promise<void>;
  /** Whether one was called before it was here, since this was last asked. */
  export function takeMissed(): boolean;
}
