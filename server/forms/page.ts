import { countriesIn } from './countries.ts'
import { Html, html, paragraphs } from './html.ts'
import type { FieldErrors, Given } from './read-values.ts'
import type { FormDefinition, FormLanguage } from './schema.ts'
import type { ShownField } from './shown-fields.ts'
import { style } from './style.ts'
import { type Words, wordsOf } from './words.ts'

/** The field that nobody sees and programs fill in; named so that no browser offers anything for it. */
export const TRAP = 'tl_remarks'

interface FormPage {
  definition: FormDefinition
  fields: ShownField[]
  token: string
  /** The page the form stands on. */
  pageUrl: string
  embedded: boolean
  /** Where it is sent to. */
  action: string
  given?: Given
  errors?: FieldErrors
  /** The page was open for too long. */
  again?: boolean
}

interface Frame {
  language: FormLanguage
  title: string
  embedded?: boolean
}

/** A whole page around what it shows. */
function page({ language, title, embedded = false }: Frame, body: Html): string {
  const script = embedded ? html`<script src="/f/frame.js" defer></script>` : null
  return `<!doctype html>\n${html`<html lang="${language}"${embedded ? html` class="embedded"` : null}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer"><title>${title}</title><style>${new Html(style)}</style>${script}</head>
<body><main>${body}</main></body></html>`}`
}

/** The form as its visitors see it. Works without a script; whatever it shows is escaped. */
export function formPage(shown: FormPage): string {
  const { definition, fields, token, pageUrl, embedded, action, given = {}, errors = new Map() } = shown
  const words = wordsOf[definition.language]
  return page(
    { language: definition.language, title: definition.title, embedded },
    html`<h1>${definition.title}</h1>${paragraphs(definition.intro)}
${notices(shown, words)}
<form method="post" action="${action}" accept-charset="utf-8" novalidate>
<input type="hidden" name="t" value="${token}"><input type="hidden" name="page" value="${pageUrl}">
<div class="away" aria-hidden="true"><label for="${TRAP}">${words.leaveEmpty}</label><input id="${TRAP}" name="${TRAP}" tabindex="-1" autocomplete="off"></div>
${fields.map((field) => control(field, given[field.key], errors.get(field.key), words, definition.language))}
${definition.consent && box('consent', definition.consent.wording, definition.consent.required, given, errors, words)}
${definition.tracking && box('tracking', definition.tracking.wording, false, given, errors, words)}
${definition.privacyUrl && html`<p><a href="${definition.privacyUrl}" target="_blank" rel="noopener noreferrer">${words.privacy}</a></p>`}
<button type="submit">${definition.submitLabel || words.submit}</button>
</form>`,
  )
}

function notices({ fields, errors = new Map(), again, definition }: FormPage, words: Words): Html | null {
  if (again) return html`<div class="errors" role="alert"><p>${words.again}</p></div>`
  if (errors.size === 0) return null
  const labels = new Map([
    ...fields.map(({ key, label }) => [key, label] as const),
    ['consent', definition.consent?.wording ?? ''],
  ])
  return html`<div class="errors" role="alert"><p><strong>${words.errors}</strong></p><ul>${[...errors].map(
    ([key, text]) => html`<li><a href="#${idOf(key)}">${labels.get(key)}</a>: ${text}</li>`,
  )}</ul></div>`
}

const idOf = (key: string): string => `f-${key.replaceAll('.', '-')}`

const first = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '')

const autocomplete: Record<string, string> = {
  email: 'email',
  firstName: 'given-name',
  lastName: 'family-name',
  phone: 'tel',
  jobTitle: 'organization-title',
  company: 'organization',
  country: 'country',
}

