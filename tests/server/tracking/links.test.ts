import { describe, expect, it } from 'vitest'
import { testApi } from '../api.ts'
import { addContact, annsMail, ask, entriesOf, sentMail, stored, summaryOf, turnOn } from './mails.ts'

describe('links', () => {
  it('TR-08 lead where they led when the mail was written, and nowhere else', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const url = 'https://shop.example/a?x=1&y=ü#part'
    const mail = await sentMail(api, ['ann@x.example'], { links: [url] })
    const tracked = mail.links[0]?.tracked as string
    const answer = await ask(api, `${tracked}?url=https://evil.example`)
    expect([answer.statusCode, answer.headers.location]).toEqual([302, 'https://shop.example/a?x=1&y=%C3%BC#part'])
    expect(answer.headers).toMatchObject({ 'referrer-policy': 'no-referrer', pragma: 'no-cache' })
    expect(answer.headers['set-cookie']).toBeUndefined()
    for (const address of [tracked.slice(0, -1), `${tracked}A`, '/t/c/x', tracked.replace('/t/c/', '/t/c/A')]) {
      const forged = await ask(api, address, { headers: { 'accept-language': 'de' } })
      expect(forged.statusCode).toBe(404)
      expect(forged.headers['content-type']).toContain('text/html')
      expect(forged.headers['content-security-policy']).toContain("default-src 'none'")
      expect(forged.body).toContain('<html lang="de">')
    }
    await stored(api, 1)
    const entries: { type: string }[] = await entriesOf(api, ann)
    expect(entries.toSorted((x, y) => x.type.localeCompare(y.type))).toMatchObject([
      { type: 'email_clicked', summary: url, details: { class: 'person', link: url } },
      { type: 'email_opened', details: { class: 'person', implied: true, count: 1 } },
    ])
  })

  it('whoever guesses links is told to wait; right ones are never held back', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'])
    const codes = []
    for (let n = 0; n < 70; n++) codes.push((await ask(api, `/t/c/${'A'.repeat(44)}`)).statusCode)
    expect(codes.slice(0, 60)).toEqual(Array(60).fill(404))
    expect(codes.at(-1)).toBe(429)
    expect((await ask(api, mail.links[0]?.tracked as string)).statusCode).toBe(302)
  })

  it('TR-05 a click implies one open, which gives way to a real one', async () => {
    const { api, ann, mail } = await annsMail()
    const tracked = mail.links[0]?.tracked as string
    await ask(api, tracked)
    await ask(api, tracked)
    await stored(api, 2)
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'clicked', opens: 1, clicks: 2 })
    await ask(api, mail.pixel)
    await stored(api, 3)
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'clicked', opens: 1, clicks: 2 })
    const opened = (await entriesOf(api, ann)).filter(({ type }: { type: string }) => type === 'email_opened')
    expect(opened).toHaveLength(1)
    expect(opened[0].details.implied).toBeUndefined()
  })

  it('TR-03 a scanner that follows all links takes its first clicks back', async () => {
    const api = await testApi()
    await turnOn(api)
    const ann = await addContact(api)
    const links = ['https://shop.example/a', 'https://shop.example/b', 'https://shop.example/c']
    const mail = await sentMail(api, ['ann@x.example'], { links })
    const [a, b, c] = mail.links.map(({ tracked }) => tracked as string)
    await ask(api, a as string)
    await stored(api, 1)
    expect(await entriesOf(api, ann)).toHaveLength(2)
    await ask(api, b as string)
    await ask(api, c as string)
    await stored(api, 3)
    expect(await entriesOf(api, ann)).toEqual([])
    expect(await summaryOf(api, mail.activityId)).toMatchObject({ state: 'not_measurable', machines: 3 })
  })

  it('TR-03 the hidden link is followed by machines alone', async () => {
    const { api, ann, mail } = await annsMail()
    await ask(api, mail.trap)
    await ask(api, mail.pixel)
    expect((await stored(api, 2)).map((row) => row.class)).toEqual(['scanner', 'scanner'])
    expect(await entriesOf(api, ann)).toEqual([])
  })

  it('still lead on while the database is away, once they were asked for', async () => {
    const api = await testApi()
    await turnOn(api)
    await addContact(api)
    const mail = await sentMail(api, ['ann@x.example'], { links: ['https://shop.example/a', 'https://shop.example/b'] })
    const [a, b] = mail.links.map(({ tracked }) => tracked as string)
    await ask(api, a as string)
    await stored(api, 1)
    const { execute } = api.connection.db
    api.connection.db.execute = (() => Promise.reject(new Error('away'))) as never
    const [known, unknown] = [await ask(api, a as string), await ask(api, b as string)]
    api.connection.db.execute = execute
    expect([known.statusCode, known.headers.location]).toEqual([302, 'https://shop.example/a'])
    expect([unknown.statusCode, unknown.headers['retry-after']]).toEqual([503, '5'])
    // Neither click is lost.
    expect(await stored(api, 3)).toHaveLength(3)
  })
})
