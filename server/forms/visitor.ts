/** The page a form was filled in on, without what may name a person: query and fragment. */
export function pageAddress(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2000) return null
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  return `${url.origin}${url.pathname}`
}

export interface Visitor {
  network: string | null
  agent: string | null
  pageUrl: string | null
}
