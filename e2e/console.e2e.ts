import type { Page } from '@playwright/test'
import { sql } from './support/database'
import { orderEstate } from './support/estate'
import { fact, siteUrl } from './support/installation-facts'
import { signIn } from './support/session'
import { expect, test } from './support/test'
import { makeOrganisation } from './support/world'

const lines = (page: Page) => page.locator('.xterm-rows')
const status = (page: Page) =>
  page.getByRole('status').filter({ hasText: /connexion|connectée|terminée|fermée/ })

/** A server, a worker and a gateway are involved. */
const slow = { timeout: 60_000 }

test('a shell in the browser, from the server’s page to its end and back', async ({ page }) => {
  const organisation = await makeOrganisation()
  const estate = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const id = estate.instances[0]?.id ?? ''
  await signIn(page.context(), organisation.owner)
  await page.goto(`${siteUrl('portal')}/o/${organisation.organisationId}/instances/${id}`)
  await page.getByRole('link', { name: 'Ouvrir la console' }).click()

  await expect(status(page)).toContainText('connectée', slow)
  await expect(lines(page)).toContainText('This server is simulated')
  // It has the focus: typing works immediately.
  await page.keyboard.type('echo hello-$((40+2))')
  await page.keyboard.press('Enter')
  await expect(lines(page)).toContainText('hello-42')
  // Tab and letters go to the shell; F6 leaves it.
  await page.keyboard.press('F6')
  await expect(page.getByRole('button', { name: 'Lecteur d’écran' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('.xterm-accessibility')).toContainText('hello-42')
  await page.getByRole('textbox', { name: /^Terminal de/ }).focus()
  await page.keyboard.type('exit 3')
  await page.keyboard.press('Enter')
  await expect(status(page)).toContainText(/terminée\s*Le shell s’est terminé, code 3\./)
  // Its output stays.
  await expect(lines(page)).toContainText('hello-42')
  await page.getByRole('button', { name: 'Se reconnecter' }).click()
  await expect(status(page)).toContainText('connectée', slow)
  await expect(lines(page)).not.toContainText('hello-42')
  await page.getByRole('link', { name: estate.instances[0]?.name ?? '', exact: true }).click()
  await page.waitForURL(/\/instances\/ins_[^/]+$/)

  const events = async () =>
    (
      await sql<{ event: string; reason: string | null }[]>`
        select event, details ->> 'reason' as reason from audit_events
        where subject_id = ${id} and event like 'instance.console%' order by occurred_at, id`
    ).map(({ event, reason }) => [event.replace('instance.console_', ''), reason].filter(Boolean).join(' '))
  const first = ['asked', 'opened', 'closed exited']
  await expect.poll(events, slow).toEqual([...first, 'asked', 'opened', 'closed left'])
})

test('a stopped server shows its state, a reader sees why they have no access, and a stranger gets a 404', async ({
  page,
  browser,
}) => {
  const organisation = await makeOrganisation({ roles: ['reader'] })
  const estate = await orderEstate(organisation, { instances: 1, volumes: 0 })
  const address = `${siteUrl('portal')}/o/${organisation.organisationId}/instances/${estate.instances[0]?.id}`
  await signIn(page.context(), organisation.owner)
  await page.goto(address)
  await page.getByRole('button', { name: 'Arrêter' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'arrêté' })).toBeVisible(slow)
  await expect(page.getByRole('link', { name: 'Ouvrir la console' })).toBeHidden()
  await page.goto(`${address}/console`)
  await expect(status(page)).toContainText('Le serveur est arrêté.')
  await page.getByRole('button', { name: 'Se reconnecter' }).click()
  await expect(status(page)).toContainText('Le serveur est arrêté.')

  const reader = organisation.members.reader
  if (!reader) throw new Error('a reader was asked for')
  const theirs = await browser.newPage()
  await signIn(theirs.context(), reader)
  await theirs.goto(`${address}/console`)
  await expect(theirs.getByText('Votre rôle ne permet pas d’ouvrir une console.')).toBeVisible()
  await theirs.close()
  const stranger = await browser.newPage()
  await signIn(stranger.context(), (await makeOrganisation()).owner)
  expect((await stranger.goto(`${address}/console`))?.status()).toBe(404)
  await stranger.close()
})

test('the gateway rejects a used ticket, and pages of another origin', async ({ page }) => {
  await page.goto(siteUrl('portal'))
  const gateway = fact('CONSOLE_URL').replace(/^http/, 'ws')
  const codeOf = (first: string) =>
    page.evaluate(
      ([address, text]) =>
        new Promise<number>((resolve) => {
          const socket = new WebSocket(address ?? '')
          socket.onopen = () => socket.send(text ?? '')
          socket.onclose = ({ code }) => resolve(code)
        }),
      [gateway, first] as const,
    )
  const ticket = { ticket: 'A'.repeat(43), columns: 80, rows: 24 }
  expect(await codeOf(JSON.stringify(ticket))).toBe(4401)
  expect(await codeOf('anything else')).toBe(4401)
  const elsewhere = await page.request.get(fact('CONSOLE_URL'), {
    headers: {
      origin: 'http://elsewhere.test',
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    },
  })
  expect(elsewhere.status()).toBe(403)
})
