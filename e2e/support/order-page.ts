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
  await pressChip(page, 'Toutes')
  await page.getByRole('radio', { name }).check()
}

/** Choose the zone whose name begins so. */
export const chooseZone = (page: Page, name: string): Promise<void> => pressChip(page, new RegExp(`^${name}`))

/** The radio of a chip is hidden; its label is what is pressed. */
async function pressChip(page: Page, name: string | RegExp): Promise<void> {
  const radio = page.getByRole('radio', { name, exact: true })
  await page.locator('label').filter({ has: radio }).click()
  await expect(radio).toBeChecked()
}
