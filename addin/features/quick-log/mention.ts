/** What was typed after an @ at the end of a text, to be completed to a colleague's name; null where there is none. */
export function typedMention(text: string): string | null {
  return /(?:^|[\s(])@([\p{L}\p{N}.'-]{0,30}(?: [\p{L}\p{N}.'-]{1,30})?)$/u.exec(text)?.[1] ?? null
}
