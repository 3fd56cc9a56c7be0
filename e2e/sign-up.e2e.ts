import { testPassword } from '~/testing/password'
import { insertEstablishment } from './support/directory'
import { siteUrl } from './support/installation-facts'
import { confirmByMail, enrolSecondFactor, signUp } from './support/sign-up'
import { expect, test } from './support/test'
import { TypedFields } from './support/typed-fields'

test('a verified public body: from its SIRET to its first order, five fields typed', async ({ page }) => {
  const body = await insertEstablishment({ isPublic: true })
  const email = `maire@${body.emailDomain}`
  const fields = new TypedFields()

  await page.goto(siteUrl('portal'))
  await page.getByRole('link', { name: 'Commencer' }).first().click()
  await signUp(page, fields, {
    identifier: body.siret,
    identifierLabel: 'SIRET de l’établissement',
    fullName: 'Jeanne Martin',
    email,
  })
  await page.getByRole('link', { name: 'Ouvrir la boîte' }).click()
  await confirmByMail(page, email)
  await page.getByRole('link', { name: 'Continuer' }).click()

  // Signed in by the link, in the browser that signed up.
  await expect(page.getByRole('heading', { level: 1, name: body.legalName })).toBeVisible()

  await page.getByRole('link', { name: 'L’activer' }).click()
  await enrolSecondFactor(page, fields)
  // Accepted by the rule, without a moderator: the order page opens and accepts the order.
  await page.goto(`${siteUrl('portal')}/compte`)
  await page.getByRole('link', { name: 'Commander un premier serveur' }).click()
  await page.getByRole('button', { name: /^Commander/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /se met en place|est en service/ })).toBeVisible()
  expect(fields.count).toBeLessThanOrEqual(5)
})

test('a link opened in another browser confirms the address and asks for the password', async ({
  page,
  browser,
}) => {
  const body = await insertEstablishment({ isPublic: true })
  const email = `adjoint@${body.emailDomain}`
  await page.goto(`${siteUrl('portal')}/inscription`)
  await signUp(page, new TypedFields(), {
    identifier: body.siret,
    identifierLabel: 'SIRET de l’établissement',
    fullName: 'Paul Martin',
    email,
  })
  await expect(page.getByRole('link', { name: 'Ouvrir la boîte' })).toBeVisible()
  await expect(page.locator('time')).toHaveCount(1)
  await expect(page.getByText('Le numéro d’engagement et le code service')).toBeVisible()
  const elsewhere = await browser.newContext()
  const phone = await elsewhere.newPage()
  await confirmByMail(phone, email)
  await phone.getByRole('link', { name: 'Continuer' }).click()
  await expect(phone.getByRole('button', { name: 'Se connecter' })).toBeVisible()
  await elsewhere.close()
})

test('of two sign-ups in one browser, the link of the later one signs in', async ({ page }) => {
  const emails: string[] = []
  for (const fullName of ['Anne Petit', 'Luc Petit']) {
    const body = await insertEstablishment({ isPublic: true })
    const email = `${fullName.split(' ')[0]?.toLowerCase()}@${body.emailDomain}`
    await page.goto(`${siteUrl('portal')}/inscription`)
    const applicant = { identifier: body.siret, identifierLabel: 'SIRET de l’établissement', fullName, email }
    await signUp(page, new TypedFields(), applicant)
    await expect(page.getByRole('link', { name: 'Ouvrir la boîte' })).toBeVisible()
    emails.push(email)
  }
  const [earlier = '', later = ''] = emails
  await confirmByMail(page, earlier)
  await expect(page.getByText('Vous pouvez continuer dans votre espace.')).toBeVisible()
  await confirmByMail(page, later)
  await expect(page.getByText('Vous êtes connecté dans ce navigateur.')).toBeVisible()
})

test('a closed establishment and a wrong identifier are rejected at their field', async ({ page }) => {
  const closed = await insertEstablishment({ isPublic: true, closedOn: '2024-06-30' })
  await page.goto(`${siteUrl('portal')}/inscription`)
  const siret = page.getByLabel('SIRET de l’établissement')
  await siret.fill(closed.siret)
  await expect(page.getByText(/fermé depuis le 30 juin 2024/)).toBeVisible()

  await page.getByText('Entreprise', { exact: true }).click()
  const siren = page.getByLabel('SIREN de l’entreprise')
  await siren.fill('123456789')
  await page.getByLabel('Nom et prénom').fill('Paul Durand')
  await page.getByLabel('Courriel professionnel').fill('paul.durand@ailleurs.example')
  await page.getByLabel('Mot de passe').fill(testPassword)
  await page.getByRole('checkbox', { name: /conditions générales/ }).check()
  await page.getByRole('checkbox', { name: /accord de sous-traitance/ }).check()
  await page.getByRole('button', { name: 'Inscrire l’organisation' }).click()
  await expect(siren).toHaveAttribute('aria-invalid', 'true')
  await expect(siren).toHaveAccessibleDescription(/chiffre|clé|SIREN/i)
  await expect(page.getByLabel('Nom et prénom')).toHaveValue('Paul Durand')
})
