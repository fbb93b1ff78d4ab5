/** Whether a number is stored as it was typed, because it is none in its country (CR-12). Valid ones begin with `+`. */
export const isKept = (stored: string | null): boolean => stored !== null && !stored.startsWith('+')
