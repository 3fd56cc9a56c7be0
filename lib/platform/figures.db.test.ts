import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { rawTransaction, withStaff, withSystem } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { enqueue } from '~/lib/jobs'
import { newId } from '~/lib/kernel/ids'
import { openRegistry } from '~/lib/kernel/metrics/open-registry'
import { makeEstate } from '~/testing/estate'
import { makeStaff } from '~/testing/staff'
import { exportFigures } from './export-figures'
import { figureSamples } from './figure-samples'
import { isFirstWorker, readFigures } from './figures'
import { startHeartbeats } from './heartbeat'
import { type Heartbeat, upsertHeartbeat } from './queries/heartbeats'
import { showPlatform } from './show-platform'

const { sql } = useTestDatabase()
const now = new Date()
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
const beatOf = (id: string, kind: Heartbeat['kind'], more: Partial<Heartbeat> = {}): Heartbeat => ({
  id,
  kind,
  version: '0.1.0',
  schemaVersion: 'test',
  startedAt: ago(600),
  isReady: true,
  sweepers: {},
  circuits: {},
  keys: {},
  furtherLogins: [],
  ...more,
})
const roleOf = {
  portal: 'portal',
  api: 'portal',
  operator: 'operator',
  worker: 'worker',
  console: 'worker',
} as const
const write = (beat: Heartbeat, role = roleOf[beat.kind] as 'portal' | 'operator' | 'worker') =>
  rawTransaction(role, (tx) => upsertHeartbeat(tx, beat))
const asWorker = () => withSystem(systemTestContext(now), (tx) => readFigures(tx, now))
const asStaff = () => withStaff(staffTestContext('stf_test', ['capacity'], now), (tx) => readFigures(tx, now))

beforeAll(async () => {
  const { own, zone } = await makeEstate(sql)
  const { organisationId } = own
  const { zoneId } = zone
  for (const [state, seconds] of [
    ['running', 30],
    ['running', 900],
    ['parked', 7_200],
    ['succeeded', 9_000],
  ] as const)
    await sql`insert into sagas (id, organisation_id, kind, resource_kind, resource_id, state, input, requested_by, run_after, created_at)
      values (${newId('saga')}, ${organisationId}, 'start_instance', 'instance', ${newId('instance')}, ${state}, '{}', 'test', ${now}, ${ago(seconds)})`
  for (const held of [true, true, false])
    await sql`insert into drifts (id, zone_id, kind, subject, details, held, state, first_seen_at, seen_at)
      values (${newId('drift')}, ${zoneId}, 'missing', ${newId('instance')}, '{}', ${held}, 'open', ${now}, ${now})`
  await withSystem(systemTestContext(now), async (tx) => {
    await enqueue(tx, 'send_mail', { mailId: newId('mail') }, 'mail:1', ago(120))
    await enqueue(tx, 'send_deferred_mail', { mailId: newId('mail') }, 'mail:2', ago(-60))
    await enqueue(tx, 'chain_audit', {}, 'chain', new Date(now.getTime() + 3_600_000))
  })
  await write(beatOf('p1', 'portal'))
  await write(beatOf('o1', 'operator'))
  const sweepers = (at: Date | null) => ({
    webhooks: { everyMs: 1_000, succeededAt: at?.toISOString() ?? null },
  })
  await write(beatOf('w1', 'worker', { sweepers: sweepers(ago(50)), circuits: { 'incus-PAR1': true } }))
  await write(beatOf('w2', 'worker', { sweepers: sweepers(ago(5)), isReady: false, startedAt: ago(900) }))
  await write(beatOf('w0', 'worker', { sweepers: sweepers(ago(0)) }))
  await sql`update process_heartbeats set seen_at = ${ago(60)} where id = 'w0'`
})

test('worker and operator read the same figures', async () => {
  expect(await asStaff()).toEqual(await asWorker())
})

