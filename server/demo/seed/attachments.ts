import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { StoredAttachment } from '../model.ts'

/** Some kilobytes that mean nothing, so that files are not all of one size; always the same for one name. */
function filling(name: string): string {
  const [size = 0, byte = 0] = createHash('sha256').update(name).digest()
  return 'Halden Optics '.repeat(150 + size * 3 + (byte % 3))
}

/** A one-page PDF with a line of text, small but real, in base64. */
export function pdf(title: string): string {
  const text = title.normalize('NFD').replace(/[^\x20-\x7e]|[()\\]/g, '')
  const stream = `BT /F1 18 Tf 72 760 Td (${text}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = `%PDF-1.4\n%${filling(title)}\n`
  const offsets = objects.map((object, i) => {
    const at = body.length
    body += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(body + table + end, 'latin1').toString('base64')
}

/** An empty archive: only the record that ends every zip file, with a comment. */
export function zip(name: string): string {
  const comment = Buffer.from(filling(name), 'latin1')
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([end, comment]).toString('base64')
}

const WIDTH = 96
const HEIGHT = 24

/** The picture under somebody's mails: a bar in two colours, as PNG (RFC 2083). */
export function logo(name: string): StoredAttachment {
  const row = [0, ...Array.from({ length: WIDTH }, (_, x) => (x < HEIGHT ? 0 : 1))]
  const head = Buffer.alloc(13)
  head.writeUInt32BE(WIDTH, 0)
  head.writeUInt32BE(HEIGHT, 4)
  head.set([8, 3], 8)
  const chunks = [
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from([0x0f, 0x6c, 0xbd, 0xc7, 0xd6, 0xe4])),
    chunk('IDAT', deflateSync(Buffer.from(Array.from({ length: HEIGHT }, () => row).flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  const content = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]).toString('base64')
  return { id: '', name, contentType: 'image/png', content, inline: true }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  whole.set(body, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
