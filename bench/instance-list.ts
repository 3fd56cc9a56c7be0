/**
 * Time to first byte of the list of servers and of the home page of an organisation with 1,000 servers, eight readers at
 * a time; the list shows the first page of them. The health route shows the share of the machine and of Next. With the
 * CPU time of the portal and its database.
 */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { routes } from '../lib/routes/index.ts'
import { databaseCpu } from './support/database-cpu.ts'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'
import { treeSeconds } from './support/process-cpu.ts'

const servers = 1_000
const readers = 8
const rounds = 100
/**
 * A long-running process has its code compiled and its statements planned on every connection; a fresh one does not.
 */
const warmUps = 60
// The plainest client, because readers use the measured cores.
const agent = new Agent({ keepAlive: true })

/** Milliseconds to the headers of a 200; any other response ends the measurement. */
async function timeToFirstByteMs(url: string, cookie: string): Promise<number> {
  const start = performance.now()
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    request(url, { agent, headers: { cookie } }, resolve).on('error', reject).end(),
  )
  const first = performance.now() - start
  await once(answer.resume(), 'end')
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`)
  return first
}

async function measure(url: string, cookie: string): Promise<number[]> {
  const times: number[] = []
  // All connections warm up: the site might close an idle one just when it is used again.
  await Promise.all(
    Array.from({ length: readers }, async () => {
      for (let warm = 0; warm < warmUps; warm += 1) await timeToFirstByteMs(url, cookie)
      for (let round = 0; round < rounds; round += 1) times.push(await timeToFirstByteMs(url, cookie))
    }),
  )
  return times
}

const figuresOf = (name: string, times: number[]) => ({
  [`${name}P50Ms`]: percentile(times, 0.5),
  [`${name}P95Ms`]: percentile(times, 0.95),
  [`${name}P99Ms`]: percentile(times, 0.99),
})

export async function run(): Promise<Record<string, number>> {
  return withInstallation(async (portalUrl, pids) => {
    const { makeLargeEstate } = await import('./support/estate.ts')
    const { sql } = await import('../e2e/support/database.ts')
    const { cookie, organisationId } = await makeLargeEstate(portalUrl, servers)
    const databaseSeconds = await databaseCpu(sql)
    const pages = {
      bare: `${portalUrl}/api/health`,
      list: portalUrl + routes.org.instances(organisationId),
      home: portalUrl + routes.org.home(organisationId),
    }
    const figures: Record<string, number> = {}
    for (const [name, url] of Object.entries(pages)) {
      const before = { portal: treeSeconds(pids().portal), database: databaseSeconds() }
      const times = await measure(url, cookie)
      const perRequest = (seconds: number) =>
        Math.round((seconds * 10_000) / (times.length + readers * warmUps)) / 10
      Object.assign(figures, figuresOf(name, times), {
        [`${name}PortalCpuMs`]: perRequest(treeSeconds(pids().portal) - before.portal),
        [`${name}DatabaseCpuMs`]: perRequest(databaseSeconds() - before.database),
      })
      console.error(`${name}: ${JSON.stringify(figures)}`)
    }
    const times = (name: string) =>
      Math.round((10 * (figures[`${name}PortalCpuMs`] ?? 0)) / (figures.barePortalCpuMs ?? 1)) / 10
    return {
      servers,
      readers,
      listTimesHealthCpu: times('list'),
      homeTimesHealthCpu: times('home'),
      requestsEach: readers * rounds,
      ...figures,
      oneReaderListP50Ms: percentile(await alone(pages.list, cookie), 0.5),
      oneReaderHomeP50Ms: percentile(await alone(pages.home, cookie), 0.5),
    }
  })
}

async function alone(url: string, cookie: string): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await timeToFirstByteMs(url, cookie))
  return times
}
