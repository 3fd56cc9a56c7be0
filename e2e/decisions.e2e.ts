import { addSignatureRule } from '~/lib/ordering'
import type { TestBuyer } from '~/testing/buyer'
import { testPassword } from '~/testing/password'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { pressShortcut } from './support/hands'
import { placeHeldOrder } from './support/held-order'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { followMail } from './support/sign-up'
import { expect, test } from './support/test'
import { watchPage } from './support/watch-page'
import { makeOrganisation, memberContext } from './support/world'

/** Fifteen servers for an organisation that is no longer in any directory: more than any rule accepts. */
async function orderOfUnknownBody({ organisationId, owner }: TestBuyer): Promise<string> {
  await sql`update organisations set directory_status = 'unknown' where id = ${organisationId}`
  return placeHeldOrder(owner, organisationId, { bundle: 'essentiel-4', quantity: 15 })
}

test('an order that no rule accepts gets a question, an answer, and an approval by keyboard', async ({
  page,
  browser,
}) => {
  const organisation = await makeOrganisation({ isCapLifted: false })
  await sql`update organisations set spending_cap_cents = 10000000 where id = ${organisation.organisationId}`
  const orderId = await orderOfUnknownBody(organisation)
  await signIn(page.context(), organisation.owner)
  const orderPage = `${siteUrl('portal')}/o/${organisation.organisationId}/orders/${orderId}`
  await page.goto(orderPage)
  await expect(page.getByText('Notre équipe de modération décide')).toBeVisible()
  await expect(page.getByText('Réponse promise avant le').first()).toBeVisible()

  const [found] = await sql<{ id: string }[]>`
    select id from moderation_cases where subject_id = ${orderId} and kind = 'order' and state = 'waiting'`
  const context = await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce' })
  await signIn(context, await makeStaff(sql, ['moderator']))
  const operator = await context.newPage()
  const faults = watchPage(operator)
  const queue = `${siteUrl('operator')}/operator/moderation`
  await operator.goto(`${queue}?kind=order&case=${found?.id}`)
  await expect(operator.getByText('montant au-delà des règles')).toBeVisible()
  await expect(operator.getByRole('button', { name: /^Accepter/ }).first()).toBeEnabled()
  await pressShortcut(operator, 'd')
  await operator.getByLabel('Votre question').fill('Pour quel projet ?')
  await operator.getByRole('button', { name: 'Envoyer la question' }).click()
  await expect(operator.getByText(/La question au sujet de .* est envoyée/)).toBeVisible()

  await page.reload()
  await expect(page.getByText('Pour quel projet ?')).toBeVisible()
  await page.getByLabel('Votre réponse').fill('La médiathèque ouvre en mars.')
  await page.getByRole('button', { name: 'Répondre' }).click()
  await expect(page.getByText('Notre équipe de modération décide')).toBeVisible()

  const [again] = await sql<{ id: string }[]>`
    select id from moderation_cases where subject_id = ${orderId} and kind = 'order' and state = 'waiting'`
  await operator.goto(`${queue}?kind=order&case=${again?.id}`)
  await expect(operator.getByText('La médiathèque ouvre en mars.')).toBeVisible()
  await pressShortcut(operator, 'a')
  await expect(operator.getByRole('dialog').getByRole('button', { name: 'Accepter' })).toBeFocused()
  await operator.keyboard.press('Enter')
  await expect(operator.getByText(/: accepté\./)).toBeVisible()
  await context.close()
  expect(faults).toEqual([])

  // The worker carries it out; the buyer's page refreshes by itself.
  await expect(page.getByText('Notre équipe de modération décide')).toBeHidden({ timeout: 60_000 })
  await expect(page.getByRole('heading', { level: 2, name: 'vitrine-15' })).toBeVisible()
})

test('a person invited by mail creates an account through the link and is a member; the link is used up', async ({
  page,
  browser,
}) => {
  const organisation = await makeOrganisation()
  const email = `invitee@${organisation.siret}.example`
  await signIn(page.context(), organisation.owner)
  const members = `${siteUrl('portal')}/o/${organisation.organisationId}/members`
  await page.goto(members)
  await page.getByRole('button', { name: 'Inviter' }).click()
  await page.getByRole('dialog').getByLabel('Adresse de courriel').fill(email)
  await page.getByRole('dialog').getByLabel('Rôle', { exact: true }).selectOption('technical')
  await page.getByRole('button', { name: 'Envoyer l’invitation' }).click()
  await expect(page.getByText('Invitations en attente')).toBeVisible()
  await expect(page.getByText(email)).toBeVisible()

  const context = await browser.newContext({
    locale: 'fr-FR',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 844 },
  })
  const invited = await context.newPage()
  const faults = watchPage(invited)
  await followMail(invited, email, /invite/i)
  await invited.getByLabel('Votre nom').fill('Nadia Nouvelle')
  await invited.getByLabel('Mot de passe').fill(testPassword)
  const link = invited.url()
  await invited.getByRole('button', { name: 'Créer le compte et rejoindre' }).click()
  await expect(invited.getByRole('heading', { level: 1, name: 'Se connecter' })).toBeVisible()
  await invited.getByLabel('Adresse de courriel').fill(email)
  await invited.getByLabel('Mot de passe', { exact: true }).fill(testPassword)
  await invited.getByRole('button', { name: 'Se connecter' }).click()
  await expect(invited).toHaveURL(new RegExp(`/o/${organisation.organisationId}$`))
  await invited.goto(link)
  await expect(invited.getByText('Invitation déjà acceptée')).toBeVisible()
  await context.close()
  expect(faults).toEqual([])

  await page.reload()
  await expect(page.getByRole('row').filter({ hasText: email })).toContainText('Technique')
  await expect(page.getByText('Invitations en attente')).toBeHidden()
})

