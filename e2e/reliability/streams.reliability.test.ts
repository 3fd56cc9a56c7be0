import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '~/lib/routes'
import { startTestInstallation, type TestInstallation } from '../installation'
import type { SignedInBuyer } from '../support/crowd'

let installation: TestInstallation
let buyer: SignedInBuyer

beforeAll(async () => {
  installation = await startTestInstallation()
  Object.assign(process.env, installation.environment)
  // Its modules read the installation's addresses at import.
  const { makeSignedInBuyers } = await import('../support/crowd')
  const [made] = await makeSignedInBuyers(1)
  if (!made) throw new Error('no buyer was made')
  buyer = made
}, 600_000)
afterAll(() => installation?.stop(), 60_000)

async function listen() {
  const path = routes.org.live.stream(buyer.organisationId)
  const answer = await fetch(`${installation.portalUrl}${path}`, { headers: { cookie: buyer.cookie } })
  expect(answer.status).toBe(200)
  if (!answer.body) throw new Error('the stream has no body')
  const reader = answer.body.getReader()
  return {
    /** The next event; null at the end. */
    async next(): Promise<string | null> {
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return null
        const text = new TextDecoder().decode(value)
        if (text.startsWith('event:')) return text
      }
    },
  }
}

test('a stream outlives a crash of PostgreSQL, and then every page refetches everything', async () => {
  const stream = await listen()
  await installation.restartDatabase('immediate')
  expect(await stream.next()).toContain('"resources","orders","incidents","billing","operations"')
})

test('a site with open streams ends them at SIGTERM, and itself', async () => {
  const { portal } = installation.pids()
  if (!portal) throw new Error('the portal does not run')
  const streams = await Promise.all([listen(), listen(), listen()])
  process.kill(portal, 'SIGTERM')
  for (const stream of streams) expect(await stream.next()).toBeNull()
  // Connections that are kept for later requests would last a minute longer.
  await expect.poll(() => existsSync(`/proc/${portal}`), { timeout: 20_000 }).toBe(false)
})
