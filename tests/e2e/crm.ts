import { test as base, expect, type Page } from '@playwright/test'

export const people = {
  rep: 'Maren Lindqvist',
  manager: 'Eleanor Whitcombe',
  admin: 'Jonas Brandt',
  dataProtection: 'Sabine Keller',
}

/** The full-window pages in a plain browser, signed in as one of the demo's people. */
export class Crm {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  /**
   * Opens a page and signs in where that is asked for.
   * @param path what follows the `#`, for example `/contacts?search=ann`
   */
  async open(path = '/contacts', person = people.rep): Promise<void> {
    await this.page.goto(`/#${path}`)
    const account = this.page.getByRole('link', { name: person })
    await expect(account.or(this.main())).toBeVisible({ timeout: 30_000 })
    if (await account.isVisible()) await account.click()
    await expect(this.main()).toBeVisible()
  }

  main() {
    return this.page.getByRole('main').and(this.page.locator('[tabindex="-1"]'))
  }

  /** What the product's own API says, as a demo person. */
  async api(path: string, user = 'maren.lindqvist@halden-optics.example') {
    return (await this.call('GET', path, undefined, user)).json()
  }

  /** Sends a request to the product's own API, as a demo person. */
  async call(method: string, path: string, body?: unknown, user = 'maren.lindqvist@halden-optics.example') {
    const { access_token: token } = await (await this.page.request.post('/demo/token', { data: { user } })).json()
    return this.page.request.fetch(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { data: body }),
    })
  }
}

export const test = base.extend<{ crm: Crm }>({
  crm: async ({ page }, use) => {
    await use(new Crm(page))
  },
})

export { expect }
