import { escapeHtml, type PageLanguage } from '../web/public-page.ts'
import type { Choices, Preferences } from './opt-out.ts'
import { type Texts, texts } from './opt-out-texts.ts'

interface Page {
  language: PageLanguage
  title: string
  body: string
}

const paragraph = (text: string, attributes = ''): string => `<p${attributes}>${escapeHtml(text)}</p>`
const quiet = (text: string): string => paragraph(text, ' class="quiet"')

/** What can be chosen. Reading it changes nothing: scanners follow every link (CO-09). */
export function choicePage(language: PageLanguage, preferences: Preferences | null, said?: string): Page {
  const t = texts[language]
  if (!preferences) return nobodyPage(language)
  const { refused } = preferences
  const body = [
    said ? paragraph(said, ' role="status"') : '',
    about(t, preferences),
    refused.marketing ? paragraph(t.alreadyMarketing) : '',
    refused.tracking ? paragraph(t.alreadyTracking) : '',
    refused.marketing && refused.tracking ? '' : form(t, refused),
    quiet(t.oneToOne),
  ]
  return { language, title: t.title, body: body.join('') }
}

function form(t: Texts, refused: Choices): string {
  const box = (name: keyof Choices, text: string, checked: boolean) =>
    refused[name]
      ? ''
      : `<label><input type="checkbox" name="${name}" value="stop"${checked ? ' checked' : ''}><span>${escapeHtml(text)}</span></label>`
  return (
    `<form method="post"><fieldset><legend>${escapeHtml(t.choose)}</legend>${box('marketing', t.marketing, true)}` +
    `${box('tracking', t.tracking, refused.marketing)}</fieldset>` +
    `<button type="submit">${escapeHtml(refused.marketing ? t.save : t.button)}</button></form>`
  )
}

export function donePage(language: PageLanguage, preferences: Preferences | null, choices: Choices): Page {
  const t = texts[language]
  if (!preferences) return nobodyPage(language)
  if (!choices.marketing && !choices.tracking) return choicePage(language, preferences, t.nothingChosen)
  const body = [
    choices.marketing ? paragraph(t.marketingDone, ' role="status"') : '',
    choices.tracking ? paragraph(t.trackingDone, ' role="status"') : '',
    about(t, preferences),
    quiet(t.oneToOne),
  ]
  return { language, title: t.done, body: body.join('') }
}

/** The same for a token that was made up and for somebody who was erased. */
function nobodyPage(language: PageLanguage): Page {
  const t = texts[language]
  return { language, title: t.nobody, body: paragraph(t.nobodyText) }
}

const about = (t: Texts, { address }: Preferences): string =>
  address ? paragraph(t.forAddress.replace('{address}', masked(address))) : ''

/** `a•••@x.example`: enough for its owner. */
const masked = (address: string): string => `${[...address][0] ?? ''}•••${address.slice(address.lastIndexOf('@'))}`
