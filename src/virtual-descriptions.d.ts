declare module "virtual:api-descriptions" {
  /** Texts by schema name and field; "" names the type itself. Read from the installed client library at build time. */
  const descriptions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  // eslint-disable-next-line no-restricted-exports -- a module of data alone, made by vite-plugins/descriptions.ts
  export default descriptions;
}
