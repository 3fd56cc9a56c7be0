import { expect, test } from '@playwright/test'
import { newId } from '~/lib/kernel/ids'
import { callRoute } from '../support/call-route'
import { fingerprint } from '../support/fingerprint'
import { siteUrl, type WebSurface } from '../support/installation-facts'
import { type Attackers, sharedScene } from './attackers'
import type { Victim } from './targets'

let victim: Victim
let attackers: Attackers

test.beforeAll(async () => {
  ;({ victim, attackers } = await sharedScene())
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

test('an upload for a purchase order: who may send it', async () => {
  const before = await fingerprint([victim.target.organisationId])
  for (const [who, cookie] of Object.entries(attackers.strangers.portal))
    expect((await send({ cookie })).status, who).toBe(401)
  for (const [role, cookie] of Object.entries(attackers.members)) {
    // Its name contradicts its content: people with permission get that error.
    expect((await send({ cookie })).status, role).toBe(['owner', 'billing'].includes(role) ? 400 : 403)
  }
  expect((await send({ cookie: attackers.ownerWithoutFactor })).status).toBe(403)
  expect(await fingerprint([victim.target.organisationId])).toBe(before)
})

test('an upload to something of another organisation is like one to something that does not exist', async () => {
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

test('an upload from another site', async () => {
  const cookie = attackers.members.owner
  expect((await send({ cookie, headers: { origin: 'https://evil.example' } })).status).toBe(403)
  expect((await send({ cookie, headers: { 'content-type': 'text/plain' } })).status).toBe(415)
})

type Sent = { path: string; cookie: string | undefined; headers?: Record<string, string> }

/** A file with a misleading name: people with permission get an error about its content. */
async function sendTo(surface: WebSurface, { path, cookie, headers }: Sent) {
  const { status, body } = await callRoute(surface, path, {
    method: 'POST',
    headers: {
      origin: new URL(siteUrl(surface)).origin,
      'content-type': 'application/octet-stream',
      ...headers,
    },
    body: '<html>',
    ...(cookie === undefined ? {} : { cookie }),
  })
  return { status, body }
}
const ofCustomers = (organisationId: string) =>
  `/api/ticket-attachments?${new URLSearchParams({ organisationId, name: 'ecran.png' })}`
const ofStaff = '/api/live/operator/ticket-attachments?name=ecran.png'
const ofBank = ['bank-statements', 'status-reports'].map(
  (kind) => `/api/live/operator/${kind}?name=banque.xml`,
)

test('an upload for a ticket: which customers may send it', async () => {
  const { organisationId } = victim.target
  const path = ofCustomers(organisationId)
  const before = await fingerprint([organisationId])
  for (const [who, cookie] of Object.entries(attackers.strangers.portal))
    expect((await sendTo('portal', { path, cookie })).status, who).toBe(401)
  for (const [role, cookie] of Object.entries(attackers.members)) {
    const mayWrite = ['owner', 'technical', 'approver', 'billing'].includes(role)
    expect((await sendTo('portal', { path, cookie })).status, role).toBe(mayWrite ? 400 : 403)
  }
  const { cookie } = attackers.outsider
  expect(await sendTo('portal', { path, cookie })).toEqual(
    await sendTo('portal', { path: ofCustomers(newId('organisation')), cookie }),
  )
  expect((await sendTo('portal', { path, cookie })).status).toBe(404)
  const headers = { origin: 'https://evil.example' }
  const owner = attackers.members.owner
  expect((await sendTo('portal', { path, cookie: owner, headers })).status).toBe(403)
  expect(await fingerprint([organisationId])).toBe(before)
})

test('an upload for a ticket: which staff may send it', async () => {
  const send = (cookie: string | undefined, headers = {}) =>
    sendTo('operator', { path: ofStaff, cookie, headers })
  for (const [who, cookie] of Object.entries(attackers.strangers.operator))
    expect((await send(cookie)).status, who).toBe(401)
  for (const [role, cookie] of Object.entries(attackers.staff)) {
    const mayAnswer = ['support', 'accountant', 'administrator'].includes(role)
    expect((await send(cookie)).status, role).toBe(mayAnswer ? 400 : 403)
  }
  expect((await send(attackers.staffWithoutFactor)).status).toBe(403)
  expect((await send(attackers.staff.support, { origin: siteUrl('portal') })).status).toBe(403)
})

test('an upload of a bank file: which staff may send it', async () => {
  for (const path of ofBank) {
    const send = (cookie: string | undefined, headers = {}) => sendTo('operator', { path, cookie, headers })
    for (const [who, cookie] of Object.entries(attackers.strangers.operator))
      expect((await send(cookie)).status, who).toBe(401)
    for (const [role, cookie] of Object.entries(attackers.staff))
      expect((await send(cookie)).status, role).toBe(
        ['accountant', 'administrator'].includes(role) ? 400 : 403,
      )
    expect((await send(attackers.staffWithoutFactor)).status).toBe(403)
    expect((await send(attackers.staff.accountant, { origin: siteUrl('portal') })).status).toBe(403)
  }
})
