import type { Page } from '@playwright/test'
import { makeCertificate } from '~/lib/resources/testing/make-certificate'
import { sql } from './support/database'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

async function certificate(names: string[], days: number) {
  const at = (count: number) => new Date(Date.now() + count * 86_400_000)
  const { pem, key } = await makeCertificate('web', { names, from: at(-1), to: at(days) })
  return { pem, key }
}
const files = ({ pem, key }: { pem: string; key: string }) => [
  { name: 'chain.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(pem) },
  { name: 'key.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(key) },
]

test('a certificate is added from files, replaced by pasted texts, and deleted by keyboard', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  await signIn(page.context(), organisation.owner)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/balancers/certificates`)
  const dialog = page.getByRole('dialog')
  const [first, second] = [await certificate(['www.exemple.fr'], 10), await certificate(['exemple.fr'], 90)]

  await button(page, 'Ajouter un certificat').click()
  await dialog.getByLabel('Choisir des fichiers').setInputFiles(files({ ...first, key: second.key }))
  await expect(dialog.getByLabel(/^Clé privée/)).toHaveValue(/BEGIN PRIVATE KEY/)
  await dialog.getByRole('button', { name: 'Ajouter', exact: true }).click()
  await expect(dialog.getByText('Cette clé n’est pas celle du certificat.').first()).toBeVisible()
  await dialog.getByLabel('Choisir des fichiers').setInputFiles(files(first))
  await dialog.getByRole('button', { name: 'Ajouter', exact: true }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('row', { name: /www\.exemple\.fr/ })
  await expect(row).toContainText('expire bientôt')
  expect(await page.content()).not.toContain('PRIVATE KEY')

  await button(page, 'Remplacer www.exemple.fr').click()
  await dialog.getByLabel(/^Certificat et chaîne/).fill(second.pem)
  await dialog.getByLabel(/^Clé privée/).fill(second.key)
  await dialog.getByRole('button', { name: 'Remplacer', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('valable')

  await button(page, 'Supprimer www.exemple.fr').focus()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Supprimer', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(row).toBeHidden()
  const events = await sql<{ event: string }[]>`
    select event from audit_events where organisation_id = ${organisation.organisationId} and subject_kind = 'certificate'
    order by occurred_at, id`
  expect(events.map(({ event }) => event)).toEqual([
    'certificate.uploaded',
    'certificate.replaced',
    'certificate.deleted',
  ])
})

test('a load balancer is ordered with HTTPS and a redirect, and keeps its certificate from deletion', async ({
  page,
}) => {
  const organisation = await makeOrganisation()
  const { instances } = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const [server] = instances
  if (!server) throw new Error('a server is ordered')
  const root = `${siteUrl('portal')}/o/${organisation.organisationId}/balancers`
  await signIn(page.context(), organisation.owner)
  await page.goto(`${root}/new`)
  await expect(page.getByText('HTTPS demande un certificat de ce projet.')).toBeVisible()
  await page.getByRole('link', { name: 'Ajouter un certificat' }).click()
  const dialog = page.getByRole('dialog')
  await button(page, 'Ajouter un certificat').click()
  await dialog
    .getByLabel('Choisir des fichiers')
    .setInputFiles(files(await certificate(['www.exemple.fr'], 90)))
  await expect(dialog.getByLabel(/^Clé privée/)).toHaveValue(/BEGIN PRIVATE KEY/)
  await dialog.getByRole('button', { name: 'Ajouter', exact: true }).click()
  await expect(dialog).toBeHidden()

  await page.goto(`${root}/new`)
  await page.getByRole('checkbox', { name: new RegExp(`^${server.name}\\s`) }).check()
  await button(page, 'Ajouter un port').click()
  await expect(page.getByLabel('Certificat')).toHaveValue(/^crt_/)
  await page.getByRole('checkbox', { name: 'Rediriger vers HTTPS' }).check()
  await page.getByRole('button', { name: /^Commander · / }).click()
  await page.waitForURL(/\/orders\//)
  await page.getByRole('link', { name: 'Ouvrir le répartiteur' }).click()
  await expect(page.getByText('en service', { exact: true }).first()).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('HTTPS 443').first()).toBeVisible()
  await expect(page.getByText('www.exemple.fr').first()).toBeVisible()

  await page.goto(`${root}/certificates`)
  const row = page.getByRole('row', { name: /www\.exemple\.fr/ })
  await expect(row).toContainText('front')
  const remove = button(page, 'Supprimer www.exemple.fr')
  await expect(remove).toHaveAttribute('aria-disabled', 'true')
})
