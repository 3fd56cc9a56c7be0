import { addSignatureRule } from '~/lib/ordering'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { watchPage } from './support/watch-page'
import { makeOrganisation, memberContext } from './support/world'

test('a resize that costs more waits for an approver, shows that, and is carried out after the approval', async ({
  page,
  browser,
}) => {
  const organisation = await makeOrganisation({ roles: ['technical', 'approver'] })
  const { organisationId, members } = organisation
  const { owner, technical, approver } = members
  if (!technical || !approver) throw new Error('both were asked for')
  const { instances } = await orderEstate(organisation, { instances: 1, volumes: 0 })
  await addSignatureRule(memberContext(owner, organisationId), { from: 100n, approvals: 1 })

  await signIn(page.context(), technical)
  const server = `${siteUrl('portal')}/o/${organisationId}/instances/${instances[0]?.id}`
  await page.goto(server)
  const ask = async () => {
    await page.getByRole('button', { name: 'Changer d’offre' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: /^Essentiel 1/ }).check()
    await expect(dialog.getByText('Ce changement devra être approuvé par une autre personne')).toBeVisible()
    await dialog.getByRole('button', { name: 'Changer d’offre' }).click()
  }
  await ask()
  await expect(page.getByText('Un changement attend une décision')).toBeVisible()
  await page.getByRole('button', { name: 'Retirer la demande' }).click()
  await expect(page.getByText('Un changement attend une décision')).toBeHidden()
  await expect(page.getByRole('main'), 'the button took the focus with it').toBeFocused()
  await ask()
  await page.getByRole('link', { name: /^Voir la demande/ }).click()
  await expect(
    page.getByRole('heading', { level: 1, name: 'Ce changement attend une décision' }),
  ).toBeVisible()

  const context = await browser.newContext({ locale: 'fr-FR', reducedMotion: 'reduce' })
  await signIn(context, approver)
  const theirs = await context.newPage()
  const faults = watchPage(theirs)
  await theirs.goto(`${siteUrl('portal')}/o/${organisationId}/approvals`)
  await theirs.getByText('Offre Essentiel 1 pour le serveur').click()
  await theirs.getByRole('button', { name: 'Approuver le changement' }).click()
  await expect(
    theirs.getByRole('heading', { level: 1, name: 'Ce changement est fait, ou en cours' }),
  ).toBeVisible()
  await expect(theirs.getByRole('main')).toBeFocused()
  await context.close()
  expect(faults).toEqual([])

  await page.goto(server)
  await expect(page.getByText('Essentiel 1').first()).toBeVisible()
  await expect(page.getByText('Un changement attend une décision')).toBeHidden()
})
