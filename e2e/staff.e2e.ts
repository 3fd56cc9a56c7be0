import { makeStaff } from '~/testing/staff'
import { sql } from './support/database'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

const operator = (rest: string) => `${siteUrl('operator')}/operator${rest}`

test('an administrator disables a colleague’s account, whose next page is the sign-in, and enables it again', async ({
  page,
  context,
  browser,
}) => {
  const colleague = await makeStaff(sql, ['support'])
  const theirs = await browser.newContext()
  await signIn(theirs, colleague)
  const theirPage = await theirs.newPage()
  await theirPage.goto(operator('/support'))
  await expect(theirPage).toHaveURL(operator('/support'))

  await signIn(context, await makeStaff(sql, ['administrator']))
  await page.goto(operator('/staff'))
  await expect(page.getByRole('heading', { level: 1, name: 'Équipe' })).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: colleague.email })
  const dialog = page.getByRole('dialog')
  await row.getByRole('button', { name: 'Rôles…' }).click()
  await dialog.getByRole('checkbox', { name: 'Comptabilité' }).check()
  await dialog.getByRole('button', { name: 'Enregistrer les rôles' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('Comptabilité')
  await row.getByRole('button', { name: 'Fermer le compte' }).click()
  await dialog.getByLabel('Raison, pour le journal').fill('A quitté l’entreprise.')
  await dialog.getByRole('button', { name: 'Fermer le compte' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('fermé')

  await theirPage.goto(operator('/support'))
  await expect(theirPage).toHaveURL(/sign-in/)
  await theirs.close()

  await row.getByRole('button', { name: 'Rouvrir le compte' }).click()
  await dialog.getByRole('button', { name: 'Rouvrir le compte' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('actif')
})
