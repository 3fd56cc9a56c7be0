import { expect, test } from '@playwright/test'
import { newId } from '~/lib/kernel/ids'
import { callRoute } from '../support/call-route'
import { fingerprint } from '../support/fingerprint'
import { siteUrl } from '../support/installation-facts'
import { type Attackers, gatherAttackers } from './attackers'
import { makeVictim, type Victim } from './targets'

let victim: Victim
let attackers: Attackers

test.beforeAll(async () => {
  victim = await makeVictim()
  attackers = await gatherAttackers(victim)
})

type Call = {
  organisationId?: string
  purchaseOrderId?: string
  cookie?: string | undefined
  headers?: Record<string, string>
}

async function send({ cookie, headers, ...named }: Call) {
  const { organisationId, purchaseOrderId } = { ...victim.target, ...named }
  const query = new URLSearchParams({ organisationId, purchaseOrderId, name: 'bon.pdf' })
  const { status, body } = await callRoute('portal', `/api/purchase-order-documents?${query}`, {
    method: 'POST',
    headers: {
      origin: new URL(siteUrl('portal')).origin,
      'content-type': 'application/octet-stream',
      ...headers,
    },
    body: '<html>',
    ...(cookie === undefined ? {} : { cookie }),
  })
  return { status, body }
}

test('a file for a purchase order: who may send it', async () => {
  const before = await fingerprint([victim.target.organisationId])
  for (const [who, cookie] of Object.entries(attackers.strangers.portal))
    expect((await send({ cookie })).status, who).toBe(401)
  for (const [role, cookie] of Object.entries(attackers.members)) {
    // What it is called it is not: whoever may send one is told so.
    expect((await send({ cookie })).status, role).toBe(['owner', 'billing'].includes(role) ? 400 : 403)
  }
  expect((await send({ cookie: attackers.ownerWithoutFactor })).status).toBe(403)
  expect(await fingerprint([victim.target.organisationId])).toBe(before)
})

test('a file for what belongs to others: it does not exist', async () => {
  const { cookie, organisationId } = attackers.outsider
  const absent = newId('purchaseOrder')
  const foreign = await send({ cookie })
  expect(foreign.status).toBe(404)
  expect(foreign).toEqual(
    await send({ cookie, organisationId: newId('organisation'), purchaseOrderId: absent }),
  )
  const inOwn = await send({ cookie, organisationId })
  expect(inOwn.status).toBe(404)
  expect(inOwn).toEqual(await send({ cookie, organisationId, purchaseOrderId: absent }))
})

test('a file that another site sends', async () => {
  const cookie = attackers.members.owner
  expect((await send({ cookie, headers: { origin: 'https://evil.example' } })).status).toBe(403)
  expect((await send({ cookie, headers: { 'content-type': 'text/plain' } })).status).toBe(415)
})