test('staff with a role in operations see the page, others are refused', async () => {
  const view = await showPlatform(staffTestContext('stf_test', ['auditor'], now))
  expect(view.sagas.map(({ state, verdict }) => [state, verdict])).toEqual([
    ['parked', 'look'],
    ['running', 'well'],
  ])
  expect(view.checks.find(({ name }) => name === 'drifts')).toMatchObject({ verdict: 'look', count: 2 })
  await expect(showPlatform(staffTestContext('stf_test', ['accountant'], now))).rejects.toMatchObject({
    code: 'forbidden',
  })
})

test('sagas that have not ended are counted by kind and state with the age of the oldest', async () => {
  const { sagas } = await asWorker()
  expect(sagas).toEqual([
    { kind: 'start_instance', state: 'parked', open: 1, oldestAt: ago(7_200) },
    { kind: 'start_instance', state: 'running', open: 2, oldestAt: ago(900) },
  ])
})

test('a job that is due counts for its task, and a later one only as waiting', async () => {
  const { jobs, backlogs } = await asWorker()
  const find = (name: string) => jobs.find(({ task }) => task === name)
  expect(find('send_mail')).toMatchObject({ waiting: 1, due: 1, oldestDueAt: ago(120), givenUp: 0 })
  expect(find('chain_audit')).toMatchObject({ waiting: 1, due: 0, oldestDueAt: null })
  expect(backlogs.map(({ channel, waiting }) => [channel, waiting])).toEqual([
    ['mails', 1],
    ['deferred_mails', 1],
    ['webhooks', 0],
    ['einvoices', 0],
    ['payments', 0],
    ['declarations', 0],
    ['undecided', 0],
  ])
})

test('sendings in doubt count until a second person decides, since their restore', async () => {
  const { staffId: first } = await makeStaff(sql, ['administrator'])
  const { staffId: second } = await makeStaff(sql, ['administrator'])
  const add = (subject: string, doubtedAt: Date, state: string) => {
    const isProposed = state !== 'open'
    const isDecided = isProposed && state !== 'proposed'
    return sql`insert into doubtful_sendings ${sql({
      id: `dsd_${subject}`,
      kind: 'mail',
      subject,
      doubted_at: doubtedAt,
      state,
      outcome: isProposed ? 'sent' : null,
      reference: isProposed ? 'log of the relay' : null,
      proposed_by_staff_id: isProposed ? first : null,
      proposed_at: isProposed ? now : null,
      decided_by_staff_id: isDecided ? second : null,
      decided_at: isDecided ? now : null,
      ended_at: state === 'done' ? now : null,
    })}`
  }
  await add('one', ago(7_200), 'proposed')
  await add('two', ago(3_600), 'open')
  await add('three', ago(90_000), 'waiting')
  await add('four', ago(90_000), 'done')
  const undecided = async () => (await asStaff()).backlogs.find(({ channel }) => channel === 'undecided')
  expect(await undecided()).toEqual({ channel: 'undecided', waiting: 2, since: ago(7_200) })
  await sql`delete from doubtful_sendings`
})

test('a webhook counts as due only if a worker would send it', async () => {
  const { own } = await makeEstate(sql)
  const { organisationId } = own
  const add = async (disabledAt: Date | null) => {
    const endpoint = { id: newId('webhookEndpoint'), organisation_id: organisationId }
    await sql`insert into webhook_endpoints ${sql({ ...endpoint, url: 'https://hook.test', events: [], secret_sealed: 'x', created_at: now, disabled_at: disabledAt, disabled_because: disabledAt && 'failing' })}`
    const id = newId('webhookDelivery')
    await sql`insert into webhook_deliveries ${sql({ id, organisation_id: organisationId, endpoint_id: endpoint.id, message_id: id, event: 'test', payload: '{}', state: 'waiting', next_attempt_at: ago(90), created_at: ago(90) })}`
    return id
  }
  await add(ago(86_400))
  const doubted = await add(null)
  await sql`insert into doubtful_sendings (id, kind, subject, doubted_at, state)
    values ('test', 'webhook', ${doubted}, ${now}, 'open')`
  const countDue = async () =>
    (await asStaff()).backlogs.find(({ channel }) => channel === 'webhooks')?.waiting
  expect(await countDue()).toBe(0)
  await add(null)
  expect(await countDue()).toBe(1)
  await sql`delete from webhook_deliveries`
  await sql`delete from doubtful_sendings`
})

