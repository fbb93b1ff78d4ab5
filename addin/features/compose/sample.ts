const longest = 80

/** The beginning of an inserted text, by which it is found again. */
export function sampleOf(text: string): string {
  return flat(text).slice(0, longest)
}

/** Whether an inserted text still stands in a message, whatever became of its spaces. */
export function standsIn(sample: string, text: string): boolean {
  return sample !== '' && flat(text).includes(sample)
}

const flat = (text: string): string =>
  text
    .replaceAll(/[\s\u00A0]+/g, ' ')
    .trim()
    .toLowerCase()
