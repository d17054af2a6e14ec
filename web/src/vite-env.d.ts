declare module "*/generated/wasm_exec.js";

/** What hack/web makes; it need not be there yet for the types to be checked. */
declare module "*/generated/versions.json" {
  const versions: string[];
  export default versions;
}
