/** Second-level labels under which registries sell names: `acme.co.uk` is the company Acme. */
const registryLabels = new Set(['co', 'com', 'org', 'net', 'ac', 'gov', 'edu', 'or', 'ne', 'gob', 'gouv'])

let freeMail: Promise<Set<string>> | undefined

/** Domains of free-mail providers; the list is loaded when it is first needed. */
export function freeMailDomains(): Promise<Set<string>> {
  freeMail ??= import('freemail/data/free.txt?raw').then(
    ({ default: list }) => new Set(list.split('\n').filter(Boolean)),
  )
  return freeMail
}

/** A proposal for the company behind an address; empty for free-mail, since that says nothing (CR-09). */
export function companyFromAddress(address: string, freeMailProviders: ReadonlySet<string>): string {
  const { name, registered, domain } = domainParts(address)
  if (!name || freeMailProviders.has(registered) || freeMailProviders.has(domain)) return ''
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}

/** The name someone registered (`acme`), with its ending (`acme.co.uk`), and the whole domain of an address. */
export function domainParts(address: string): { name: string; registered: string; domain: string } {
  const domain = address.trim().toLowerCase().split('@').at(-1) ?? ''
  const labels = domain.split('.')
  const suffix = labels.length > 2 && registryLabels.has(labels.at(-2) ?? '') ? 2 : 1
  const name = labels.length > 1 ? (labels.at(-1 - suffix) ?? '') : ''
  return { name, registered: labels.slice(-1 - suffix).join('.'), domain }
}
