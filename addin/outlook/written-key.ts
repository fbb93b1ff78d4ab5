const keys = new WeakMap<object, string>()
let counted = 0

/** Tells one message being written from the next: until it is saved it has no id, but Outlook gives each its own object. */
export function writtenKey(item: object): string {
  const known = keys.get(item)
  if (known) return known
  counted += 1
  keys.set(item, String(counted))
  return String(counted)
}
