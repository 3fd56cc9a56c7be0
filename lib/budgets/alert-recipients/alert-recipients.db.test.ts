import { beforeAll, beforeEach, expect, test } from 'vitest'
import { anonymousTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { addInstance } from '~/lib/resources/testing/resources'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { makeEstate } from '~/testing/estate'
import { alertBudgets } from '../budgets/alert-budgets'
import { createBudget } from '../budgets/manage-budgets'
import { confirmAlertRecipient, endAlertRecipient, showAlertRecipient } from './answer'
import { addAlertRecipient, listAlertRecipients, removeAlertRecipient } from './manage'

const { sql } = useTestDatabase()
let ours: TestBuyer
let theirs: TestBuyer

beforeAll(() => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.RATE_LIMIT_FACTOR = '1000'
})
beforeEach(async () => {
  ;[ours, theirs] = await makeBuyers(sql, 2)
})

let addresses = 0
const fresh = () => {
  addresses += 1
  return `tutelle${addresses}@ailleurs.example`
}
/** The last mail to this address: its text, and the link's token. */
async function mailTo(email: string) {
  const rows = await sql<{ template: string; text: string }[]>`
    select template, text_body as text from mail_messages where recipient = ${email} order by id`
  const last = rows.at(-1)
  return {
    templates: rows.map(({ template }) => template),
    token: /\/alertes\/(\S+)/.exec(last?.text ?? '')?.[1] ?? '',
  }
}
const anybody = () => anonymousTestContext()

test('an address is invited, accepts by its link and gets alerts; the same link unsubscribes it', async () => {
  const estate = await makeEstate(sql, { hosts: { count: 1, vcpu: 64 } })
  ours = estate.own
  await addInstance(estate, { bundle: 'wide', at: new Date('2026-11-02T10:00:00Z') })
  const [yes, silent] = [fresh(), fresh()]
  for (const email of [yes, silent]) await addAlertRecipient(ours.as(), { email })
  const { token } = await mailTo(yes)
  expect(await showAlertRecipient(anybody(), { token })).toMatchObject({ email: yes, isConfirmed: false })
  await confirmAlertRecipient(anybody(), { token })
  await confirmAlertRecipient(anybody(), { token })
  await createBudget(ours.as(), { name: 'Année', monthlyEuros: 100, thresholds: [50], isHard: false })
  await alertBudgets(systemTestContext(new Date('2026-11-20T10:00:00Z')))
  expect((await mailTo(yes)).templates).toEqual(['alert-recipient-confirm', 'budget-reached-outside'])
  expect((await mailTo(silent)).templates).toEqual(['alert-recipient-confirm'])
  expect((await mailTo(yes)).token).toBe(token)
  await endAlertRecipient(anybody(), { token })
  await endAlertRecipient(anybody(), { token })
  await expect(showAlertRecipient(anybody(), { token })).rejects.toMatchObject({ code: 'not_found' })
  await expect(confirmAlertRecipient(anybody(), { token })).rejects.toMatchObject({ code: 'invalid_token' })
  expect((await listAlertRecipients(ours.as())).map(({ email }) => email)).toEqual([silent])
  const events = await sql`select event from audit_events where organisation_id = ${ours.organisationId}
    and event like 'alert_recipient.%' order by id`
  expect(events.map(({ event }) => event).sort()).toEqual([
    'alert_recipient.added',
    'alert_recipient.added',
    'alert_recipient.confirmed',
    'alert_recipient.removed',
  ])
})

test('an address is added once, invited again until it answers, and ten are the maximum', async () => {
  const email = fresh()
  await addAlertRecipient(ours.as(), { email })
  await addAlertRecipient(ours.as('billing'), { email })
  const { token, templates } = await mailTo(email)
  expect(templates).toHaveLength(2)
  await confirmAlertRecipient(anybody(), { token })
  const again = [email, `${ours.accountId}@example.test`]
  for (const known of again)
    await expect(addAlertRecipient(ours.as(), { email: known })).rejects.toMatchObject({
      code: 'already_exists',
    })
  const all = await Promise.allSettled(
    Array.from({ length: 14 }, () => addAlertRecipient(ours.as(), { email: fresh() })),
  )
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(9)
  await expect(addAlertRecipient(ours.as(), { email: fresh() })).rejects.toMatchObject({
    code: 'quota_exceeded',
    params: { reason: 'too_many_recipients' },
  })
})

test('roles and organisations are separated, and links cannot be forged', async () => {
  const email = fresh()
  for (const role of ['technical', 'approver', 'reader', 'guest'] as const)
    await expect(addAlertRecipient(ours.as(role), { email })).rejects.toMatchObject({ code: 'forbidden' })
  await addAlertRecipient(ours.as(), { email })
  const [added] = await listAlertRecipients(ours.as('reader'))
  if (!added) throw new Error('it was added')
  expect(await listAlertRecipients(theirs.as())).toEqual([])
  await expect(removeAlertRecipient(theirs.as(), { recipientId: added.id })).rejects.toMatchObject({
    code: 'not_found',
  })
  const { token } = await mailTo(email)
  // A token of one organisation is invalid for another, and so is a token with a changed letter.
  const forged = [
    token.replace(ours.organisationId, theirs.organisationId),
    `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    token.slice(0, -1),
    `${token}A`,
    '',
  ]
  for (const wrong of forged) {
    await expect(confirmAlertRecipient(anybody(), { token: wrong })).rejects.toMatchObject({
      code: 'invalid_token',
    })
  }
  await removeAlertRecipient(ours.as(), { recipientId: added.id })
  expect(await listAlertRecipients(ours.as())).toEqual([])
})
