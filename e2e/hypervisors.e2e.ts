import { startIncusMember } from '../lib/hypervisors/testing/incus-member'
import { demonstrationStaff } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

const patience = { timeout: 60_000 }

test('a hypervisor is connected by its token, shows a worker’s findings, and is removed', async ({
  page,
  context,
}) => {
  const member = await startIncusMember({ https: true })
  test.skip(!member.available, member.available ? '' : `no Incus here: ${member.reason}`)
  if (!member.available || !member.https) return
  try {
    await signIn(context, await demonstrationStaff('capacite@andromede.example'))
    await page.goto(`${siteUrl('operator')}/operator/hypervisors`)
    await page.getByRole('button', { name: 'Ajouter un hyperviseur' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^Adresse/).fill(member.https.address)
    await dialog.getByLabel(/^Jeton de confiance/).fill('pas un jeton')
    await dialog.getByLabel(/^Code de la zone/).fill('TST9')
    await dialog.getByLabel('Nom de la zone').fill('Essai-Sud')
    await dialog.getByLabel('Ville').fill('Massy')
    await dialog.getByRole('button', { name: 'Connecter' }).click()
    await expect(dialog.getByText(/Ce n’est pas un jeton de confiance/).first()).toBeVisible()
    await dialog.getByLabel(/^Jeton de confiance/).fill(member.https.token)
    await dialog.getByRole('button', { name: 'Connecter' }).click()
    await expect(dialog).toBeHidden()

    const card = page.locator('section').filter({ hasText: 'Essai-Sud' }).first()
    await expect(card.getByText('à confirmer')).toBeVisible(patience)
    await expect(card.getByRole('row').filter({ hasText: 'répond' })).toContainText('vCPU')
    await expect(card.getByText('busybox')).toBeVisible()
    await expect(card.getByText('default (btrfs)')).toBeVisible()
    await card.getByRole('button', { name: 'Changer les réseaux de gestion de Essai-Sud' }).click()
    const ranges = dialog.getByLabel(/^Réseaux de gestion/)
    await ranges.fill('0.0.0.0/0')
    await dialog.getByRole('button', { name: 'Enregistrer' }).click()
    await expect(dialog.getByText(/préfixe \/8 au moins/).first()).toBeVisible()
    await ranges.fill('10.90.0.0/24\n2001:db8:90::/48')
    await dialog.getByRole('button', { name: 'Enregistrer' }).click()
    await expect(dialog).toBeHidden()
    await expect(card.getByText('10.90.0.0/24, 2001:db8:90::/48')).toBeVisible()
    // It is not sold before it is confirmed; here it never is, because other tests count the zones.
    await card.getByRole('button', { name: 'Retirer l’hyperviseur de Essai-Sud' }).click()
    await dialog.getByRole('textbox').fill('TST9')
    await dialog.getByRole('button', { name: 'Retirer' }).click()
    await expect(page.getByText('Essai-Sud', { exact: true })).toHaveCount(0)
  } finally {
    await member.stop()
  }
})
