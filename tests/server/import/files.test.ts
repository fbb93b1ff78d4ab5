import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { admin, testApi } from '../api.ts'
import { contactsOf, importing } from './importing.ts'

async function zip(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const file = new yazl.ZipFile()
  for (const [name, content] of Object.entries(parts)) file.addBuffer(Buffer.from(content), name)
  file.end()
  const out = new PassThrough()
  file.outputStream.pipe(out)
  return Buffer.concat(await Array.fromAsync(out))
}

const relations =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>'
const book = '<workbook xmlns:r="r"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>'
const workbook = (sheet: string | Buffer, more: Record<string, string | Buffer> = {}) =>
  zip({ 'xl/workbook.xml': book, 'xl/_rels/workbook.xml.rels': relations, 'xl/worksheets/sheet1.xml': sheet, ...more })

describe('files people have', () => {
  it('reads workbooks: shared and own texts, dates, numbers, gaps, rich text', async () => {
    const api = await testApi()
    const { all } = importing(api)
    const strings =
      '<sst><si><t>First Name</t></si><si><t>Email</t></si><si><t>Phone</t></si><si><t>Created</t></si><si><r><t>A</t></r><r><t>da</t></r><rPh><t>nothing</t></rPh></si></sst>'
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>' +
      '<row r="2"><c r="A2" t="s"><v>4</v></c><c r="B2" t="inlineStr"><is><t>ada_x0040_acme.example</t></is></c><c r="C2"><v>4.93012345678E+11</v></c><c r="D2" s="1"><v>45413</v></c></row>' +
      '<row r="9"><c r="B9" t="str"><v>bob@acme.example</v></c></row>'
    const done = await all(
      await workbook(`<worksheet><sheetData>${rows}</sheetData></worksheet>`, {
        'xl/sharedStrings.xml': strings,
        'xl/styles.xml': styles,
      }),
      {},
      'people.xlsx',
    )
    expect(done).toMatchObject({ format: 'xlsx', counts: { rows: 2, created: 2 } })
    expect(await contactsOf(api)).toMatchObject(
      [
        { firstName: 'Ada', email: 'ada@acme.example', phone: '493012345678', createdAt: '2024-05-01T00:00:00.000Z' },
        { email: 'bob@acme.example' },
      ].toSorted((a, b) => (a.firstName ?? a.email).localeCompare(b.firstName ?? b.email)),
    )
  })

  it('IM-02 refuses bombs, entities, broken and foreign files by name, and keeps nothing of them', async () => {
    const api = await testApi()
    const { tryUpload } = importing(api)
    const bomb = await workbook(
      Buffer.concat([
        Buffer.from('<worksheet><sheetData>'),
        Buffer.alloc(80 * 1024 ** 2, ' '),
        Buffer.from('</sheetData></worksheet>'),
      ]),
    )
    const laughs = await workbook(
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>',
    )
    const cut = (await workbook('<worksheet><sheetData/></worksheet>')).subarray(0, 300)
    const hostile: [string, Buffer | string][] = [
      ['bomb.xlsx', bomb],
      ['laughs.xlsx', laughs],
      ['cut.xlsx', cut],
      ['other.xlsx', await zip({ 'readme.txt': 'hello' })],
      ['old.xls', Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.alloc(600)])],
      ['list.pdf', '%PDF-1.7 …'],
      ['page.csv', '<!doctype html><html>'],
      ['wide.csv', `${Array.from({ length: 3000 }, (_, n) => `c${n}`).join(',')}\n`],
    ]
    for (const [name, content] of hostile) {
      const { status, body } = await tryUpload(content, name)
      expect([name, status, body.type]).toEqual([name, 422, 'file-unreadable'])
    }
    expect(await tryUpload('', 'empty.csv')).toMatchObject({ status: 422, body: { type: 'empty-file' } })
    const kept = await api.connection
      .sql`select (select count(*) from imports)::int as imports, (select count(*) from import_file_parts)::int as parts`
    expect(kept[0]).toEqual({ imports: 0, parts: 0 })
  })

  it('IM-02 a thousand columns, NULs, cells of ten megabytes, wrong letters: each has its outcome', async () => {
    const api = await testApi()
    const { upload, run, rows } = importing(api)
    const many = await upload(
      `Email,${Array.from({ length: 999 }, (_, n) => `Column ${n}`).join(',')}\na@x.example${',v'.repeat(999)}\n`,
    )
    expect((await run(many.id)).counts).toMatchObject({ created: 1 })
    const odd = await upload(
      Buffer.concat([
        Buffer.from('First Name,Email\nNu\0l,nul@x.example\nBig,"'),
        Buffer.alloc(10 * 1024 ** 2, 'z'),
        Buffer.from('"\nCyd,cyd@x.example\n'),
      ]),
    )
    expect((await run(odd.id)).counts).toMatchObject({ rows: 3, created: 2, refused: 1, warned: 1 })
    expect((await rows(odd.id)).flatMap(({ issues }) => issues.map(({ code }) => code))).toEqual([
      'nul-removed',
      'too-long',
    ])
    expect((await contactsOf(api)).map(({ email }) => email).sort()).toEqual([
      'a@x.example',
      'cyd@x.example',
      'nul@x.example',
    ])
  })

  it('the file lies encrypted, and a part that was moved is not read', async () => {
    const api = await testApi()
    const { upload, answer } = importing(api)
    const file = await upload('First Name,Email\nConfidential,very@secret.example\n')
    const [part] = await api.connection.sql<{ bytes: Buffer }[]>`select bytes from import_file_parts`
    expect(part?.bytes.includes('Confidential')).toBe(false)
    await api.connection.sql`update import_file_parts set part = 7`
    expect((await answer('PUT', `/imports/${file.id}/reading`, { delimiter: ';' })).status).toBe(500)
  })

  it('IM-01 is read anew with another encoding or delimiter', async () => {
    const api = await testApi()
    const { upload, answer } = importing(api)
    const file = await upload(Buffer.from('Vorname;Mail\nJ\xf6rg;joerg@x.example\n', 'latin1'))
    expect(file.reading).toMatchObject({ encoding: 'windows-1252', delimiter: ';' })
    expect(file.sample[0]?.[0]).toBe('Jörg')
    const { body } = await answer('PUT', `/imports/${file.id}/reading`, { encoding: 'windows-1251' })
    expect([body.reading.encodingFrom, body.sample[0][0]]).toEqual(['person', 'Jцrg'])
    const split = await answer('PUT', `/imports/${file.id}/reading`, { delimiter: ',' })
    expect(split.body.columns).toHaveLength(1)
  })

  it('IM-04 a re-import of our own export changes nothing, as CSV and as workbook', async () => {
    const api = await testApi()
    const ask = api.as(admin)
    const { upload, run } = importing(api)
    await ask({
      method: 'POST',
      url: '/api/v1/custom-fields',
      payload: {
        entity: 'contact',
        label: 'Level',
        type: 'multi_choice',
        choices: [{ label: 'A; b' }, { label: 'C' }],
      },
    })
    await ask({
      method: 'POST',
      url: '/api/v1/custom-fields',
      payload: { entity: 'contact', label: 'Number', type: 'number' },
    })
    const odd = ['=1+1', '+49 x', '-5', '@cmd', "'=x", 'a "b", c', 'line\nbreak', '  ', 'ß ñ 漢字 🦉']
    for (const [index, text] of odd.entries()) {
      const { status, body } = await ask({
        method: 'POST',
        url: '/api/v1/contacts',
        payload: {
          duplicates: 'allow',
          firstName: text,
          lastName: `N${index}`,
          ...(index % 2
            ? { email: `n${index}@x.example`, aliases: [`o${index}@x.example`] }
            : { phone: '+49 30 1234567' }),
          jobTitle: text,
          company: index % 3 ? `Firm; ${text}` : null,
          tags: ['a;b', `t"${index}`],
          country: 'DE',
          linkedin: 'in/some-one',
          customFields: { number: -index, level: ['A; b', 'C'] },
        },
      })
      expect([status, body.detail]).toEqual([201, undefined])
    }
    const before = await api.connection.sql`select id, version, updated_at from contacts order by id`
    for (const format of ['csv', 'xlsx']) {
      const { rawPayload } = await api.app.inject({
        method: 'GET',
        url: `/api/v1/contacts/export.${format}`,
        headers: { authorization: `Bearer ${await api.entra.token(admin)}` },
      })
      const file = await upload(rawPayload, `contacts.${format}`)
      expect(file.knownAs).toBe('Throughline')
      const done = await run(file.id)
      expect(done.counts).toMatchObject({ rows: odd.length, unchanged: odd.length, warned: 0 })
      expect(await api.connection.sql`select id, version, updated_at from contacts order by id`).toEqual(before)
    }
  })

  it('rows decide in the order of the file: a file whole, or cut into single rows, comes to the same, as foretold', async () => {
    const row = fc.record({
      name: fc.constantFrom('Ada', 'Bob', ''),
      mail: fc.constantFrom(
        'a@x.example',
        'A@x.example',
        'a+t@x.example',
        'b@x.example',
        'b@x.example; a@x.example',
        '',
        'broken',
      ),
      alias: fc.constantFrom('', 'c@x.example', 'b@x.example'),
      title: fc.constantFrom('', 'Buyer', 'CEO'),
      company: fc.constantFrom('', 'Acme', 'ACME', 'Engines'),
      phone: fc.constantFrom('', '030 1234567', '+49 30 7654321'),
      tags: fc.constantFrom('', 'x', 'x; y'),
      key: fc.constantFrom('', '1', '2', 'É1'),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 9 }),
        fc.constantFrom('fill' as const, 'overwrite' as const, 'skip' as const, 'create' as const),
        fc.constantFrom('leave_out' as const, 'refuse' as const),
        async (rows, onMatch, invalid) => {
          const csv = (list: typeof rows) =>
            `First Name,Email,Other emails,Job title,Company,Phone,Tags,Key,Country\n${list
              .map(
                (one) =>
                  `${Object.values(one)
                    .map((cell) => `"${cell}"`)
                    .join(',')},DE`,
              )
              .join('\n')}\n`
          const outcomes = []
          for (const parts of [[rows], rows.map((one) => [one])]) {
            const api = await testApi()
            await api.as(admin)({
              method: 'POST',
              url: '/api/v1/custom-fields',
              payload: { entity: 'contact', label: 'Key', type: 'text', unique: true },
            })
            const { upload, map, preview, run } = importing(api)
            for (const part of parts) {
              const file = await map(await upload(csv(part)), { onMatch, invalid, remember: false })
              const foretold = (await preview(file.id)).preview?.counts
              expect((await run(file.id)).counts).toEqual(foretold)
            }
            outcomes.push(
              (await contactsOf(api))
                .map(({ firstName, email, aliases, jobTitle, company, phone, tags, customFields }) =>
                  JSON.stringify([
                    firstName,
                    email,
                    aliases.toSorted(),
                    jobTitle,
                    company?.name,
                    phone,
                    tags.filter((tag: string) => !tag.startsWith('Import')),
                    customFields,
                  ]),
                )
                .toSorted(),
            )
          }
          expect(outcomes[0]).toEqual(outcomes[1])
        },
      ),
      { numRuns: 12 },
    )
  }, 240_000)
})
