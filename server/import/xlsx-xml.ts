import type { SaxesTagPlain } from 'saxes'

/** What reads a part of a workbook as it goes by. */
export interface Handlers {
  open?(tag: SaxesTagPlain): void
  text?(text: string): void
  close?(tag: SaxesTagPlain): void
}

/** Programs put any prefix before the names of tags. */
export const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** `_x000D_` in a text of a sheet stands for the letter (ECMA-376, ST_Xstring). */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([\dA-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
