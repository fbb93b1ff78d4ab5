import type { DirectoryUser } from '../model.ts'
import { DOMAIN, ELEANOR, INFO, JONAS, MAREN, SABINE, TOMAS } from './organisation.ts'
import type { Author } from './writer.ts'

const author = (user: DirectoryUser, salutation: Author['salutation']): Author => ({
  name: user.displayName,
  email: user.mail,
  salutation,
  language: 'en',
  jobTitle: user.jobTitle ?? '',
  company: 'Halden Optics GmbH',
  phone: user.businessPhone,
  mobile: user.mobilePhone,
  web: `www.${DOMAIN}`,
})

/** Our own people as writers of mail. */
export const MAREN_AUTHOR = author(MAREN, 'f')
export const TOMAS_AUTHOR = author(TOMAS, 'm')
export const ELEANOR_AUTHOR = author(ELEANOR, 'f')
export const JONAS_AUTHOR = author(JONAS, 'm')
export const SABINE_AUTHOR = author(SABINE, 'f')
export const INFO_AUTHOR: Author = { ...author(INFO, 'none'), name: 'Halden Optics', jobTitle: 'Customer service' }

/** @param who an owner's address, or the first name of one of the two reps. */
export const ownAuthor = (who: string): Author =>
  who === TOMAS_AUTHOR.email || who === 'tomas' ? TOMAS_AUTHOR : MAREN_AUTHOR
