import { applyRoleSettings } from '~/db/role-settings'
import { openSql } from '~/testing/sql'
import { makeHeldRows } from './held-rows'
import type { Rehearsal } from './rehearsal'

export type Fault = {
  name: string
  alert: string
  /** Labels of the alert that name the place. */
  labels?: Record<string, string>
  /** Alerts that the same fault truly causes. */
  consequences?: readonly string[]
  /** Returns the repair. */
  inject(rehearsal: Rehearsal): Promise<() => Promise<unknown> | unknown>
}

/** Nothing works without the database. */
const withoutDatabase = [
  'AndromedeRequestsFail',
  'AndromedeRequestsSlow',
  'AndromedeActionsFail',
  'AndromedeActionsSlow',
  'AndromedePoolExhausted',
  'AndromedeFiguresMissing',
  'AndromedeSweeperFails',
  'AndromedeSweeperSilent',
  'AndromedeJobsLate',
  'AndromedeMailsWait',
  'AndromedeWebhooksWait',
  'AndromedeZoneUnreached',
  'AndromedeDriverFails',
]
const roles = ['portal', 'operator', 'worker'].map((name) => `andromede_${name}`)

const database: Fault[] = [
  {
    name: 'the database is down',
    alert: 'AndromedeNotReady',
    consequences: withoutDatabase,
    async inject({ installation }) {
      await installation.stopDatabase()
      return () => installation.restartDatabase('fast')
    },
  },
  {
    name: 'the settings of the roles are lost',
    alert: 'AndromedeNotReady',
    consequences: withoutDatabase,
    async inject({ sql }) {
      const { pathname } = new URL(process.env.PORTAL_DATABASE_URL ?? '')
      const database = pathname.slice(1)
      for (const role of roles) await sql.unsafe(`alter role ${role} in database ${database} reset all`)
      await endSessions(sql)
      return async () => {
        await applyRoleSettings(sql, database)
        await endSessions(sql)
      }
    },
  },
  {
    name: 'the database is of an older version',
    alert: 'AndromedeNotReady',
    async inject({ sql }) {
      const [fact] = await sql<
        { value: string }[]
      >`select value from installation_facts where name = 'schema'`
      const set = (value: string) => sql`update installation_facts set value = ${value} where name = 'schema'`
      await set('0001_rehearsal 0.0.1 000000000000')
      return () => set(fact?.value ?? '')
    },
  },
  {
    name: 'a lock exhausts the pool of the portal',
    alert: 'AndromedePoolExhausted',
    consequences: [
      'AndromedeRequestsFail',
      'AndromedeRequestsSlow',
      'AndromedeNotReady',
      'AndromedeSweeperFails',
    ],
    async inject({ installation, buyer }) {
      const release = await holdLock()
      const crowd = new AbortController()
      const visitor = async () => {
        while (!crowd.signal.aborted)
          await fetch(`${installation.portalUrl}/o/${buyer.organisationId}`, {
            headers: { cookie: buyer.cookie },
            signal: crowd.signal,
          })
            .then((answer) => answer.text())
            .catch(() => undefined)
      }
      const visitors = Array.from({ length: 60 }, visitor)
      return async () => {
        crowd.abort()
        await Promise.all(visitors)
        await release()
      }
    },
  },
]

const processes: Fault[] = (['worker', 'operator', 'console'] as const).map((name) => ({
  name: `the process ${name} hangs`,
  alert: 'AndromedeProcessDown',
  labels: { instance: name },
  ...(name === 'worker' && { consequences: ['AndromedeFiguresMissing'] }),
  async inject({ installation }) {
    const pid = Number(installation.pids()[name])
    process.kill(pid, 'SIGSTOP')
    return () => process.kill(pid, 'SIGCONT')
  },
}))

const sites: Fault[] = [
  {
    name: 'pages of the portal fail',
    alert: 'AndromedeRequestsFail',
    async inject({ sql }) {
      await sql`revoke select on account_sessions from andromede_portal`
      return () => sql`grant select on account_sessions to andromede_portal`
    },
  },
  {
    name: 'pages of the portal are slow',
    alert: 'AndromedeRequestsSlow',
    consequences: ['AndromedePoolExhausted'],
    async inject() {
      let isOver = false
      const locking = (async () => {
        while (!isOver) {
          const release = await holdLock()
          await new Promise((resolve) => setTimeout(resolve, 1_700))
          await release()
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      })()
      return () => {
        isOver = true
        return locking
      }
    },
  },
  {
    name: 'a server action fails',
    alert: 'AndromedeActionsFail',
    labels: { action: 'requestPasswordResetAction' },
    consequences: ['AndromedeRequestsFail'],
    async inject({ sql, buyer }) {
      const { callAction } = await import('../../support/call-action')
      await sql`revoke insert on account_tokens from andromede_portal`
      for (let i = 0; i < 8; i += 1)
        await callAction('requestPasswordResetAction', { email: buyer.owner.email })
      return () => sql`grant insert on account_tokens to andromede_portal`
    },
  },
  {
    name: 'passwords are tried',
    alert: 'AndromedeSignInsRefused',
    async inject({ installation }) {
      const site = installation.portalUrl
      const csrf = await fetch(`${site}/api/auth/csrf`)
      const { csrfToken } = (await csrf.json()) as { csrfToken: string }
      const cookie = csrf.headers.getSetCookie().map((set) => set.split(';')[0])
      for (let i = 0; i < 50; i += 1)
        await fetch(`${site}/api/auth/callback/credentials`, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            cookie: cookie.join('; '),
            origin: site,
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: new URLSearchParams({
            csrfToken,
            email: `p${i}@guess.example`,
            password: 'quatre tasses de thé',
          }),
        }).then((answer) => answer.text())
      return () => undefined
    },
  },
]

