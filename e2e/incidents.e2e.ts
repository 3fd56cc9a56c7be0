import { systemNow } from '~/lib/kernel/time/clock'
import { sql, until } from './support/database'
import { cutPower, dedicatedHosts, gatherOn, restorePower } from './support/dedicated-hosts'
import { demonstrationStaff } from './support/demonstration'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const operator = (rest: string) => `${siteUrl('operator')}/operator${rest}`
const portal = (rest: string) => `${siteUrl('portal')}${rest}`
/** `npm run test:reliability` measures the delay, on an otherwise idle machine. */
const shownWithinMs = 120_000

const seen = async (instances: readonly { id: string }[], reading: string) => {
  const ids = instances.map(({ id }) => id)
  const [row] = await sql`
    select count(*)::int as count from probe_states where subject_id = any (${ids}) and reading = ${reading}`
  return row?.count >= ids.length * 2
}

test('a failing host is detected, correlated and shown to its customer without a reload, announced, resolved and explained', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000)
  const organisation = await makeOrganisation()
  const { organisationId, owner } = organisation
  const title = `Une machine s’est arrêtée, ${organisationId.slice(-6)}`
  const { instances } = await orderEstate(organisation, { instances: 2, volumes: 0 })
  const { a: host } = await dedicatedHosts(organisation, ['a'])
  await gatherOn(organisation, instances, host.id)
  await until('probes have seen both', () => seen(instances, 'up'))
  await signIn(context, owner)
  await page.goto(portal(`/o/${organisationId}`))
  const banner = page.getByRole('alert').filter({ hasText: 'Nos sondes voient ces ressources indisponibles' })
  await expect(banner).toHaveCount(0)

  const failedAt = systemNow()
  await cutPower(host.name)
  await expect(banner).toBeVisible({ timeout: shownWithinMs })
  const shownAfterMs = systemNow().getTime() - failedAt.getTime()
  test.info().annotations.push({ type: 'shown after', description: `${shownAfterMs} ms` })
  for (const { name } of instances) await expect(banner).toContainText(name)
  await expect(banner).not.toContainText(host.name)

  const incident = await until('an incident of the host is proposed', async () => {
    const [row] = await sql<{ id: string }[]>`
      select id from incidents where domain_id = ${host.id} and state = 'proposed'`
    return row
  })
  const support = await context.browser()?.newContext({ locale: 'fr-FR' })
  if (!support) throw new Error('the browser opens another window')
  await signIn(support, await demonstrationStaff('capacite@andromede.example'))
  const desk = await support.newPage()
  await desk.goto(operator(`/incidents/${incident.id}`))
  await desk.getByRole('button', { name: 'Reconnaître l’incident' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByLabel('Titre en français').fill(title)
  await dialog.getByLabel('Titre en anglais').fill('A machine has stopped')
  await dialog.getByLabel('Texte en français').fill('Nous la remettons en marche.')
  await dialog.getByLabel('Texte en anglais').fill('We are bringing it back.')
  await dialog.getByRole('button', { name: 'Reconnaître l’incident' }).click()
  await expect(desk.getByText('L’incident est reconnu.')).toBeVisible()

  // The customer's page updates by itself; the mail names the customer's resources.
  await expect(page.getByRole('alert').filter({ hasText: title })).toBeVisible({
    timeout: 60_000,
  })
  const mail = await until('a mail was queued', async () => {
    const [row] = await sql<{ subject: string; textBody: string }[]>`
      select subject, text_body as "textBody" from mail_messages where recipient = ${owner.email} and template = 'incident-news' and subject like ${`%${title}`}`
    return row
  })
  expect(mail.subject).toBe(`Incident en cours : ${title}`)

  await desk.goto(operator(''))
  await desk.getByRole('list', { name: 'Incidents en cours' }).getByRole('link', { name: title }).click()
  // Reloading before the next page has arrived would reload the previous page.
  await expect(desk).toHaveURL(operator(`/incidents/${incident.id}`))

  await restorePower(host.name)
  await until('both answer again', () => seen(instances, 'up'))
  await desk.reload()
  // Measured as repaired: what to publish next is chosen and drafted in both languages.
  await expect(desk.getByText('répond de nouveau').first()).toBeVisible()
  await expect(desk.getByLabel('État')).toHaveValue('monitoring')
  await expect(desk.getByLabel('Texte en anglais')).toHaveValue(
    /answered again since .* We are monitoring\.$/,
  )
  await desk.getByLabel('État').selectOption('resolved')
  await expect(desk.getByLabel('Texte en anglais')).toHaveValue(/The incident is resolved\.$/)
  await desk.getByLabel('Texte en français').fill('Tout fonctionne.')
  await desk.getByLabel('Texte en anglais').fill('All works.')
  await desk.getByRole('button', { name: 'Publier' }).click()
  await expect(desk.getByText('La nouvelle est publiée.')).toBeVisible()
  await desk.getByLabel('Cause, en français').fill('Une alimentation.')
  await desk.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(desk.getByText('Écrivez ce texte dans les deux langues').first()).toBeVisible()
  await desk.getByLabel('Cause, en anglais').fill('A power supply.')
  await desk.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(desk.getByText('L’explication est enregistrée.')).toBeVisible()
  await support.close()

  await expect(page.getByRole('alert').filter({ hasText: title })).toHaveCount(0, {
    timeout: 60_000,
  })
  await page.goto(portal(`/o/${organisationId}/incidents`))
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByText('Tout fonctionne.')).toBeVisible()
  await expect(page.getByText('Une alimentation.')).toBeVisible()
})

