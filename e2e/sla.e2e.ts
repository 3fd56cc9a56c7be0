import { recompute } from '~/lib/sla/report/testing/recompute'
import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { demonstrationOrganisation, demonstrationPerson } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

/** The demonstration's month in which a server of Valmont missed its objective, and that server. */
async function breachOf(organisationId: string) {
  const [breach] = await sql<{ period: string; id: string; name: string; ppm: number }[]>`
    select a.period, i.id, i.name, a.availability_ppm as ppm from sla_assessments a join instances i on i.id = a.subject_id
    where a.organisation_id = ${organisationId} and a.availability_ppm < a.objective_ppm order by a.period desc, a.revision desc limit 1`
  if (!breach) throw new Error('the demonstration has a breach of Valmont')
  return breach
}

test('a missed objective links to its evidence, and the file alone gives the same result', async ({
  page,
  context,
}) => {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  const { period, id, name, ppm } = await breachOf(organisationId)
  await signIn(context, await demonstrationPerson('odile.renard@valmont.example'))
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/sla?month=${period}&state=breached`)
  const row = page.getByRole('row', { name: new RegExp(name) })
  await expect(row.getByRole('img', { name: new RegExp(`^${name}: \\d+ jours? tenus?`) })).toBeVisible()
  await row.getByRole('link', { name: name, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}, preuves`)
  const sum = page.getByRole('table', { name: 'Ce qui s’additionne' }).getByRole('row', { name: /^Somme/ })
  const total = (await sum.getByRole('cell').last().textContent()) ?? '-'
  await expect(page.getByText('Durée de la période').locator('..')).toContainText(total)

  const answer = await page.request.get(`${siteUrl('portal')}/api/sla/${organisationId}/${period}/csv`)
  expect(answer.headers()['content-disposition']).toContain(`${period}.csv`)
  const again = recompute(await answer.text()).find(({ resource }) => resource === id)
  expect(again).toMatchObject({ ppm, stated: ppm })
  await expect(
    page.getByText(`${new Intl.NumberFormat('fr-FR').format(ppm)} parties par million`),
  ).toBeVisible()

  const report = await page.request.get(`${siteUrl('portal')}/api/sla/${organisationId}/${period}/pdf`)
  expect(report.headers()['content-type']).toBe('application/pdf')
})

test('the timeline is zoomed and moved by keys, and repeats its content in words', async ({
  page,
  context,
}) => {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  const { period, id } = await breachOf(organisationId)
  await signIn(context, await demonstrationPerson('karim.haddad@valmont.example'))
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/sla/${id}?month=${period}`)
  const strip = page.getByRole('region', { name: /^Frise du/ })
  const shown = () => strip.getAttribute('aria-label')
  const whole = await shown()
  await strip.focus()
  await page.keyboard.press('+')
  await expect.poll(shown).not.toBe(whole)
  const closer = await shown()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(shown).not.toBe(closer)
  await page.getByRole('button', { name: '13 mois' }).click()
  await page.getByText(/^En mots.*événements?/).click()
  const words = page.getByRole('table', { name: 'En mots' })
  await expect(words.getByRole('row', { name: /indisponible/ }).first()).toBeVisible()
  await expect(words.getByRole('row', { name: /Incident \d+/ }).first()).toBeVisible()
})

test('a server’s page shows its availability of the month', async ({ page, context }) => {
  const organisationId = await demonstrationOrganisation('Commune de Valmont')
  const { id, name } = await breachOf(organisationId)
  await signIn(context, await demonstrationPerson('karim.haddad@valmont.example'))
  await page.goto(`${siteUrl('portal')}/o/${organisationId}/instances/${id}`)
  await expect(page.getByRole('heading', { name: 'Niveau de service' })).toBeVisible()
  await page.getByRole('link', { name: 'Voir les preuves' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}, preuves`)
})

test('a contract version is published for a coming month, and the public page announces it', async ({
  page,
  context,
  browser,
}) => {
  await signIn(context, await makeStaff(sql, ['administrator']))
  await page.goto(`${siteUrl('operator')}/operator/sla/contract`)
  await page.getByLabel('Plafond, % du prix du mois').fill('5')
  await page.getByRole('button', { name: 'Relire avant de publier' }).click()
  await expect(page.getByText('Le plafond est inférieur au premier palier.').first()).toBeVisible()
  await page.getByLabel('Plafond, % du prix du mois').fill('60')
  await page.getByRole('button', { name: 'Relire avant de publier' }).click()
  const dialog = page.getByRole('dialog')
  const title = (await dialog.getByRole('heading').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Publier' }).click()
  await expect(dialog).toBeHidden()
  const version = /\d+/.exec(title)?.[0]
  const row = page
    .getByRole('table', { name: 'Versions' })
    .getByRole('row', { name: new RegExp(`^${version} `) })
  await expect(row).toContainText('annoncée')
  await expect(row).toContainText('60 %')
  const anybody = await (await browser.newContext()).newPage()
  await anybody.goto(`${siteUrl('portal')}/niveaux-de-service`)
  await expect(anybody.getByText(/La version \d+ prendra effet le 1(er)? /)).toBeVisible()
  await anybody.context().close()
})

test('on a phone the contract form is filled section by section, and an error opens them', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signIn(context, await makeStaff(sql, ['administrator']))
  await page.goto(`${siteUrl('operator')}/operator/sla/contract`)
  const bundles = page.getByRole('group', { name: 'Objectifs des offres' })
  await expect(bundles).toBeHidden()
  await page.getByRole('button', { name: 'Objectifs des offres' }).click()
  await expect(bundles).toBeVisible()
  await expect(page.getByRole('group', { name: 'Paliers' })).toBeHidden()
  await page.getByLabel('Plafond, % du prix du mois').fill('5')
  await page.getByRole('button', { name: 'Relire avant de publier' }).click()
  await expect(page.getByRole('group', { name: 'Paliers' })).toBeVisible()
})

test('staff see which objectives are at risk, and whether the vantages observe', async ({
  page,
  context,
}) => {
  await signIn(context, await makeStaff(sql, ['capacity']))
  await page.goto(`${siteUrl('operator')}/operator/sla`)
  await expect(page.getByRole('table', { name: 'Santé des sondes' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Usure par zone' })).toContainText('PAR1')
  await page.goto(`${siteUrl('operator')}/operator/sla/contract`)
  await expect(page.getByText('La publication est réservée aux administrateurs.')).toBeVisible()
})
