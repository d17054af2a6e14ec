// The page runs no script but its own: Trusted Types hold it to that.

interface Policy {
  createScriptURL(url: string): string;
}

declare global {
  var trustedTypes: { createPolicy(name: string, rules: Policy): Policy } | undefined;
}

const rules: Policy = {
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin) {
      throw new TypeError(`no script of this page: ${url}`);
    }
    return url;
  },
};
const policy = globalThis.trustedTypes?.createPolicy("kubectl-job", rules) ?? rules;

/** An address of a script of this page, in the form that workers and service workers take. */
export function scriptURL(url: URL): string {
  return policy.createScriptURL(url.href);
}
