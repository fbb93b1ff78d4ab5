import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decoderFor } from '../../../../server/import/decode.ts'
import { detectDialect } from '../../../../server/import/detect-csv.ts'
import { ByteWatch, detectEncoding } from '../../../../server/import/detect-encoding.ts'

function encodingOf(bytes: Buffer, piece = bytes.length) {
  const watch = new ByteWatch()
  for (let at = 0; at < bytes.length; at += piece) watch.see(bytes.subarray(at, at + piece))
  return detectEncoding(watch.end(), bytes)
}

describe('finding out how a file is read', () => {
  it('IM-01 tells encodings by mark, by all bytes, or by a guess', () => {
    expect(encodingOf(Buffer.from('\u{FEFF}a;ü'))).toEqual({ encoding: 'utf-8', encodingFrom: 'mark' })
    expect(encodingOf(Buffer.from('\u{FEFF}a;ü', 'utf16le'))).toEqual({ encoding: 'utf-16le', encodingFrom: 'mark' })
    expect(encodingOf(iconv.encode('Vorname;Größe', 'utf-16be', { addBOM: true })).encoding).toBe('utf-16be')
    expect(encodingOf(Buffer.from('First name,Last name\nAda,Lovelace', 'utf16le')).encoding).toBe('utf-16le')
    expect(encodingOf(Buffer.from('Ünïcödé'))).toEqual({ encoding: 'utf-8', encodingFrom: 'bytes' })
    expect(encodingOf(iconv.encode('Müller;Größe €;“quoted”', 'windows-1252')).encoding).toBe('windows-1252')
    expect(
      encodingOf(iconv.encode('Иванов;Пётр;Москва, улица Ленина и далее по тексту', 'windows-1251')).encoding,
    ).toBe('windows-1251')
    expect(encodingOf(iconv.encode('山田太郎,東京都千代田区丸の内,営業部長です', 'shift_jis')).encoding).toBe(
      'shift_jis',
    )
    expect(encodingOf(iconv.encode('Müller, Zoë, Größe, façade, señor, Jürgen', 'macintosh')).encoding).toBe(
      'macintosh',
    )
  })

  it('IM-01 finds a single wrong byte at the far end of a file, and a letter cut by a piece', () => {
    const text = Buffer.from(`${'plain,text\n'.repeat(20_000)}Zoë,漢字 🦉\n`)
    for (const piece of [7, 65_536, 65_537]) expect(encodingOf(text, piece).encoding).toBe('utf-8')
    expect(encodingOf(Buffer.concat([text, Buffer.from([0xfc])]), 4096).encoding).toBe('windows-1252')
  })

  it('decodes in pieces as in one', () => {
    const bytes = iconv.encode('\u{FEFF}Zoë;漢字;🦉', 'utf-16le')
    const decoder = decoderFor('utf-16le')
    const text = [...bytes].map((byte) => decoder.write(Buffer.from([byte]))).join('') + decoder.end()
    expect(text).toBe('Zoë;漢字;🦉')
  })

  it('IM-01 tells delimiters by what cuts rows alike, and obeys what Excel writes', () => {
    expect(detectDialect('a;b;c\n1,5;2,5;x\n2,5;3,5;y\n', true).delimiter).toBe(';')
    expect(detectDialect('First name\tEmail\nAda\ta@x.example, b@x.example\n', true).delimiter).toBe('\t')
    expect(detectDialect('Vorname|Nachname|Notiz\nAda|Lovelace|a, b; c\n', true).delimiter).toBe('|')
    expect(detectDialect('sep=;\nname;mail\nAda;ada@x.example\n', true)).toMatchObject({
      delimiter: ';',
      headerLine: 2,
    })
    expect(detectDialect("'First name','Email'\n'Ada','ada@x.example'\n'Bob, Jr.','bob@x.example'\n", true).quote).toBe(
      "'",
    )
  })

  it('IM-02 finds headers behind a preamble, in the first row, or nowhere', () => {
    expect(
      detectDialect('Notes:\n"A, long paragraph"\n\nFirst Name,Last Name,URL,Email Address\nAda,Lovelace,,\n', true)
        .headerLine,
    ).toBe(4)
    expect(detectDialect('Prénom;Nom;Courriel\nAda;Lovelace;a@x.example\n', true).headerLine).toBe(1)
    expect(detectDialect('Ada,Test,ada@example.com\nBob,Test,bob@example.com\n', true).headerLine).toBe(0)
    expect(detectDialect('Colour,Size\nred,big\n', true).headerLine).toBe(1)
  })
})
