/** What Outlook says of a message before and on sending. */
export const alertTexts = {
  blockIntro: 'This is marketing (“{{template}}”), and some of its recipients must not get it.',
  warnIntro: 'Opted out of marketing; a personal mail is fine:',
  wayOutIntro:
    'Marketing carries the way out of one person, so send it to each by itself: take the template out and insert it for them. It is not for:',
  unchecked: 'Somebody was added who has not been looked up. Open Throughline before you send this marketing.',
}

export type Words = typeof alertTexts

/** The words of the handlers, which have no translations at hand. */
export function plainWords(template: string): Words {
  return {
    blockIntro: alertTexts.blockIntro.split('{{template}}').join(template),
    warnIntro: alertTexts.warnIntro,
    wayOutIntro: alertTexts.wayOutIntro,
    unchecked: alertTexts.unchecked,
  }
}
