import { addTexts } from '../../ui/i18n.ts'

/** Texts of what is known about opens and clicks, loaded with the details of a mail. */
const tracking = {
  label: 'Opens and clicks',
  loading: 'Looking for opens and clicks…',
  failed: 'Opens and clicks could not be read.',
  notTracked: 'This mail was not tracked.',
  notMeasurable: 'Not measurable',
  notMeasurableHint:
    'Nothing came that was surely a person. Many mail programs load no images, so it may well have been read.',
  opens_one: 'Opened once',
  opens_other: 'Opened {{count}} times',
  clicks_one: '{{count}} click',
  clicks_other: '{{count}} clicks',
  times_one: 'Once',
  times_other: '{{count}} times',
  somebodyOpens_one: 'Somebody opened it once',
  somebodyOpens_other: 'Somebody opened it {{count}} times',
  somebodyHint: 'One copy went to {{count}} people, so nobody knows who.',
  last: 'last {{when}}',
  machines_one: '{{count}} hit by a machine or of our own, not counted',
  machines_other: '{{count}} hits by machines or of our own, not counted',
  show: 'Show each hit',
  hide: 'Hide the hits',
  hits: 'Hits, newest first',
  open: 'Image loaded',
  click: 'Link followed',
  class: {
    person: 'Person',
    privacy_proxy: 'Privacy proxy',
    scanner: 'Scanner',
    own: 'Our own',
    unknown: 'Unknown',
  },
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    tracking: typeof tracking
  }
}

addTexts('tracking', tracking)
