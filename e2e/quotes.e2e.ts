import { sql } from './support/database'
import { siteUrl } from './support/installation-facts'
import { expectDelivered, orderAddress } from './support/order-page'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { watchPage } from './support/watch-page'
import { makeOrganisation } from './support/world'

/** The last code mailed to this address. */
async function codeSentTo(email: string): Promise<string> {
  const [mail] = await sql<{ text: string }[]>`
    select text_body as text from mail_messages where recipient = ${email} and template = 'signature-code'
    order by created_at desc, id desc limit 1`
  return /: (\d{6})/.exec(mail?.text ?? '')?.[1] ?? ''
}

test('a quote is created, shared by a link, signed by an approver with a mailed code, and delivered', async ({
  page,
  context,
  browser,
}) => {
  const organisation = await makeOrganisation({ roles: ['technical', 'approver'] })
  const { technical, approver } = organisation.members
  if (!technical || !approver) throw new Error('two members were asked for')
  await signIn(context, technical)
  await page.goto(orderAddress(organisation))
  await page.getByRole('button', { name: 'Établir un devis' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('15 jours').click()
  await dialog.getByRole('button', { name: 'Établir le devis' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Devis DEV-/ })).toBeVisible()
  await expect(page.getByText('à signer')).toBeVisible()
  await expect(page.getByText('capacité réservée')).toBeVisible()
  // The requester cannot sign it.
  await expect(page.getByRole('button', { name: 'Signer' })).toBeHidden()
  const address = page.url()

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Télécharger le PDF' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^DEV-\d{4}-\d{6}-v1\.pdf$/)

  await page.getByRole('button', { name: 'Partager' }).click()
  await dialog.getByRole('button', { name: 'Créer le lien' }).click()
  const link = (await dialog.getByRole('status').locator('code').textContent()) ?? ''
  await page.keyboard.press('Escape')

  // The approver opens the link, signs in, and signs.
  const elsewhere = await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce' })
  const signer = await elsewhere.newPage()
  const faults = watchPage(signer)
  await signer.goto(link)
  await expect(signer.getByRole('heading', { level: 1, name: /^Devis DEV-/ })).toBeVisible()
  await expect(signer.getByRole('link', { name: 'Se connecter pour signer' })).toHaveAttribute(
    'href',
    new RegExp(encodeURIComponent(new URL(address).pathname)),
  )
  await signIn(elsewhere, approver)
  await signer.goto(address)
  await signer.getByRole('button', { name: 'Signer' }).click()
  const signing = signer.getByRole('dialog')
  await signing.getByLabel('Nom et prénom').fill('Claire Roux')
  await signing.getByLabel('Qualité').fill('Maire')
  await signing.getByRole('button', { name: 'Recevoir le code' }).click()
  await signing.getByLabel('Code', { exact: true }).fill('12')
  await signing.getByRole('button', { name: 'Signer et commander' }).click()
  await expect(signing.getByLabel('Code', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await signing.getByLabel('Code', { exact: true }).fill(await codeSentTo(approver.email))
  await signing.getByRole('button', { name: 'Signer et commander' }).click()
  await expectDelivered(signer)
  await signer.goto(address)
  await expect(signer.getByText('commandé', { exact: true })).toBeVisible()
  await expect(signer.getByText('Claire Roux, Maire')).toBeVisible()
  expect(faults).toEqual([])
  await elsewhere.close()
})

test('a quote gets a new version, and is withdrawn', async ({ page, context }) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await page.getByRole('button', { name: 'Établir un devis' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Établir le devis' }).click()
  await page.getByRole('link', { name: 'Nouvelle version' }).click()
  await page.getByRole('button', { name: 'Nouvelle version du devis' }).click()
  await expect(dialog).toContainText('La version précédente est retirée')
  await dialog.getByRole('button', { name: 'Établir le devis' }).click()
  await expect(page.getByText('Version 2')).toBeVisible()
  await page.getByRole('button', { name: 'Retirer' }).click()
  await dialog.getByRole('button', { name: 'Retirer' }).click()
  await expect(page.getByText('retiré', { exact: true })).toBeVisible()

  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/quotes`)
  await expect(page.getByRole('row', { name: /v1.*remplacé/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /v2.*retiré/ })).toBeVisible()
  // No capacity is held any more.
  expect(
    await sql`
      select 1 from allocations where organisation_id = ${organisation.organisationId} and state = 'pending'`,
  ).toHaveLength(0)
})
