import { type Letter, stamp } from '../letters.ts'
import { contacts, type DemoContact } from './people.ts'
import { Random } from './random.ts'
import { contactAuthor } from './threads.ts'
import { type Author, addressOf, writeHtml } from './writer.ts'

/** A single mail, written down by hand. */
interface Note {
  from: Author
  to: Author[]
  /** Minutes before the anchor. */
  ago: number
  subject: string
  text: string
  more?: Partial<Letter>
}

export type Write = (note: Note) => Letter

/** @param series keeps the ids of several such writers apart. */
export function writerFor(anchor: number, series: number): Write {
  const random = new Random(series)
  let count = 0
  return ({ from, to, ago, subject, text, more }) => {
    const sent = new Date(anchor - ago * 60_000)
    const addressee = to[0] as Author
    return {
      internetMessageId: `<${random.hex(22)}.s${series}-${count}@${from.email.split('@')[1]}>`,
      conversation: `single-${series}-${count++}`,
      subject,
      html: writeHtml(
        {
          author: from,
          to: addressee,
          language: from.language === 'en' ? addressee.language : from.language,
          text,
          subject,
          sent,
        },
        random,
      ),
      from: addressOf(from),
      to: to.map(addressOf),
      sent: stamp(sent),
      ...more,
    }
  }
}

export const person = (lastName: string): Author =>
  contactAuthor(contacts.find((one) => one.lastName === lastName) as DemoContact)