const work: Fault[] = [
  {
    name: 'a sweeper fails each time',
    alert: 'AndromedeSweeperFails',
    labels: { sweeper: 'quota requests' },
    async inject({ sql }) {
      await sql`revoke select on quota_requests from andromede_worker`
      return () => sql`grant select on quota_requests to andromede_worker`
    },
  },
  {
    name: 'a saga is parked',
    alert: 'AndromedeSagaParked',
    inject: ({ sql }) => makeHeldRows(sql).saga('parked', 0),
  },
  {
    name: 'a saga does not end',
    alert: 'AndromedeSagaOld',
    inject: ({ sql }) => makeHeldRows(sql).saga('running', 31 * 60),
  },
  {
    name: 'a job is not taken',
    alert: 'AndromedeJobsLate',
    labels: { task: 'rehearsal' },
    inject: ({ sql }) => makeHeldRows(sql).job(0),
  },
  {
    name: 'a job used up its attempts',
    alert: 'AndromedeJobsGivenUp',
    labels: { task: 'rehearsal' },
    inject: ({ sql }) => makeHeldRows(sql).job(12),
  },
]

/** Need the gate before a real Incus. */
export const incusFaults: readonly Fault[] = [
  {
    name: 'a hypervisor is unreachable (Incus)',
    alert: 'AndromedeZoneUnreached',
    labels: { zone: 'INC1' },
    consequences: [
      'AndromedeCircuitOpen',
      'AndromedeDriverFails',
      'AndromedeSweeperFails',
      'AndromedeHostsSilent',
    ],
    async inject({ gate }) {
      gate?.set('closed')
      return () => gate?.set('open')
    },
  },
  {
    name: 'a hypervisor is slow (Incus)',
    alert: 'AndromedeDriverSlow',
    labels: { zone: 'INC1' },
    async inject({ gate }) {
      gate?.set('slow')
      return () => gate?.set('open')
    },
  },
]

const hypervisors: Fault[] = [
  {
    name: 'a host is silent',
    alert: 'AndromedeHostsSilent',
    consequences: ['AndromedeDriverFails'],
    async inject({ sql, simulator }) {
      const [host] = await sql<{ name: string }[]>`
        select h.name from hosts h join zones z on z.id = h.zone_id
        where z.driver = 'simulator' and exists (select from instances i where i.host_id = h.id) order by 1 limit 1`
      await simulator.setFault({ name: 'host-down', hostName: host?.name ?? '' })
      return () => simulator.clearFaults()
    },
  },
  {
    name: 'a difference waits for a decision',
    alert: 'AndromedeDriftsHeld',
    inject: ({ sql }) => makeHeldRows(sql).drift(),
  },
]

const outgoing: Fault[] = [
  {
    name: 'the mail server is down',
    alert: 'AndromedeMailsWait',
    async inject({ mailServer, buyer }) {
      const { callAction } = await import('../../support/call-action')
      await mailServer.stop()
      await callAction('requestPasswordResetAction', { email: buyer.owner.email })
      return mailServer.start
    },
  },
  {
    name: 'webhooks are not delivered',
    alert: 'AndromedeWebhooksWait',
    consequences: ['AndromedeSweeperFails'],
    inject: ({ sql }) => makeHeldRows(sql).webhook(),
  },
  {
    name: 'the platform for e-invoices accepts nothing',
    alert: 'AndromedeDocumentsWait',
    labels: { channel: 'einvoices' },
    inject: ({ sql }) => makeHeldRows(sql).document(5 * 3_600),
  },
  {
    name: 'a certificate is not renewed',
    alert: 'AndromedeCertificateEnds',
    inject: ({ sql }) => makeHeldRows(sql).certificate(9),
  },
]

export const faults: readonly Fault[] = [
  ...sites,
  ...hypervisors,
  ...processes,
  ...database,
  ...work,
  ...outgoing,
]

/** Connections keep the settings that they began with. */
const endSessions = (sql: Rehearsal['sql']) =>
  sql`select pg_terminate_backend(pid) from pg_stat_activity where usename like 'andromede_%' and pid <> pg_backend_pid()`

/** Holds what every page of the portal reads; returns the release. */
async function holdLock(): Promise<() => Promise<void>> {
  const url = new URL(process.env.ADMIN_DATABASE_URL ?? '')
  url.pathname = new URL(process.env.PORTAL_DATABASE_URL ?? '').pathname
  const holder = openSql(url.toString(), { max: 1 })
  const connection = await holder.reserve()
  await connection`begin`
  await connection`lock table account_sessions in access exclusive mode`
  return async () => {
    await connection`rollback`
    connection.release()
    await holder.end()
  }
}