test('a sweeper counts by its last success in a worker that lives', async () => {
  const { sweepers, processes } = await asWorker()
  expect(sweepers).toEqual([{ name: 'webhooks', everyMs: 1_000, succeededAt: ago(5), knownSince: ago(900) }])
  expect(processes.map(({ id, state }) => [id, state])).toEqual([
    ['o1', 'ready'],
    ['p1', 'ready'],
    ['w0', 'silent'],
    ['w1', 'ready'],
    ['w2', 'not_ready'],
  ])
})

test('one worker of several exports the figures', async () => {
  const figures = await asWorker()
  expect(['w0', 'w1', 'w2', 'p1'].filter((id) => isFirstWorker(figures, id))).toEqual(['w1'])
  const registry = openRegistry()
  onTestFinished(registry.close)
  const others = [exportFigures('w2', () => now), exportFigures('w0', () => now)]
  expect(await registry.text()).not.toContain('andromede_sagas_open{')
  for (const remove of others) remove()
  onTestFinished(exportFigures('w1', () => now))
  const text = await registry.text()
  expect(text).toContain('andromede_sagas_open{kind="start_instance",state="running"} 2')
  expect(text).toContain('andromede_sagas_oldest_age_seconds{kind="start_instance",state="parked"} 7200')
  expect(text).toContain('andromede_jobs_lag_seconds{task="send_mail"} 120')
  expect(text).toContain('andromede_processes{kind="worker",state="silent"} 1')
  expect(text).toMatch(/andromede_drifts_open\{zone="[^"]+",state="held"\} 2/)
  expect(text).not.toMatch(/org_|srv_|prj_|acc_/)
})

test('figures have one sample for each name and labels, except processes, which add up', async () => {
  const samples = figureSamples(await asWorker()).filter(({ metric }) => metric !== 'processes')
  const keys = samples.map(({ metric, labels }) => JSON.stringify([metric, labels]))
  expect(new Set(keys).size).toBe(keys.length)
})

test('a site speaks for itself alone: it can write and remove no row of another kind', async () => {
  await expect(write(beatOf('lie', 'worker'), 'portal')).rejects.toMatchObject({ code: '42501' })
  await expect(write(beatOf('lie', 'worker'), 'operator')).rejects.toMatchObject({ code: '42501' })
  await expect(write(beatOf('w1', 'portal'), 'portal')).rejects.toMatchObject({ code: '42501' })
  const seen = await rawTransaction('portal', (tx) => tx.unsafe('select id from process_heartbeats'))
  expect(seen.map(({ id }) => id)).toEqual(['p1'])
  await rawTransaction('operator', (tx) => tx.unsafe('delete from process_heartbeats'))
  expect((await asWorker()).processes.map(({ id }) => id)).toEqual(['p1', 'w0', 'w1', 'w2'])
})

test('a process writes its row when it starts, and removes it when it leaves', async () => {
  const beats = startHeartbeats({ kind: 'console', id: 'c1', startedAt: now })
  await expect.poll(async () => (await asWorker()).processes.map(({ id }) => id)).toContain('c1')
  await beats.stop()
  expect((await asWorker()).processes.map(({ id }) => id)).not.toContain('c1')
})

test('a process writes the logins of its further addresses', async () => {
  vi.stubEnv('QUEUE_DATABASE_URL', '')
  vi.stubEnv('SIMULATOR_DATABASE_URL', 'postgres://andromede_simulator_b:secret@primary/andromede')
  vi.stubEnv('REPLICA_DATABASE_URL', 'postgres://andromede_worker:secret@standby/andromede')
  onTestFinished(() => void vi.unstubAllEnvs())
  const beats = startHeartbeats({ kind: 'console', id: 'c2', startedAt: now })
  const further = () => sql`select further_logins as logins from process_heartbeats where id = 'c2'`
  await expect.poll(further).toEqual([{ logins: ['andromede_simulator_b', 'andromede_worker'] }])
  await beats.stop()
})
