import type { Page } from '@playwright/test'
import type { TestBuyer } from '~/testing/buyer'
import { sql, until } from './support/database'
import { orderEstate } from './support/estate'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const firewall = ({ organisationId }: TestBuyer) => `${siteUrl('portal')}/o/${organisationId}/firewall`

test('a rule set is created, attached with a preview, widened after a second question, and comes into force', async ({
  page,
}) => {
  const organisation = await makeOrganisation({ roles: ['reader'] })
  const { instances } = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const server = instances[0]?.name ?? ''
  await signIn(page.context(), organisation.owner)
  await page.goto(firewall(organisation))
  const dialog = page.getByRole('dialog')
  const matrix = page.getByRole('table', { name: /^Ce qui joint chaque serveur/ })
  await expect(matrix.getByRole('row', { name: server })).toContainText('rien')

  await button(page, 'Créer un jeu de règles').click()
  await dialog.getByLabel('Nom').fill('vitrine')
  await dialog.getByRole('radio', { name: /^Serveur web/ }).check()
  await dialog.getByRole('button', { name: 'Créer' }).click()
  await expect(dialog).toBeHidden()

  await button(page, 'Attacher le jeu vitrine').click()
  const target = dialog.getByLabel('Réseau ou serveur')
  await target.selectOption({ label: `Serveur ${server}` })
  await dialog.getByRole('button', { name: 'Voir ce qui change' }).click()
  await expect(dialog.getByRole('row', { name: /^Internet/ })).toContainText('TCP 80, 443 · ping')
  await dialog.getByRole('button', { name: 'Attacher' }).click()
  await expect(dialog).toBeHidden()
  await expect(matrix.getByRole('row', { name: server })).toContainText('TCP 80, 443 · ping')

  await button(page, /^Ajouter une règle\s: vitrine$/).click()
  await dialog.getByLabel(/^Ports/).fill('22')
  await dialog.getByLabel(/^Adresse ou plage/).fill('203.0.113.7/24')
  await dialog.getByRole('button', { name: 'Voir ce qui change' }).click()
  await expect(dialog.getByText(/vouliez-vous dire 203\.0\.113\.0\/24/).first()).toBeVisible()
  await dialog.getByLabel('Depuis', { exact: true }).selectOption('anywhere')
  await dialog.getByRole('button', { name: 'Voir ce qui change' }).click()
  await expect(dialog.getByText('Ce changement ouvre SSH à tous')).toBeVisible()
  await expect(dialog.getByRole('region', { name: 'Voir ce qui change' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Retour' }).click()
  await expect(dialog.getByLabel('Sens', { exact: true })).toBeFocused()
  await expect(dialog.getByLabel(/^Ports/)).toHaveValue('22')
  await dialog.getByRole('button', { name: 'Voir ce qui change' }).click()
  await dialog.getByRole('button', { name: 'Enregistrer quand même' }).click()
  await expect(dialog).toBeHidden()
  await expect(matrix.getByRole('row', { name: server })).toContainText('TCP 22, 80, 443 · ping')
  await until('the rules are in force', async () => {
    const [row] = await sql<{ rules: { ports: string }[] }[]>`
      select s.rules from simulator.networks s join private_networks n on n.id = s.resource_id
      where n.organisation_id = ${organisation.organisationId}`
    return row?.rules.some(({ ports }) => ports === '22')
  })

  const reader = organisation.members.reader
  if (!reader) throw new Error('no reader')
  await signIn(page.context(), reader)
  await page.reload()
  await expect(button(page, 'Créer un jeu de règles')).toHaveAccessibleDescription(
    /Votre rôle permet de voir/,
  )
})
