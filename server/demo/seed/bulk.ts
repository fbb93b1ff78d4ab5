import { stamp } from '../letters.ts'
import type { Header } from '../model.ts'
import { escapeHtml } from '../text.ts'
import { pastTime } from './calendar.ts'
import { ELEANOR, INFO, JONAS, MAREN, SABINE, TOMAS } from './organisation.ts'
import type { Posting } from './posting.ts'
import { Random } from './random.ts'
import { page } from './writer.ts'

const DAY = 86_400_000

interface Newsletter {
  name: string
  address: string
  everyDays: number
  to: string[]
  subjects: string[]
  lead: string[]
}

const NEWSLETTERS: Newsletter[] = [
  {
    name: 'Machine Vision Weekly',
    address: 'editor@machinevision-weekly.example',
    everyDays: 14,
    to: [MAREN.mail, TOMAS.mail, ELEANOR.mail],
    subjects: [
      'Polarised light, explained 🔦',
      'Five lines that inspect themselves',
      'Why your rejects lie to you',
      'Deep learning at the edge: what works',
      'Show report: three trends from the halls',
      'Lighting for black rubber',
      'The 24-hour changeover',
      'Who reads your reject bin?',
      'Line scan or area scan?',
      'GigE, once and for all',
      'A camera in the freezer ❄️',
      'Calibration without tears',
      'What auditors ask about images',
    ],
    lead: [
      'This week we look at reflective surfaces, and why the cheap filter is often the better one.',
      'A plant manager tells how the night shift halved its false rejects.',
      'Plus: our buyers’ table of 24 line-scan cameras.',
    ],
  },
  {
    name: 'PackLine Expo',
    address: 'news@packline-expo.example',
    everyDays: 40,
    to: [MAREN.mail, TOMAS.mail, INFO.mail],
    subjects: ['Your exhibitor update', 'Early-bird prices end soon', 'Hall plan is out', 'Thank you for exhibiting'],
    lead: [
      'The hall plan is online and your stand is marked in blue.',
      'Book power, water and Internet before the end of the month.',
    ],
  },
  {
    name: 'Nimbus Cloud Status',
    address: 'no-reply@status.nimbus-cloud.example',
    everyDays: 21,
    to: [JONAS.mail],
    subjects: [
      'Scheduled maintenance, region eu-central',
      '[Resolved] Delays in object storage',
      'Your monthly usage report',
    ],
    lead: [
      'No action is needed on your side.',
      'The incident has been resolved. A report follows within five working days.',
    ],
  },
  {
    name: 'Datenschutz-Briefing',
    address: 'briefing@datenschutz-verlag.example',
    everyDays: 30,
    to: [SABINE.mail],
    subjects: [
      'Neues Urteil zu Cookie-Bannern',
      'Checkliste: Auskunft in 30 Tagen',
      'Aufsichtsbehörden prüfen Auftragsverarbeiter',
    ],
    lead: ['In dieser Ausgabe: was die Behörden bei Newslettern beanstanden.', 'Mit Muster zum Herunterladen.'],
  },
]

/** Newsletters of eighteen months, with the headers by which bulk mail is known. */
export function newsletters(anchor: number): Posting[] {
  return NEWSLETTERS.flatMap((news, i) => {
    const random = new Random(6000 + i)
    return Array.from({ length: Math.floor(540 / news.everyDays) }, (_, n) => {
      const sent = new Date(anchor - n * news.everyDays * DAY - random.int(20, 300) * 60_000)
      const subject = news.subjects[n % news.subjects.length] as string
      return news.to.map((to, copy) => ({
        letter: {
          internetMessageId: `<${random.hex(20)}.${n}.${copy}@${news.address.split('@')[1]}>`,
          conversation: `news-${i}-${n}`,
          subject,
          html: newsletterHtml(news.name, subject, random.pick(news.lead)),
          from: { name: news.name, address: news.address },
          to: [{ name: to, address: to }],
          sent: stamp(sent),
          headers: bulkHeaders(news.address, random),
          focused: false,
        },
        ...(random.chance(0.35) ? { places: { [to]: 'deleteditems' } } : {}),
      }))
    }).flat()
  })
}

const bulkHeaders = (address: string, random: Random): Header[] => [
  {
    name: 'List-Unsubscribe',
    value: `<https://${address.split('@')[1]}/u/${random.hex(16)}>, <mailto:unsubscribe@${address.split('@')[1]}>`,
  },
  { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
  { name: 'List-Id', value: `<news.${address.split('@')[1]}>` },
  { name: 'Precedence', value: 'bulk' },
]

const newsletterHtml = (name: string, subject: string, lead: string) =>
  page(
    `<table width="100%" style="background:#f4f4f4"><tr><td align="center"><table width="600" style="background:#fff;font-family:Arial,sans-serif"><tr><td style="background:#1f3a5f;color:#fff;padding:20px;font-size:20px">${escapeHtml(name)}</td></tr><tr><td style="padding:20px"><h2 style="margin:0 0 12px">${escapeHtml(subject)}</h2><p>${escapeHtml(lead)}</p><p><a href="https://newsletter.example/read">Read on the web</a></p></td></tr><tr><td style="padding:20px;color:#777;font-size:11px">You receive this because you signed up. <a href="https://newsletter.example/u">Unsubscribe</a></td></tr></table></td></tr></table>`,
  )

const JUNK: [name: string, address: string, subject: string, text: string][] = [
  [
    'Parcel Service',
    'notice@delivery-4711.example',
    'Your parcel could not be delivered',
    'Pay the outstanding customs fee of 1.99 to release your parcel.',
  ],
  [
    'SEO Boost',
    'anna@seo-boost-now.example',
    'Rank #1 in 14 days!!!',
    'We audited your website and found 37 critical errors. Reply for the free report.',
  ],
  [
    'Mail Administrator',
    'admin@webmail-quota.example',
    'Your mailbox is 98% full',
    'Verify your account within 24 hours to keep receiving messages.',
  ],
  [
    'Crypto Desk',
    'desk@bright-returns.example',
    'Your account has been credited',
    'Your balance of 4,218 is waiting for you.',
  ],
  [
    'Office Supplies Direct',
    'sales@toner-direct.example',
    'Toner at half price 🖨️',
    'Only this week: original quality, half the price.',
  ],
  [
    'Executive Lists',
    'mia@exec-lists.example',
    'Attendee list of PackLine Expo',
    'Would you be interested in 14,200 verified decision makers with e-mail and phone?',
  ],
]

/** Junk, in the folder where Exchange put it. */
export function junkMail(anchor: number): Posting[] {
  const random = new Random(6100)
  return Array.from({ length: 44 }, (_, i) => {
    const [name, address, subject, text] = random.pick(JUNK)
    const to = random.pick([MAREN, TOMAS, ELEANOR, JONAS, INFO, INFO]).mail
    return {
      letter: {
        internetMessageId: `<${random.hex(18)}.${i}@${address.split('@')[1]}>`,
        conversation: `junk-${i}`,
        subject,
        html: page(`<p>${escapeHtml(text)}</p>`),
        from: { name, address },
        to: [{ name: to, address: to }],
        sent: stamp(new Date(pastTime(anchor, 60, random))),
        focused: false,
      },
      places: { [to]: 'junkemail' },
      marks: { isRead: false },
    }
  })
}