test('maintenance is announced with a warning when too late, shown there, and added to the customer’s calendar', async ({
  page,
  context,
}) => {
  const organisation = await makeOrganisation()
  const { instances } = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const { a: host } = await dedicatedHosts(organisation, ['a'])
  await gatherOn(organisation, instances, host.id)
  await signIn(context, await demonstrationStaff('capacite@andromede.example'))
  await page.goto(operator(`/maintenance/new?place=host:${host.id}`))
  await expect(page.getByText(instances[0]?.name ?? '?')).toBeVisible()
  const tomorrow = new Date(systemNow().getTime() + 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('Titre en français').fill('Remplacement d’un ventilateur')
  await page.getByLabel('Titre en anglais').fill('Replacement of a fan')
  await page.getByLabel('Début', { exact: true }).fill(`${tomorrow}T22:00`)
  await page.getByLabel('Fin', { exact: true }).fill(`${tomorrow}T21:00`)
  await page.getByLabel('Description en français').fill('Une coupure d’une minute.')
  await page.getByLabel('Description en anglais').fill('A cut of a minute.')
  await page.getByRole('button', { name: 'Annoncer une maintenance' }).click()
  await expect(page.getByText('La fin vient avant le début.').first()).toBeVisible()
  await page.getByLabel('Fin', { exact: true }).fill(`${tomorrow}T23:30`)
  await page.getByRole('button', { name: 'Annoncer une maintenance' }).click()
  await expect(page.getByText('Préavis trop court')).toBeVisible()

  await signIn(context, organisation.owner)
  await page.goto(portal(`/o/${organisation.organisationId}/incidents`))
  const row = page.getByRole('row', { name: /Remplacement d’un ventilateur/ })
  await expect(row).toContainText(instances[0]?.name ?? '?', { timeout: 60_000 })
  await page.getByRole('button', { name: 'Créer l’adresse' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Créer l’adresse' }).click()
  const address = await page.getByRole('dialog').locator('code').textContent()
  const answer = await context.request.get(address ?? '')
  expect(answer.headers()['content-type']).toBe('text/calendar; charset=utf-8')
  expect(await answer.text()).toContain('SUMMARY:Remplacement d’un ventilateur')
  await page.getByRole('dialog').getByRole('button', { name: 'Fermer' }).first().click()
  await page.getByRole('button', { name: 'Supprimer l’adresse' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer l’adresse' }).click()
  await expect(page.getByText('L’adresse est supprimée.')).toBeVisible()
  expect((await context.request.get(address ?? '')).status()).toBe(404)
})