function control(
  field: ShownField,
  value: string | string[] | undefined,
  error: string | undefined,
  words: Words,
  language: FormLanguage,
): Html {
  const id = idOf(field.key)
  const described = [field.help && `${id}-help`, error && `${id}-wrong`].filter(Boolean).join(' ')
  const said = html`${described && html` aria-describedby="${described}"`}${error && html` aria-invalid="true"`}${
    field.required && html` aria-required="true"`
  }`
  const help = field.help && html`<p class="help" id="${id}-help">${field.help}</p>`
  const wrong = error && html`<p class="wrong" id="${id}-wrong">${error}</p>`
  const mark = html` <span class="mark">(${field.required ? words.required : words.optional})</span>`
  if (field.control === 'many_choices') {
    const chosen = [value ?? []].flat()
    return html`<fieldset class="field" id="${id}"${described && html` aria-describedby="${described}"`}><legend>${field.label}${mark}</legend>${help}${field.choices.map(
      (choice, at) =>
        html`<div class="tick"><input type="checkbox" id="${id}-${at}" name="${field.key}" value="${choice.id}"${chosen.includes(choice.id) && html` checked`}><label for="${id}-${at}">${choice.label}</label></div>`,
    )}${wrong}</fieldset>`
  }
  if (field.control === 'tick') {
    return html`<div class="field"><div class="tick"><input type="checkbox" id="${id}" name="${field.key}" value="yes"${first(value) && html` checked`}${said}><label for="${id}">${field.label}${mark}</label></div>${help}${wrong}</div>`
  }
  return html`<div class="field"><label for="${id}">${field.label}${mark}</label>${help}${input(field, id, first(value), said, words, language)}${wrong}</div>`
}

const inputTypes: Partial<Record<ShownField['control'], string>> = {
  email: 'email',
  tel: 'tel',
  date: 'date',
  url: 'url',
}

function input(field: ShownField, id: string, value: string, said: Html, words: Words, language: FormLanguage): Html {
  const { key, placeholder } = field
  const hint = placeholder && html` placeholder="${placeholder}"`
  if (field.control === 'area')
    return html`<textarea id="${id}" name="${key}" rows="5" maxlength="5000"${hint}${said}>\n${value}</textarea>`
  if (field.control === 'one_choice' || field.control === 'country') {
    const choices = field.control === 'country' ? countriesIn(language) : field.choices
    return html`<select id="${id}" name="${key}"${key === 'country' && html` autocomplete="country"`}${said}><option value="">${words.choose}</option>${choices.map(
      (choice) => html`<option value="${choice.id}"${choice.id === value && html` selected`}>${choice.label}</option>`,
    )}</select>`
  }
  const fill = autocomplete[key]
  const numeric = field.control === 'number' && html` inputmode="decimal"`
  return html`<input id="${id}" name="${key}" type="${inputTypes[field.control] ?? 'text'}" maxlength="500" value="${value}"${fill && html` autocomplete="${fill}"`}${numeric}${hint}${said}>`
}

function box(
  key: 'consent' | 'tracking',
  wording: string,
  required: boolean,
  given: Given,
  errors: FieldErrors,
  words: Words,
): Html {
  const id = idOf(key)
  const error = errors.get(key)
  const said = html`${error && html` aria-invalid="true" aria-describedby="${id}-wrong"`}${required && html` aria-required="true"`}`
  return html`<div class="field"><div class="tick"><input type="checkbox" id="${id}" name="${key}" value="yes"${first(given[key]) && html` checked`}${said}><label for="${id}">${wording}${
    required && html` <span class="mark">(${words.required})</span>`
  }</label></div>${error && html`<p class="wrong" id="${id}-wrong">${error}</p>`}</div>`
}

/** What a visitor sees after sending: the same whether or not it was taken for spam. */
export function thanksPage(
  definition: FormDefinition,
  { embedded, asked }: { embedded: boolean; asked: boolean },
): string {
  const words = wordsOf[definition.language]
  const { text, url } = definition.thanks
  return page(
    { language: definition.language, title: definition.title, embedded },
    html`<h1>${definition.title}</h1><div role="status">${paragraphs(text || words.thanks)}${asked && html`<p>${words.look}</p>`}</div>${
      url && html`<p><a data-go-on href="${url}" target="_top">${words.goOn}</a></p>`
    }`,
  )
}

/** The page of a confirmation link: asks, so that a scanner that opens it confirms nothing (CO-03). */
export function confirmPage(language: FormLanguage, title: string, action: string): string {
  const words = wordsOf[language]
  return page(
    { language, title: words.confirmTitle },
    html`<h1>${words.confirmTitle}</h1><p>${title}</p><p>${words.confirmText}</p><form method="post" action="${action}"><button type="submit">${words.confirmButton}</button></form>`,
  )
}

/** A page that only says something. */
export const saying = (
  language: FormLanguage,
  key: 'closed' | 'notFound' | 'tooMany' | 'failed' | 'confirmed' | 'expired',
): string => page({ language, title: wordsOf[language][key] }, html`<h1>${wordsOf[language][key]}</h1>`)
