import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Driver, ProbeAnswer } from '~/lib/hypervisors/port/driver'
import { DriverError } from '~/lib/hypervisors/port/driver-error'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { listSubjects, readAvailability } from '~/lib/sla'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { changeProbe, createProbe, readProbes, removeProbe } from './manage-probes'
import { runProbes } from './run-probes'

const database = useTestDatabase()
const { sql } = database
const { query, auditsOf } = rowProbe(database)
let estate: Estate
let server: Id<'instance'>
let answers: (ProbeAnswer['state'] | 'unreachable')[]
let said: string | null = null
const asked: unknown[] = []
const drivers = {
  driverFor: async () =>
    ({
      probe: async (_id: string, target: unknown) => {
        asked.push(target)
        const state = answers.shift() ?? 'up'
        if (state === 'unreachable')
          throw new DriverError('hypervisor_unreachable', { rawText: 'connect ECONNREFUSED 10.0.0.3:8443' })
        return { state, text: said ?? `it is ${state}` }
      },
    }) as unknown as Driver,
}
const owner = () => estate.own.as('owner')
const fields = { name: 'site', protocol: 'http', port: 80, alertAfter: 2, alertsByMail: true } as const

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 4, vcpu: 512 } })
})
beforeEach(async () => {
  server = await addInstance(estate)
  answers = []
  said = null
  await query('delete from instance_probes')
  await query('delete from mail_messages')
})

/** Several concurrent workers, minute after minute. */
async function pass(minutes: number, from = 0): Promise<void> {
  for (let minute = from; minute < from + minutes; minute += 1)
    await Promise.all([1, 2, 3].map(() => runProbes(workerAt(addSeconds(testNow, minute * 60)), drivers)))
}
const subjects = async () =>
  (await query<{ subject: string }>('select subject from mail_messages order by created_at, id')).map(
    ({ subject }) => subject.split(':')[0]?.trim(),
  )

describe('customer probes of servers', () => {
  test('run once a minute, alert once after the chosen number of failures, and notify the recovery', async () => {
    await createProbe(owner(), { instanceId: server, ...fields })
    answers = ['up', 'down', 'unknown', 'down', 'down', 'up', 'up']
    await pass(7)
    const mailSubjects = await subjects()
    const contacts = mailSubjects.length / 2
    expect(contacts).toBeGreaterThan(0)
    expect(mailSubjects.filter((subject) => subject?.includes('échec'))).toHaveLength(contacts)
    expect(mailSubjects.filter((subject) => subject?.includes('rétablie'))).toHaveLength(contacts)
    const changes = await query<{ reading: string }>('select reading from instance_probe_changes order by at')
    expect(changes.map(({ reading }) => reading)).toEqual(['up', 'down', 'unknown', 'down', 'up'])
    expect(await readProbes(estate.own.as('reader'), { instanceId: server })).toMatchObject([
      { ...fields, reading: 'up', seenText: 'it is up', isAlerted: false },
    ])
  })

  test('are unknown when the agent is unreachable, and pause while the server is stopped', async () => {
    await createProbe(owner(), { instanceId: server, ...fields })
    answers = ['unreachable']
    await pass(1)
    const [probe] = await readProbes(owner(), { instanceId: server })
    expect(probe).toMatchObject({ reading: 'unknown', seenText: null })
    await query(`update instances set state = 'stopped' where id = $1`, server)
    const before = asked.length
    await pass(2, 5)
    expect(asked.length).toBe(before)
  })

  test('may get any answer, and show its printable part', async () => {
    await createProbe(owner(), { instanceId: server, ...fields, alertAfter: 1 })
    said = `a\u0000\u001b[31m\u202e${'x'.repeat(190)}\ud800${'\u{1f680}'.repeat(100)}`
    answers = ['up', 'down']
    await pass(2)
    const [probe] = await readProbes(owner(), { instanceId: server })
    expect(probe?.reading).toBe('down')
    expect(probe?.seenText).toMatch(/^a \[31m x{190}/)
    expect(probe?.seenText).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
    expect(await subjects()).not.toEqual([])
  })

  test('are unknown, without internal messages, when the agent reports an obstacle', async () => {
    await createProbe(owner(), { instanceId: server, ...fields })
    said = 'hypervisor par1-a1-03.internal does not answer'
    answers = ['unknown']
    await pass(1)
    const [probe] = await readProbes(owner(), { instanceId: server })
    expect(probe).toMatchObject({ reading: 'unknown', seenText: null })
  })

  test('do not count for the availability objective', async () => {
    const window = { from: testNow.getTime() - 60_000, to: testNow.getTime() + 600_000 }
    const now = addSeconds(testNow, 600)
    const measure = () =>
      withSystem(workerAt(now), async (tx) =>
        readAvailability(tx, { subjects: await listSubjects(tx, null, window), window, now }),
      )
    const before = await measure()
    await createProbe(owner(), { instanceId: server, ...fields })
    answers = Array.from({ length: 5 }, () => 'down' as const)
    await pass(5)
    expect(await measure()).toEqual(before)
    expect(await query('select 1 from probe_transitions')).toEqual([])
  })
})

describe('the probes of a server', () => {
  test('are at most five, with unique names, under concurrent requests', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        createProbe(owner(), { instanceId: server, ...fields, name: `probe ${index}` }),
      ),
    )
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    const [first, second] = await readProbes(owner(), { instanceId: server })
    if (!first || !second) throw new Error('there are five')
    await expect(
      changeProbe(owner(), { probeId: first.id, ...fields, name: second.name }),
    ).rejects.toMatchObject({ code: 'name_taken' })
    await changeProbe(owner(), { probeId: first.id, ...fields, name: 'ping', protocol: 'icmp', port: null })
    await removeProbe(owner(), { probeId: first.id })
    await expect(removeProbe(owner(), { probeId: first.id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await auditsOf(first.id)).toEqual(['probe.changed', 'probe.created', 'probe.removed'])
  })

  test('need a port for TCP and HTTP and none for ICMP', async () => {
    for (const wrong of [
      { protocol: 'icmp', port: 80 },
      { protocol: 'tcp', port: null },
    ] as const)
      await expect(createProbe(owner(), { instanceId: server, ...fields, ...wrong })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'port',
        params: { reason: 'probe_port' },
      })
  })

  test('are accessible only to members who operate the server', async () => {
    const { id: probeId } = await createProbe(owner(), { instanceId: server, ...fields })
    const stranger = estate.foreign.as('owner')
    await expect(createProbe(stranger, { instanceId: server, ...fields })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(readProbes(stranger, { instanceId: server })).rejects.toMatchObject({ code: 'not_found' })
    await expect(removeProbe(stranger, { probeId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(removeProbe(estate.own.as('reader'), { probeId })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
