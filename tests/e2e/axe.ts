import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/**
 * What breaks WCAG 2.2 AA on a page, one line each; asked once nothing moves any more, since a dialog that is still
 * fading in has no contrast. Fluent UI's guards of the focus are left out: they take it on purpose and pass it on at once.
 * @param within a CSS selector; the whole page when absent
 */
export async function violations(page: Page, within?: string): Promise<string[]> {
  await layOutEverything(page)
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    return Promise.allSettled(ending.map(({ finished }) => finished))
  })
  const axe = new AxeBuilder({ page })
    .exclude('[data-tabster-dummy]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  const found = await (within ? axe.include(within) : axe).analyze()
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, target, any }) => [target.join(' '), html, any[0]?.message].join(' ')).join(' ')}`,
  )
}

/** What is far from the screen is laid out only when it comes near; measured before, it has the size of its placeholder. */
async function layOutEverything(page: Page): Promise<void> {
  const pane = page.frames().filter((frame) => frame.url().includes('/taskpane.html'))
  for (const frame of [page.mainFrame(), ...pane]) {
    await frame.evaluate(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('* { content-visibility: visible !important }')
      document.adoptedStyleSheets.push(sheet)
    })
  }
}
