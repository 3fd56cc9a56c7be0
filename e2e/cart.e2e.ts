import { siteUrl } from './support/installation-facts'
import {
  chooseBundle,
  expectDelivered,
  expectOrderPage,
  orderAddress,
  orderButton,
} from './support/order-page'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

test('several lines are one order, found again in another browser and opened from a link', async ({
  page,
  context,
  browser,
}) => {
  const organisation = await makeOrganisation()
  await signIn(context, organisation.owner)
  await page.goto(orderAddress(organisation))
  await chooseBundle(page, /^Essai/)
  await page.getByRole('button', { name: 'Ajouter une ligne' }).click()
  await chooseBundle(page, /^Disque rapide 100/)
  await page.getByRole('button', { name: 'Dupliquer la ligne' }).click()
  const lines = page.getByRole('list', { name: 'Lignes de la commande' }).getByRole('listitem')
  await expect(lines).toHaveCount(3)
  await page.getByRole('button', { name: /^Retirer la ligne 3/ }).click()
  await expect(lines).toHaveCount(2)
  await page.getByLabel('Engagement juridique').fill('1300012345')

  // The draft is saved after a pause in typing: from then on another browser finds it.
  await expect(async () => {
    const elsewhere = await browser.newContext({ locale: 'fr-FR' })
    await signIn(elsewhere, organisation.owner)
    const other = await elsewhere.newPage()
    await other.goto(orderAddress(organisation))
    await expect(other.getByText('Ligne 2 sur 2')).toBeVisible({ timeout: 2_000 })
    await expect(other.getByLabel('Engagement juridique')).toHaveValue('1300012345', { timeout: 1_000 })
    await elsewhere.close()
  }).toPass()

  // There it is named a draft, and can be emptied for good; this tab goes on with its cart.
  const elsewhere = await browser.newContext({ locale: 'fr-FR' })
  await signIn(elsewhere, organisation.owner)
  const other = await elsewhere.newPage()
  await other.goto(orderAddress(organisation))
  await expect(other.getByText(/^Votre brouillon du/)).toBeVisible()
  await expect(orderButton(other)).toHaveText(/^Commander sans clé/)
  await other.getByRole('button', { name: 'Vider' }).click()
  await expect(other.getByText('Ligne 2 sur 2')).toBeHidden()
  await expect(other.getByRole('button', { name: 'Vider' })).toHaveCount(0)
  await expect(other.locator('main :focus, main:focus')).toHaveCount(1)
  await elsewhere.close()
  const afresh = await browser.newContext({ locale: 'fr-FR' })
  await signIn(afresh, organisation.owner)
  const empty = await afresh.newPage()
  await empty.goto(orderAddress(organisation))
  await expect(empty.getByRole('button', { name: 'Ajouter une ligne' })).toBeVisible()
  await expect(empty.getByText(/^Votre brouillon du/)).toHaveCount(0)
  await empty.reload()
  await expect(empty.getByRole('button', { name: 'Ajouter une ligne' })).toBeVisible()
  await expect(empty.getByRole('button', { name: 'Vider' })).toHaveCount(0)
  await chooseBundle(empty, /^Disque rapide 100/)
  await expect(orderButton(empty)).toHaveText(/^Commander(?! sans clé)/)
  await afresh.close()

  await orderButton(page).click()
  await expectOrderPage(page)
  await expectDelivered(page)
  await page.getByRole('link', { name: 'Commander de nouveau' }).click()
  await expect(lines).toHaveCount(2)
  await expect(page.getByLabel('Engagement juridique')).toHaveValue('1300012345')
  await page.goto(orderAddress(organisation, '?line=essai:LYS1:3&line=disque-rapide-100:LYS1:1'))
  await expect(lines).toHaveCount(2)
  await expect(page.getByText(/3 × Essai, Lyon-Est/)).toBeVisible()
})

