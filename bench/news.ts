/**
 * Streams of changes on a production build: transactions while nothing changes, memory and CPU of a stream, cost and
 * delay of an event for all of them. In the same run: as many pages that poll the banner every five seconds, and the cost of
 * noting a change. The worker is suspended meanwhile: what remains is caused by pages.
 */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { routes } from '../lib/routes/index.ts'
import { withInstallation } from './support/installation.ts'
import { option } from './support/option.ts'
import { percentile } from './support/percentile.ts'
import { treeSeconds } from './support/process-cpu.ts'
import { treeMib } from './support/process-memory.ts'

const streamsOfPerson = 16
const windowMs = 20_000
const pollMs = 5_000
const rounds = 20
const notedRows = 3_000

type Tab = { cookie: string; organisationId: string }
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

async function open(url: string, cookie: string): Promise<IncomingMessage> {
  const asked = request(url, { agent, headers: { cookie } })
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`)
  return answer
}

/** Work in `atOnce` lines: opening all connections at the same moment measures the queue of accepted sockets. */
async function inLines<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
    }),
  )
}

export async function run(args: string[]): Promise<Record<string, number>> {
  const streams = Number(option(args, '--streams') ?? 2_000)
  return withInstallation(async (portalUrl, pids) => {
    const { makeSignedInBuyers } = await import('../e2e/support/crowd.ts')
    const { sql } = await import('../e2e/support/database.ts')
    const buyers = await makeSignedInBuyers(Math.ceil(streams / streamsOfPerson))
    const tabs: Tab[] = buyers.flatMap((buyer) => Array<Tab>(streamsOfPerson).fill(buyer)).slice(0, streams)
    const { portal, worker } = pids()
    if (worker) process.kill(worker, 'SIGSTOP')
    try {
      const commits = async () => {
        const [row] = await sql<{ n: number }[]>`
          select sum(xact_commit)::float8 as n from pg_stat_database where datname = current_database()`
        return row?.n ?? 0
      }
      /** Transactions a second and milliseconds of the portal's CPU a second, while `work` runs. */
      const measure = async (work: () => Promise<unknown>) => {
        const before = { commits: await commits(), cpu: treeSeconds(portal), at: performance.now() }
        await work()
        const seconds = (performance.now() - before.at) / 1_000
        // Statistics of other sessions are reported within a second.
        await wait(1_500)
        return {
          transactions: Math.round(((await commits()) - before.commits) / (seconds / 10)) / 10,
          cpuMs: Math.round(((treeSeconds(portal) - before.cpu) * 1_000) / seconds),
        }
      }
      const idle = () => wait(windowMs)
      const bare = await measure(idle)

      const mib = treeMib(portal)
      const answers: IncomingMessage[] = []
      const opened = performance.now()
      await inLines(tabs, 50, async ({ cookie, organisationId }) => {
        const answer = await open(portalUrl + routes.org.live.stream(organisationId), cookie)
        answers.push(answer)
        await once(answer, 'data')
      })
      const openMs = performance.now() - opened
      const quiet = await measure(idle)
      const quietMib = treeMib(portal)

      const delays: number[] = []
      const cpuBefore = treeSeconds(portal)
      for (let round = 0; round < rounds; round += 1) {
        const heard = answers.map((answer) => heardChange(answer))
        const sentAt = performance.now()
        await sql`select app.note_change('incidents', 'everyone', '')`
        for (const at of await Promise.all(heard)) delays.push(at - sentAt)
      }
      const eventMs = ((treeSeconds(portal) - cpuBefore) * 1_000) / (rounds * streams)
      for (const answer of answers) answer.destroy()
      await wait(2_000)

      let polls = 0
      const until = performance.now() + windowMs
      const polling = await measure(() =>
        Promise.all(
          tabs.map(async ({ cookie, organisationId }, at) => {
            await wait((at * pollMs) / streams)
            while (performance.now() < until) {
              const startedAt = performance.now()
              const answer = await open(portalUrl + routes.org.live.news(organisationId), cookie)
              await once(answer.resume(), 'end')
              polls += 1
              await wait(Math.max(0, pollMs - (performance.now() - startedAt)))
            }
          }),
        ),
      )
      return {
        streams,
        transactionsBare: bare.transactions,
        transactionsWithStreams: quiet.transactions,
        transactionsPolling: polling.transactions,
        pollsWanted: Math.round((streams * windowMs) / pollMs),
        polls,
        portalCpuBareMs: bare.cpuMs,
        portalCpuWithStreamsMs: quiet.cpuMs,
        portalCpuPollingMs: polling.cpuMs,
        openEachMs: Math.round((openMs * 10) / streams) / 10,
        kibibytesOfStream: Math.round(((quietMib - mib) * 1_024) / streams),
        eventCpuMs: Math.round(eventMs * 1_000) / 1_000,
        eventP50Ms: percentile(delays, 0.5),
        eventP99Ms: percentile(delays, 0.99),
        ...(await noting(sql, buyers[0]?.organisationId ?? '')),
      }
    } finally {
      if (worker) process.kill(worker, 'SIGCONT')
    }
  })
}

const heardChange = (answer: IncomingMessage): Promise<number> =>
  new Promise((resolve) => {
    const hear = (bytes: Buffer) => {
      if (!bytes.includes('event: change')) return
      answer.off('data', hear)
      resolve(performance.now())
    }
    answer.on('data', hear)
  })

type Sql = typeof import('../e2e/support/database.ts').sql

/** A transaction that changes one row, with the trigger and without, one after the other. */
async function noting(sql: Sql, organisationId: string): Promise<Record<string, number>> {
  const each = async () => {
    const startedAt = performance.now()
    for (let row = 0; row < notedRows; row += 1)
      await sql.begin(async (tx) => {
        await tx`set local synchronous_commit = off`
        await tx`update organisations set state = case when state = 'active' then 'suspended' else 'active' end
          where id = ${organisationId}`
      })
    return (performance.now() - startedAt) / notedRows
  }
  await each()
  const noted = await each()
  await sql`alter table organisations disable trigger organisations_noted_again`
  const plain = await each()
  await sql`alter table organisations enable trigger organisations_noted_again`
  const micros = (ms: number) => Math.round(ms * 1_000)
  return { changeNotedMicros: micros(noted), changePlainMicros: micros(plain) }
}
