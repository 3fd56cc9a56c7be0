import type { Page } from '@playwright/test'
import { makeCertificate } from '~/lib/resources/testing/make-certificate'
import { sql } from './support/database'
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