test('an order above the threshold waits, is approved by another person, and is delivered', async ({
  page,
  context,
  browser,
}) => {
  const organisation = await makeOrganisation({ roles: ['technical'] })
  const { technical } = organisation.members
  if (!technical) throw new Error('a technical member was asked for')
  const home = `${siteUrl('portal')}/o/${organisation.organisationId}`
  await signIn(context, organisation.owner)
  await page.goto(`${home}/approvals`)
  await page.getByRole('button', { name: 'Ajouter une règle' }).click()
  await page.getByLabel(/^Montant par mois/).fill('1,50')
  await page.getByRole('button', { name: 'Ajouter', exact: true }).click()
  await expect(page.getByText('Règle ajoutée')).toBeVisible()

  const theirs = await browser.newContext({ locale: 'fr-FR' })
  await signIn(theirs, technical)
  const order = await theirs.newPage()
  await order.goto(orderAddress(organisation, '?line=essai:PAR1:1'))
  await orderButton(order).click()
  await expectOrderPage(order)
  await expect(
    order.getByRole('heading', { level: 1, name: 'Cette commande attend une décision' }),
  ).toBeVisible()
  await expect(order.getByRole('button', { name: 'Approuver la commande' })).toHaveCount(0)

  await page.goto(`${home}/approvals`)
  await expect(page.getByText('à vous de décider')).toBeVisible()
  await page.goto(order.url())
  await expect(page.getByText('1 × Essai, Paris-Nord').first()).toBeVisible()
  await page.getByRole('button', { name: 'Approuver la commande' }).click()
  await expect(page.getByText('Commande approuvée')).toBeVisible()
  await expectDelivered(order)
  await theirs.close()
})

test('an order beyond its purchase order waits until an amendment makes room', async ({
  page,
  context,
  faults,
}) => {
  const organisation = await makeOrganisation()
  const home = `${siteUrl('portal')}/o/${organisation.organisationId}`
  await signIn(context, organisation.owner)
  await page.goto(`${home}/purchase-orders`)
  await page.getByRole('button', { name: 'Enregistrer un bon de commande' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Numéro').fill('BC-2026-1')
  await dialog.getByLabel('Dernier jour').fill('2099-12-31')
  await dialog.getByLabel('Plafond HT').fill('rien')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog.getByText(/Donnez un montant en euros/).first()).toBeVisible()
  await expect(dialog.getByLabel('Numéro')).toHaveValue('BC-2026-1')
  await dialog.getByLabel('Plafond HT').fill('2,00')
  await dialog.getByLabel('Dernier jour').fill('2030-12-31')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'BC-2026-1' })).toBeVisible()
  const purchaseOrder = page.url()

  // An HTML page named as a PDF is rejected.
  await page.getByLabel('Fichier').setInputFiles({
    name: 'signe.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('<html></html>'),
  })
  await page.getByRole('button', { name: 'Joindre un document' }).click()
  await expect(page.getByText(/n’est ni un PDF, ni une image/)).toBeVisible()
  // The browser logs the status of a refused upload to the console.
  await expect.poll(() => faults.length).toBe(2)
  for (const fault of faults.splice(0)) expect(fault).toMatch(/answered 400$|400 \(Bad Request\)$/)
  const pdfOf = (bytes: number) => {
    const buffer = Buffer.alloc(bytes, '.')
    buffer.write('%PDF-1.7')
    buffer.write('%%EOF', bytes - 5)
    return { name: 'signe.pdf', mimeType: 'application/pdf', buffer }
  }
  await page.getByLabel('Fichier').setInputFiles(pdfOf(10 * 1024 * 1024 + 1))
  await page.getByRole('button', { name: 'Joindre un document' }).click()
  await expect(page.getByText('Ce fichier dépasse 10 Mio.')).toBeVisible()
  await page.getByLabel('Fichier').setInputFiles(pdfOf(10 * 1024 * 1024))
  await page.getByRole('button', { name: 'Joindre un document' }).click()
  await expect(page.getByRole('link', { name: 'Télécharger signe.pdf' })).toBeVisible()

  await page.goto(orderAddress(organisation, '?line=essai:PAR1:1'))
  const number = page.getByLabel('Votre numéro de bon de commande')
  await number.fill('BC-2026-2')
  await expect(page.getByText(/^Inconnu de l’organisation/)).toBeVisible()
  await page.getByRole('button', { name: /^BC-2026-1, jusqu’au 31 décembre 2030/ }).click()
  await expect(number).toHaveValue('BC-2026-1')
  await expect(page.getByText(/avec cette commande, sur 2,00\s€ HT/).last()).toBeVisible()
  await expect(page.getByText(/^Dépasse le bon de commande de/)).toBeVisible()
  await orderButton(page).click()
  await expectOrderPage(page)
  await expect(page.getByText('Le bon de commande BC-2026-1 serait dépassé')).toBeVisible()
  const order = page.url()
  await page.goto(purchaseOrder)
  await page.getByRole('button', { name: 'Enregistrer un avenant' }).click()
  await dialog.getByLabel('Plafond HT').fill('9 000')
  await dialog.getByLabel('Motif').fill('Avenant 1')
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(page.getByText(/Commande remise en route/)).toBeVisible()
  await page.goto(order)
  await expectDelivered(page)
})
