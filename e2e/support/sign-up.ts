import { expect, type Page } from '@playwright/test'
import { totpCode } from '~/lib/identity/second-factor/totp'
import { testPassword } from '~/testing/password'
import { siteUrl } from './installation-facts'
import type { TypedFields } from './typed-fields'

export type Applicant = { identifier: string; identifierLabel: string; fullName: string; email: string }

/** Fills and submits the sign-up form; the directory has answered before the rest is typed. */
export async function signUp(page: Page, fields: TypedFields, applicant: Applicant): Promise<void> {
  await fields.type(page.getByLabel(applicant.identifierLabel), applicant.identifier)
  await expect(page.getByText('Trouvé dans l’annuaire des entreprises')).toBeVisible()
  await fields.type(page.getByLabel('Nom et prénom'), applicant.fullName)
  await fields.type(page.getByLabel('Courriel professionnel'), applicant.email)
  await fields.type(page.getByLabel('Mot de passe'), testPassword)
  await page.getByRole('checkbox', { name: /conditions générales/ }).check()
  await page.getByRole('checkbox', { name: /accord de sous-traitance/ }).check()
  await page.getByRole('button', { name: 'Inscrire l’organisation' }).click()
}

/** Opens the newest mail with `subject` to `email` in the mailbox page, and follows its link. */
export async function followMail(page: Page, email: string, subject: RegExp): Promise<void> {
  const mail = page.getByRole('row').filter({ hasText: email }).filter({ hasText: subject }).first()
  await expect(async () => {
    await page.goto(`${siteUrl('portal')}/messages`)
    await expect(mail).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
  await mail.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/messages\/mai/)
  await page
    .getByRole('main')
    .getByRole('link', { name: /^https?:\/\// })
    .first()
    .click()
}

export async function confirmByMail(page: Page, email: string): Promise<void> {
  await followMail(page, email, /adresse/i)
  await page.getByRole('button', { name: 'Confirmer mon adresse' }).click()
  await expect(page.getByText('Adresse confirmée')).toBeVisible()
}

/** On the security page: sets up a second factor with the key shown to people who cannot scan. */
export async function enrolSecondFactor(page: Page, fields: TypedFields): Promise<void> {
  await page.getByText('Je ne peux pas scanner').click()
  const key = await page.getByText(/^([A-Z2-7]{4} ){4,}/).textContent()
  const code = totpCode((key ?? '').replace(/\s/g, ''), new Date())
  await fields.type(page.getByLabel('Code à six chiffres'), code)
  await page.getByRole('button', { name: 'Activer', exact: true }).click()
  await page.getByRole('button', { name: 'J’ai conservé mes codes' }).click()
}
