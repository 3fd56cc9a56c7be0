import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { startFakeProvider } from '~/lib/billing/cards/fake-provider'
import { systemNow } from '~/lib/kernel/time/clock'
import { makeStaff } from '~/testing/staff'
import { cardProvider } from './support/cards'
import { sql } from './support/database'
import { demonstrationOrganisation, demonstrationPerson } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

/** A second accountant approves the first one's proposal. */
async function confirmChange(browser: Browser): Promise<void> {
  const context = await browser.newContext()
  await signIn(context, await makeStaff(sql, ['accountant']))
  const page = await context.newPage()
  await page.goto(`${siteUrl('operator')}/operator/billing/seller`)
  await page.getByRole('button', { name: 'Confirmer' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Confirmer' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Changements à confirmer')).toBeHidden()
  // The button has disappeared: the focus is close to its place.
  await expect(page.locator('main :focus')).toBeVisible()
  await context.close()
}

test('the operator enables card payment, a customer pays an invoice on the provider’s page, and it is disabled again', async ({
  browser,
}) => {
  const organisationId = await demonstrationOrganisation('Nordix Conseil')
  const [invoice] = await sql<{ id: string; number: string }[]>`
    select d.id, d.number from billing_documents d left join document_settlements s on s.document_id = d.id
    where d.organisation_id = ${organisationId} and d.state = 'final' and d.kind = 'invoice' and coalesce(s.paid_cents, 0) < d.gross_cents
    order by d.number desc limit 1`
  const { port, secret } = cardProvider
  const provider = await startFakeProvider({ port, secret, clock: systemNow })
  try {
    const customerContext = await browser.newContext()
    await signIn(customerContext, await demonstrationPerson('ines.dubois@nordix.example'))
    const customer = await customerContext.newPage()
    const portal = `${siteUrl('portal')}/**`
    const page = `${siteUrl('portal')}/o/${organisationId}/billing/documents/${invoice?.id}`

    const staffContext = await browser.newContext()
    await signIn(staffContext, await makeStaff(sql, ['accountant']))
    const staff = await staffContext.newPage()
    const dialog = staff.getByRole('dialog')
    await staff.goto(`${siteUrl('operator')}/operator/billing/seller`)
    await staff.getByRole('button', { name: 'Raccorder' }).click()
    await dialog.getByLabel('Adresse').fill(provider.url)
    await dialog.getByLabel('Secret').fill(secret)
    await dialog.getByRole('button', { name: 'Raccorder' }).click()
    await expect(dialog).toBeHidden()
    await confirmChange(browser)
    await staff.reload()
    await expect(staff.getByText('Fermé', { exact: true })).toBeVisible()
    await staff.getByRole('button', { name: 'Ouvrir' }).click()
    await dialog.getByRole('button', { name: 'Ouvrir' }).click()
    await expect(staff.getByText('Ouvert', { exact: true })).toBeVisible()

    await customer.goto(page)
    await customer.getByRole('button', { name: 'Payer par carte' }).click()
    await expect(customer.getByRole('heading', { name: 'Paiement par carte' })).toBeVisible()
    await expect(customer.getByText(invoice?.number ?? '')).toBeVisible()
    // A later update also appears on a connection slower than the polling.
    await customer.route(portal, async (route) => {
      if (route.request().headers().rsc) await pause(2_500)
      await route.continue()
    })
    provider.set({ isMute: true })
    await customer.getByRole('button', { name: 'Payer', exact: true }).click()
    await expect(customer).toHaveURL(page)
    const payByCard = customer.getByRole('button', { name: 'Payer par carte' })
    await expect(payByCard).toBeVisible()
    provider.set({ isMute: false })
    for (const key of provider.payments.keys()) await provider.tellAgain(key)
    await expect(payByCard).toBeHidden({ timeout: 60_000 })

    await staff.reload()
    await expect(staff.getByRole('row', { name: new RegExp(invoice?.number ?? '') })).toContainText('Payé')
    await staff.getByRole('button', { name: 'Fermer' }).click()
    await dialog.getByRole('button', { name: 'Fermer' }).last().click()
    await expect(staff.getByText('Fermé', { exact: true })).toBeVisible()
  } finally {
    provider.close()
  }
})
