import { addTexts } from '../../ui/i18n.ts'

/** Texts of the segment pages. */
const segments = {
  title: 'Segments',
}

declare module '../../ui/i18n.ts' {
  interface Texts {
    segments: typeof segments
  }
}

addTexts('segments', segments)
