import { readFile } from 'node:fs/promises'
import { sql } from './support/database'
import { demonstrationStaff } from './support/demonstration'
import { siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'

const operator = (rest: string) => `${siteUrl('operator')}/operator${rest}`

test('a list of hosts is corrected after its preview, imported, exported, and changes nothing the second time', async ({
  page,
  context,
}) => {
  await signIn(context, await demonstrationStaff('capacite@andromede.example'))
  await page.goto(operator('/inventory'))
  await page.getByRole('link', { name: 'Importer', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Importer des hôtes' })).toBeVisible()
  const name = `e-${crypto.randomUUID().slice(0, 6)}`
  // Too small for any server, and it stays: open pages of other tests prefetch the listed items.
  const list = (vcpu: string) =>
    `zone;site;room;rack;name;generation;vcpu;memory_mib;disk_gib\nLIL1;Lille;C1;${name};${name};G3;${vcpu};65536;1\n`
  // As saved by a French spreadsheet: not UTF-8, with an accent.
  const file = (vcpu: string) => ({
    name: 'hôtes.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(list(vcpu).replace('G3', 'Géante'), 'latin1'),
  })
  await page.getByLabel('Choisir un fichier').setInputFiles(file('beaucoup'))
  await page.getByRole('button', { name: 'Voir ce qui changerait' }).click()
  await expect(page.getByText('Une erreur empêche l’import')).toBeFocused()
  await expect(page.getByRole('row', { name: '2 vcpu Écrivez un nombre entier.' })).toBeVisible()
  await expect(page.getByRole('button', { name: /^Importer/ })).toHaveCount(0)

  await page.getByLabel('Choisir un fichier').setInputFiles(file('16'))
  await page.getByRole('button', { name: 'Voir ce qui changerait' }).click()
  await expect(page.getByText(`Baies créées : ${name}`)).toBeVisible()
  await page.getByRole('button', { name: 'Importer 1 hôte' }).click()
  await expect(page.getByText('Import fait : 1 hôte ajouté, aucun modifié')).toBeVisible()
  const [host] = await sql<{ generation: string }[]>`select generation from hosts where name = ${name}`
  expect(host?.generation).toBe('Géante')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Exporter en CSV' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toMatch(/^hosts-\d{4}-\d\d-\d\d\.csv$/)
  // Only the lines of this test: others move their hosts meanwhile.
  const [head, ...lines] = (await readFile(await saved.path(), 'utf8')).split('\n')
  const own = lines.filter((line) => line.includes(name))
  expect(own).toHaveLength(1)
  await page.getByLabel('Choisir un fichier').setInputFiles({
    name: 'hosts.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([head, ...own, ''].join('\n')),
  })
  await page.getByRole('button', { name: 'Voir ce qui changerait' }).click()
  await expect(page.getByRole('heading', { name: /^Aucun hôte à ajouter, aucun à modifier/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Importer 0 hôte' })).toHaveAttribute('aria-disabled', 'true')
})
