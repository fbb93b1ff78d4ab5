import { addTexts } from '../../ui/i18n.ts'

/** Texts of a posted call's entry on the timeline. */
const callEntry = {
  recording: 'Open the recording',
  shared: '{{count}} contacts have this number, so it counts as contact with none of them.',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    callEntry: typeof callEntry
  }
}

addTexts('callEntry', callEntry)