test('an approver notified by mail decides on a phone: the link requires sign-in, and works until the decision', async ({
  browser,
}) => {
  const { organisationId, members } = await makeOrganisation({ roles: ['technical', 'approver'] })
  const { owner, technical, approver } = members
  if (!technical || !approver) throw new Error('both were asked for')
  await addSignatureRule(memberContext(owner, organisationId), { from: 1n, approvals: 1 })
  const orderId = await placeHeldOrder(technical, organisationId)

  const context = await browser.newContext({
    locale: 'fr-FR',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 844 },
  })
  const phone = await context.newPage()
  const faults = watchPage(phone)
  await followMail(phone, approver.email, /à approuver/)
  await expect(phone.getByRole('heading', { level: 1, name: 'Se connecter' })).toBeVisible()
  const link = new URL(phone.url()).searchParams.get('next') ?? ''
  expect(link).toMatch(/^\/compte\/approbation\/[\w-]{43}$/)
  await phone.getByLabel('Adresse de courriel').fill(approver.email)
  await phone.getByLabel('Mot de passe', { exact: true }).fill(testPassword)
  await phone.getByRole('button', { name: 'Se connecter' }).click()
  await expect(phone).toHaveURL(new RegExp(`/o/${organisationId}/orders/${orderId}$`))
  await expect(phone.getByText('1 × Essai, Paris-Nord').first()).toBeVisible()
  const widest = await phone.evaluate(() => document.documentElement.scrollWidth)
  expect(widest, 'nothing is wider than the phone').toBeLessThanOrEqual(390)
  // Opened before the decision, for example by a mail scanner, it still works.
  await phone.goto(`${siteUrl('portal')}${link}`)
  await phone.getByRole('button', { name: 'Approuver la commande' }).click()
  await expect(phone.getByText('Commande approuvée')).toBeVisible()
  await phone.goto(`${siteUrl('portal')}${link}`)
  await expect(phone).toHaveURL(new RegExp(`${link}$`))
  await expect(phone.getByRole('link', { name: 'Voir la commande' })).toBeVisible()
  await context.close()
  expect(faults).toEqual([])
})

test('an approved order with an obstacle shows what it waits for, and is withdrawn', async ({ page }) => {
  const { organisationId, members } = await makeOrganisation({ roles: ['technical'] })
  const { owner, technical } = members
  if (!technical) throw new Error('somebody technical was asked for')
  await addSignatureRule(memberContext(owner, organisationId), { from: 1n, approvals: 1 })
  const orderId = await placeHeldOrder(technical, organisationId)
  // As if approved while its zone had no room; the worker retries only tomorrow.
  await sql`update held_orders set reasons = '{obstacle}', obstacle = 'capacity', obstructed_at = now(),
    retry_at = now() + interval '1 day' where order_id = ${orderId}`
  await signIn(page.context(), technical)
  const site = `${siteUrl('portal')}/o/${organisationId}`
  await page.goto(`${site}/orders`)
  await expect(page.getByRole('row').filter({ hasText: 'approuvée, en attente' })).toContainText(
    'Attend de la capacité libre',
  )
  await page.goto(`${site}/approvals`)
  await expect(page.getByText(/^de la capacité libre \(/)).toBeVisible()
  await page.goto(`${site}/orders/${orderId}`)
  await expect(
    page.getByRole('heading', { level: 1, name: 'Cette commande est approuvée et attend' }),
  ).toBeVisible()
  await expect(page.getByText(/^Attend de la capacité libre/)).toBeVisible()
  await page.getByRole('button', { name: 'Retirer la commande' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Cette commande a été retirée' })).toBeVisible()
})

test('a non-member’s address subscribes to alerts by a link, and unsubscribes by it', async ({
  page,
  browser,
}) => {
  const organisation = await makeOrganisation()
  const email = `tutelle@${organisation.siret}.example`
  await signIn(page.context(), organisation.owner)
  const budgets = `${siteUrl('portal')}/o/${organisation.organisationId}/budgets`
  await page.goto(budgets)
  await page.getByRole('button', { name: 'Ajouter une adresse' }).click()
  await page.getByRole('dialog').getByLabel('Adresse de courriel').fill(email)
  await page.getByRole('dialog').getByRole('button', { name: 'Ajouter une adresse' }).click()
  const row = page.getByRole('listitem').filter({ hasText: email })
  await expect(row).toContainText('à confirmer')

  const context = await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce' })
  const theirs = await context.newPage()
  const faults = watchPage(theirs)
  await followMail(theirs, email, /alertes de dépense/)
  const link = theirs.url()
  await theirs.getByRole('button', { name: 'Accepter' }).click()
  await expect(theirs.getByText('C’est accepté')).toBeVisible()
  await page.goto(budgets)
  await expect(row).toContainText('confirmée')
  await theirs.goto(link)
  await theirs.getByRole('button', { name: 'Ne plus recevoir ces alertes' }).click()
  await expect(theirs.getByText('L’adresse est effacée.')).toBeVisible()
  await context.close()
  expect(faults).toEqual([])
  await page.goto(budgets)
  await expect(row).toHaveCount(0)
})
