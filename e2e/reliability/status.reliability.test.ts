import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstallation, type TestInstallation } from '../installation'

let installation: TestInstallation

beforeAll(async () => {
  installation = await startTestInstallation()
}, 600_000)
afterAll(() => installation?.stop(), 60_000)

const look = async (path: string, headers: Record<string, string> = {}) => {
  const began = performance.now()
  const answer = await fetch(`${installation.portalUrl}${path}`, {
    headers: { 'accept-language': 'fr', ...headers },
    redirect: 'manual',
  })
  return { status: answer.status, text: await answer.text(), millis: Math.round(performance.now() - began) }
}

test('the status page shows its age while the database is stopped, and every other page reports the outage', async () => {
  const before = await look('/etat')
  expect(before.status).toBe(200)
  expect(before.text).not.toContain('Ces informations ne sont plus à jour')

  await installation.stopDatabase()
  // Older than a minute, it is shown as the last known state.
  for (let waited = 0; waited < 75; waited += 5) {
    const during = await look('/etat')
    expect(during.status).toBe(200)
    await pause(5_000)
  }
  const page = await look('/etat')
  expect(page.status).toBe(200)
  expect(page.text).toContain('Ces informations ne sont plus à jour')
  expect(page.text).toMatch(/Voici ce qui était connu le/)
  expect(page.text).toContain('PAR1')
  // Also for people who were signed in: their session cannot be read.
  const signedIn = await look('/etat', { cookie: `andromede-portal=${'A'.repeat(43)}` })
  expect(signedIn.status).toBe(200)
  const feed = await look('/etat/atom.xml')
  expect(feed.status).toBe(200)
  expect(feed.text).toContain('<feed')
  expect((await look('/zones')).status).toBeGreaterThanOrEqual(500)
  process.stdout.write(
    `the database is stopped: the status page answers in ${page.millis} ms, ${signedIn.millis} ms with a session, its feed in ${feed.millis} ms\n`,
  )
}, 300_000)
