import type { Page } from '@playwright/test'
import { makeStaff, type StaffPerson } from '~/testing/staff'
import { sql } from './support/database'
import { pressShortcut } from './support/hands'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { watchPage } from './support/watch-page'
import { makeOrganisation } from './support/world'

/** The support desk in a separate window. */
async function openDesk(page: Page, address: string, person?: StaffPerson): Promise<Page> {
  const context = await page.context().browser()?.newContext({ locale: 'fr-FR', reducedMotion: 'reduce' })
  if (!context) throw new Error('the browser is gone')
  await signIn(context, person ?? (await makeStaff(sql, ['support'])))
  const desk = await context.newPage()
  const faults = watchPage(desk)
  desk.on('close', () => expect(faults).toEqual([]))
  await desk.goto(`${siteUrl('operator')}${address}`)
  return desk
}

test('a customer opens a ticket with a file, support takes it and answers by keyboard, the customer reads it and reopens it', async ({
  page,
  faults,
}) => {
  const { organisationId, owner } = await makeOrganisation()
  await signIn(page.context(), owner)
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/support`)
  await page.getByRole('button', { name: 'Ouvrir une demande' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Objet').fill('Le portail est lent')
  await form.getByLabel('Catégorie').selectOption('incident')
  await form.getByText('Une partie ne fonctionne plus').click()
  await form.getByLabel('Votre message').fill('Depuis ce matin.\nVoir le journal.')
  // A file named as a log with other content is rejected, with the reason.
  await form.getByLabel('Fichiers').setInputFiles({
    name: 'faux.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<script>alert(1)</script>'),
  })
  await expect(form.getByRole('alert')).toContainText('faux.png')
  await expect(form.getByText(/ne correspond pas à son nom/)).toBeVisible()
  await expect.poll(() => faults.length).toBe(2)
  for (const fault of faults.splice(0)) expect(fault).toMatch(/answered 400$|400 \(Bad Request\)$/)
  // Ten mebibytes, to the byte.
  const journal = '09:12 lenteur\n'.padEnd(10 * 1024 * 1024, '.')
  await form
    .getByLabel('Fichiers')
    .setInputFiles({ name: 'portail.log', mimeType: 'text/plain', buffer: Buffer.from(journal) })
  await expect(form.getByRole('button', { name: 'Retirer portail.log' })).toBeVisible()
  await expect(form.getByRole('meter')).toHaveCount(0)
  await form.getByRole('button', { name: 'Envoyer la demande' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Le portail est lent' })).toBeVisible()
  const ticketId = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  const file = page.getByRole('link', { name: 'Télécharger portail.log' })
  const response = await page.request.get(`${siteUrl('portal')}${await file.getAttribute('href')}`)
  expect((await response.text()) === journal).toBe(true)
  expect(response.headers()).toMatchObject({
    'content-disposition': 'attachment; filename="portail.log"',
    'x-content-type-options': 'nosniff',
  })
  expect(response.headers()['content-security-policy']).toContain("default-src 'none'; sandbox")

  const desk = await openDesk(page, '/operator/support?assigned=nobody')
  await expect(desk.getByRole('link', { name: /Le portail est lent/ })).toBeVisible()
  await desk.goto(`${siteUrl('operator')}/operator/support/${ticketId}`)
  await expect(desk.getByText('Voir le journal.')).toBeVisible()
  await pressShortcut(desk, 't')
  await expect(desk.getByText('La demande est à vous.')).toBeVisible()
  await pressShortcut(desk, 'n')
  await expect(desk.getByLabel('Note interne')).toBeFocused()
  await desk.keyboard.type('Hôte chargé, à déplacer ce soir.')
  await desk.keyboard.press('Tab')
  await desk.keyboard.press('Enter')
  await expect(desk.getByRole('list').getByText('Hôte chargé, à déplacer ce soir.')).toBeVisible()
  await desk.getByRole('heading', { level: 1 }).click()
  await pressShortcut(desk, 'r')
  await expect(desk.getByLabel('Réponse', { exact: true })).toBeFocused()
  await desk.keyboard.type('Nous avons déplacé votre serveur.')
  await desk
    .getByLabel('Fichiers')
    .setInputFiles({ name: 'analyse.csv', mimeType: 'text/csv', buffer: Buffer.from('hôte;charge\n') })
  await expect(desk.getByRole('button', { name: 'Retirer analyse.csv' })).toBeVisible()
  await expect(desk.getByRole('meter')).toHaveCount(0)
  // The customer opens next to the ticket; what is being written stays.
  await desk.getByRole('link', { name: 'Voir le client ici' }).press('Enter')
  const customer = desk.locator('#customer')
  await expect(customer.getByRole('heading', { name: 'Serveurs' })).toBeVisible()
  await expect(customer.getByText('Aucune autre demande d’assistance.')).toBeVisible()
  await expect(desk.getByLabel('Réponse', { exact: true })).toHaveValue('Nous avons déplacé votre serveur.')
  await expect(desk.getByRole('button', { name: 'Retirer analyse.csv' })).toBeVisible()
  const toggle = desk.getByRole('link', { name: 'Fermer la fiche du client' })
  await expect(toggle).toBeFocused()
  await toggle.press('Enter')
  await expect(customer).toHaveCount(0)
  await desk.getByText('Résolue', { exact: true }).last().click()
  await desk.getByRole('button', { name: 'Envoyer la réponse' }).press('Enter')
  await expect(desk.getByText('La réponse est envoyée.')).toBeVisible()
  await desk.context().close()

  await page.reload()
  await expect(page.getByText('Nous avons déplacé votre serveur.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Télécharger analyse.csv' })).toBeVisible()
  await expect(page.getByText('Donnée à temps')).toBeVisible()
  await expect(page.getByText('Hôte chargé, à déplacer ce soir.')).toHaveCount(0)
  await page.getByLabel('Votre message').fill('C’est encore lent.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Reprise après la réponse du client')).toBeVisible()
  const mails = await sql`
    select subject from mail_messages where recipient = ${owner.email} and template = 'ticket-answered'`
  expect(mails).toHaveLength(1)
})

test('j and k move through the support queue', async ({ page }) => {
  // A new person's own tickets: those of others come and go meanwhile.
  const person = await makeStaff(sql, ['support'])
  const taken = await sql`
    update tickets set assigned_staff_id = ${person.staffId} where id in (
      select t.id from tickets t join organisations o on o.id = t.organisation_id
      where t.state in ('new', 'in_progress') and o.legal_name not like '%d’Essai%' order by t.id limit 2)`
  expect(taken.count).toBe(2)
  const desk = await openDesk(page, '/operator/support?assigned=me', person)
  const list = desk.getByRole('navigation', { name: 'Demandes des clients' })
  await expect(list.getByRole('link')).toHaveCount(2)
  const [first, second] = await Promise.all(
    [0, 1].map((at) => list.getByRole('link').nth(at).getAttribute('href')),
  )
  await desk.keyboard.press('j')
  await expect(desk).toHaveURL(`${siteUrl('operator')}${first}`)
  await expect(list.locator('[aria-current]')).toHaveAttribute('href', first ?? '')
  await desk.keyboard.press('j')
  await expect(desk).toHaveURL(`${siteUrl('operator')}${second}`)
  await desk.keyboard.press('k')
  await expect(desk).toHaveURL(`${siteUrl('operator')}${first}`)
  await desk.context().close()
})
