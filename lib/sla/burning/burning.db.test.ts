import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { addSeen, addVantage } from '../testing/seen-rows'
import { alertBurn } from './alert-burn'
import { chooseAlertMails, readAlertMails } from './choose-alert-mails'

const database = useTestDatabase()
const { sql } = database
const { query, auditsOf } = rowProbe(database)
const begun = new Date('2026-11-24T00:00:00Z')
const at = (minutes: number) => new Date(begun.getTime() + minutes * 60_000)
const iso = (minutes: number) => at(minutes).toISOString()
let estate: Estate
let server: Id<'instance'>
let vantages: Id<'vantage'>[]

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
  await makeStaff(sql, ['support'], { id: 'stf_test', email: 'astreinte@test' })
  vantages = [
    await addVantage('control', estate.zone.zoneId, at(0)),
    await addVantage('agent', estate.zone.zoneId, at(0)),
  ]
})
beforeEach(async () => {
  await query('delete from burn_alerts')
  await query('delete from mail_messages')
})

/** Observed up, and down between the two; known until `until`, in minutes. */
async function outage(from: number, to: number, until: number): Promise<void> {
  server = await addInstance(estate, { at: begun })
  for (const vantage of vantages)
    await addSeen(vantage, { id: server, organisationId: estate.own.organisationId }, [
      [iso(0), 'up'],
      [iso(from), 'down'],
      [iso(to), 'up'],
    ])
  await known(until)
}
const known = (until: number) =>
  query(
    `update probe_vantages set last_round_at = '${iso(until)}' where id = any (string_to_array($1, ','))`,
    vantages.join(','),
  )
const sweep = (minutes: number) => Promise.all([1, 2, 3].map(() => alertBurn(workerAt(at(minutes)))))
const alerts = () =>
  query<{ pace: string; ended_at: Date | null }>(
    'select pace, ended_at from burn_alerts where subject_id = $1',
    server,
  )
const mails = async () =>
  (await query<{ recipient: string }>('select recipient from mail_messages order by recipient')).map(
    ({ recipient }) => recipient,
  )

describe('an error budget that burns too fast', () => {
  test('is notified once by concurrent workers, and again when it recurs', async () => {
    // At 99.9 %, a burn rate of 14.4 is 52 seconds per hour and 4.4 per five minutes.
    await outage(355, 357, 358)
    await sweep(358)
    expect(await alerts()).toEqual([{ pace: 'fast', ended_at: null }])
    expect(await mails()).toEqual(['astreinte@test'])
    await sweep(358)
    expect(await mails()).toEqual(['astreinte@test'])
    await known(420)
    await sweep(420)
    expect((await alerts())[0]?.ended_at).toEqual(at(420))
  })

  test('is notified as slow when slow, and not at all within the budget', async () => {
    await outage(330, 333, 358)
    await sweep(358)
    expect(await alerts()).toEqual([{ pace: 'slow', ended_at: null }])
    await outage(357, 357.05, 358)
    await sweep(358)
    expect(await alerts()).toEqual([])
  })

  test('is mailed only to the members who opted in', async () => {
    const member = estate.own.as('reader')
    expect(await readAlertMails(member)).toBe(false)
    for (const _ of [1, 2]) await chooseAlertMails(member, { isWanted: true })
    expect(await readAlertMails(member)).toBe(true)
    expect(await readAlertMails(estate.foreign.as('reader'))).toBe(false)
    await outage(355, 357, 358)
    await sweep(358)
    expect(await mails()).toHaveLength(2)
    await chooseAlertMails(member, { isWanted: false })
    expect(await readAlertMails(member)).toBe(false)
    expect(await auditsOf(estate.own.accountId)).toContain('service_alerts.chosen')
    await expect(chooseAlertMails(estate.own.as('guest'), { isWanted: true })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
