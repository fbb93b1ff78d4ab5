import type { Address, ReadMessage } from '../../outlook/selection.ts'

/**
 * The people a message is about, in the order the pane names them (OP-03): From, Reply-To, To, Cc without
 * oneself and without doubles; when one sent it oneself, the recipients come first because only they remain.
 * A Reply-To that differs from From is kept: mail "via" a list has its real sender there (OP-04).
 */
export function participants(message: ReadMessage, own: readonly string[] = []): Address[] {
  const mine = new Set([message.own, ...own].map(fold).filter(Boolean))
  const found = new Map<string, Address>()
  const written = [message.from, message.sender].filter((person) => person !== null)
  for (const person of [...written, ...message.replyTo, ...message.to, ...message.cc]) {
    const key = fold(person.address)
    const known = found.get(key)
    if (mine.has(key)) continue
    if (!known) found.set(key, person)
    else if (!known.name && person.name) found.set(key, { ...known, name: person.name })
  }
  return [...found.values()]
}

/** Before the server has said who is who: an address at one of the organisation's domains is a colleague's. */
export function isAtDomains(address: string, domains: readonly string[]): boolean {
  const domain = fold(address).split('@').at(-1)
  return domains.some((own) => fold(own) === domain)
}

/** How addresses are compared; folding further is the server's business. */
export function fold(address: string): string {
  return address.trim().normalize('NFC').toLowerCase()
}
