import { test as base, expect, type FrameLocator, type Page } from '@playwright/test'

/** The Outlook-like page and the pane in it, as a person meets them. */
export class Preview {
  readonly page: Page
  readonly pane: FrameLocator

  constructor(page: Page) {
    this.page = page
    this.pane = page.getByTestId('addin-pane').frameLocator('iframe')
  }

  async open(settings: Record<string, string> = {}): Promise<void> {
    const hash = new URLSearchParams({ pane: 'open', pinned: '1', ...settings })
    await this.page.goto('/preview/')
    await this.page.goto(`/preview/#${hash}`)
    await this.page.reload()
    await expect(this.rows().first()).toBeVisible({ timeout: 30_000 })
  }

  rows() {
    return this.page.getByTestId('message-row')
  }

  /** Selects the newest message from somebody, however far down newer ones have pushed it. */
  async select(sender: string): Promise<void> {
    const row = this.page.getByRole('option', { name: new RegExp(`^(Unread )?${sender}`) }).first()
    await expect(async () => {
      if ((await row.count()) === 0) await this.rows().last().scrollIntoViewIfNeeded({ timeout: 1_000 })
      expect(await row.count()).toBeGreaterThan(0)
    }).toPass({ timeout: 20_000 })
    await row.click()
  }

  async developer(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Developer' }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  contact(name: string) {
    return this.pane.getByRole('heading', { name, exact: true })
  }

  timeline() {
    return this.pane.getByRole('region', { name: 'Timeline' })
  }

  /** What the product's own API says, as a demo person. */
  async api(path: string, user = 'maren.lindqvist@halden-optics.example') {
    const { access_token: token } = await (await this.page.request.post('/demo/token', { data: { user } })).json()
    return (await this.page.request.get(`/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })).json()
  }
}

export const test = base.extend<{ preview: Preview }>({
  preview: async ({ page }, use) => {
    await use(new Preview(page))
  },
})

export { expect }
