import { expect, type Locator, type Page } from '@playwright/test'
import type { TestBuyer } from '~/testing/buyer'
import { siteUrl } from './installation-facts'

export const orderButton = (page: Page): Locator => page.getByRole('button', { name: /^Commander/ })

export const orderAddress = ({ organisationId }: TestBuyer, query = '') =>
  `${siteUrl('portal')}/o/${organisationId}/order${query}`

/** The order is placed and its page is open, following the delivery. */
export async function expectOrderPage(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/orders\/ord_/)
}

/** The line of one step in its list. */
export const step = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ hasText: name })

/** Delivered without a reload: the page updated by itself. */
export async function expectDelivered(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Votre commande est en service' })).toBeVisible({
    timeout: 60_000,
  })
}

/** Choose this bundle, of whichever family. */
export async function chooseBundle(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('radio', { name: 'Toutes', exact: true }).check()
  await page.getByRole('radio', { name }).check()
}
