/** Reads a setting, or writes it. Where the browser keeps nothing, nothing is kept. */
export function setting(name: string, value?: string): string | undefined {
  const key = `kubectl-job.${name}`;
  try {
    if (value !== undefined) {
      localStorage.setItem(key, value);
    }
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return value;
  }
}
