/** Close enough to an address to know a column of them; what is one is decided by the form's rule. */
export const looksLikeEmail = (value: string): boolean =>
  /^(mailto:)?[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/i.test(value.trim())
