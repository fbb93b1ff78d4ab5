import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const list = (name: string): string[] =>
  readFileSync(createRequire(import.meta.url).resolve(`freemail/data/${name}.txt`), 'utf8').split('\n')

/** The lists that the package `freemail` keeps. Its own look-up reads them from the beginning each time: a millisecond. */
const domains = new Set([...list('free'), ...list('disposable')].map((domain) => domain.trim()).filter(Boolean))

/** Domains that everybody may have an address at, and those below them, never stand for a company (CR-09). */
export function isFreeMail(domain: string): boolean {
  for (let at = 0; at >= 0; at = domain.indexOf('.', at) + 1 || -1) {
    const rest = domain.slice(at)
    if (!rest.includes('.')) return false
    if (domains.has(rest)) return true
  }
  return false
}
