import type { Page } from '@playwright/test'
import { testPassword } from '~/testing/password'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { insertEstablishment } from './support/directory'
import { pressShortcut } from './support/hands'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { followMail, signUp } from './support/sign-up'
import { expect, test } from './support/test'
import { TypedFields } from './support/typed-fields'
import { watchPage } from './support/watch-page'
import { makeOrganisation, makeWaitingOrganisation } from './support/world'

/** The operator's moderation queue at this organisation, in a separate window. */
async function openCase(page: Page, organisationId: string): Promise<Page> {
  const context = await page.context().browser()?.newContext({ locale: 'fr-FR', reducedMotion: 'reduce' })
  if (!context) throw new Error('the browser is gone')
  await signIn(context, await makeStaff(sql, ['moderator']))
  const operator = await context.newPage()
  const faults = watchPage(operator)
  operator.on('close', () => expect(faults).toEqual([]))
  await operator.goto(`${siteUrl('operator')}/operator/moderation?o=${organisationId}`)
  await expect(operator.getByRole('button', { name: /^Accepter/ })).toBeVisible()
  return operator
}

test('an organisation waits; asked for more, it answers and is accepted by keyboard', async ({ page }) => {
  const { organisationId, owner } = await makeWaitingOrganisation()
  await signIn(page.context(), owner)
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/moderation`)
  await expect(page.getByText('Nous étudions votre demande')).toBeVisible()

  const operator = await openCase(page, organisationId)
  await pressShortcut(operator, 'd')
  await operator.getByLabel('Votre question').fill('Pourquoi cette adresse de messagerie ?')
  await operator.getByRole('button', { name: 'Envoyer la question' }).click()
  await expect(operator.getByText(/La question est envoyée/)).toBeVisible()

  // The waiting page moves by itself.
  await expect(page.getByText('Pourquoi cette adresse de messagerie ?').first()).toBeVisible()
  await page.getByLabel('Votre réponse').fill('La commune n’a pas encore de domaine.')
  await page.getByRole('button', { name: 'Envoyer la réponse' }).click()
  await expect(page.getByText('Votre réponse est envoyée.')).toBeVisible()

  await operator.goto(`${siteUrl('operator')}/operator/moderation?o=${organisationId}`)
  await expect(operator.getByText('La commune n’a pas encore de domaine.')).toBeVisible()
  await pressShortcut(operator, 'a')
  await expect(operator.getByRole('dialog')).toBeVisible()
  await operator.getByRole('dialog').getByRole('button', { name: 'Accepter' }).press('Enter')
  await expect(operator.getByText(/est acceptée\./)).toBeVisible()
  await operator.context().close()

  await expect(page.getByText('Inscription acceptée')).toBeVisible()
})

test('a refusal gives the applicant a reason and the next steps', async ({ page }) => {
  const { organisationId, owner } = await makeWaitingOrganisation()
  const operator = await openCase(page, organisationId)
  await pressShortcut(operator, 'r')
  await operator.getByLabel('Motif').fill('Nous n’avons pas pu vérifier que vous représentez la commune.')
  await operator.getByRole('button', { name: 'Refuser l’inscription' }).click()
  await expect(operator.getByText(/est refusée\./)).toBeVisible()
  await operator.context().close()

  await signIn(page.context(), owner)
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/moderation`)
  await expect(page.getByText(/pas pu vérifier que vous représentez/).first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Inscrire de nouveau' })).toBeVisible()
})

test('a company waits for the operator, which sees the directory’s data', async ({ page }) => {
  const company = await insertEstablishment({ isPublic: false })
  await page.goto(`${siteUrl('portal')}/inscription`)
  await page.getByText('Entreprise', { exact: true }).click()
  await signUp(page, new TypedFields(), {
    identifier: company.siren,
    identifierLabel: 'SIREN de l’entreprise',
    fullName: 'Paul Durand',
    email: `paul@${company.emailDomain}`,
  })
  await expect(page.getByText('Confirmez votre adresse')).toBeVisible()
})

test('signing up an existing organisation becomes a request to join, and its owner decides', async ({
  page,
  browser,
}) => {
  const organisation = await makeOrganisation()
  const email = `nouvelle@${organisation.siret}.example`
  await page.goto(`${siteUrl('portal')}/inscription`)
  await signUp(page, new TypedFields(), {
    identifier: organisation.siret,
    identifierLabel: 'SIRET de l’établissement',
    fullName: 'Nadia Nouvelle',
    email,
  })
  await expect(page.getByText('Confirmez votre adresse')).toBeVisible()
  await followMail(page, email, /adresse/i)
  await page.getByRole('button', { name: 'Confirmer mon adresse' }).click()
  await expect(page.getByText('Adresse confirmée')).toBeVisible()

  const context = await browser.newContext({ locale: 'fr-FR' })
  await signIn(context, organisation.owner)
  const owner = await context.newPage()
  await owner.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/members`)
  await owner.getByLabel(/^Rôle\s: Nadia Nouvelle/).selectOption('technical')
  await owner.getByRole('button', { name: 'Accepter' }).click()
  await expect(owner.getByRole('row').filter({ hasText: email })).toContainText('Technique')
  await context.close()
})

test('a forgotten password is replaced through a mailed link, once', async ({ page }) => {
  const { owner } = await makeOrganisation()
  await page.goto(`${siteUrl('portal')}/mot-de-passe-oublie`)
  await page.getByLabel('Adresse de courriel').fill(owner.email)
  await page.getByRole('button', { name: 'Envoyer le lien' }).click()
  await expect(page.getByText('Consultez votre messagerie')).toBeVisible()
  await followMail(page, owner.email, /mot de passe/i)
  await page.getByLabel('Nouveau mot de passe').fill(`${testPassword} au miel`)
  await page.getByRole('button', { name: 'Enregistrer le mot de passe' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Se connecter' })).toBeVisible()
  await page.getByLabel('Adresse de courriel').fill(owner.email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(`${testPassword} au miel`)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await expect(page.getByRole('heading', { name: 'Double authentification' })).toBeVisible()
})
