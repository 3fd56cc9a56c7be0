/**
 * Response times of the pages of a zone, its racks and its hosts over HTTP, complete, in one zone of 10,000 hosts
 * with 200,000 servers. The health route shows the share of the machine and of Next.
 */
import { availableParallelism, cpus } from 'node:os'
import { routes } from '../lib/routes/index.ts'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'

const hosts = 10_000
const serversPerHost = 20
const rounds = 200

/** Milliseconds to the complete body of a 200; any other response ends the measurement. */
async function timeMs(url: string, cookie: string): Promise<number> {
  const start = performance.now()
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' })
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
  return performance.now() - start
}

/** Sequential readers on varying pages: no page is requested twice in a row. */
async function measure(urls: readonly string[], cookie: string): Promise<number[]> {
  const times: number[] = []
  for (const url of urls.slice(0, 10)) await timeMs(url, cookie)
  for (let round = 0; round < rounds; round += 1)
    times.push(await timeMs(urls[round % urls.length] ?? '', cookie))
  return times
}

const figuresOf = (name: string, times: number[]): [string, number][] => [
  [`${name}P50Ms`, percentile(times, 0.5)],
  [`${name}P95Ms`, percentile(times, 0.95)],
]

export async function run(): Promise<Record<string, number | string>> {
  return withInstallation(async () => {
    const { makeLargeZone } = await import('./support/large-zone.ts')
    const { openSessionOf, cookieOf } = await import('../e2e/support/session.ts')
    const { sql } = await import('../e2e/support/database.ts')
    const { makeStaff } = await import('../testing/staff.ts')
    const { siteUrl } = await import('../e2e/support/installation-facts.ts')
    console.error(`filling a zone with ${hosts} hosts and ${hosts * serversPerHost} servers`)
    const zone = await makeLargeZone({ hosts, serversPerHost })
    const cookie = cookieOf('operator', await openSessionOf(await makeStaff(sql, ['capacity'])))
    const site = siteUrl('operator')
    const of = (ids: readonly string[], route: (id: string) => string) =>
      ids.filter((_, i) => i % Math.ceil(ids.length / rounds) === 0).map((id) => site + route(id))
    const zonePages = Array.from({ length: 40 }, (_, page) =>
      page === 0
        ? routes.operator.zone(zone.zoneId)
        : `${routes.operator.zone(zone.zoneId)}?page=${page + 1}`,
    ).map((path) => site + path)
    const timesOf: Record<string, number[]> = {}
    const pages = {
      bare: [`${site}/api/health`],
      zone: zonePages,
      rack: of(zone.rackIds, routes.operator.rack),
      host: of(zone.hostIds, routes.operator.host),
    }
    for (const [name, urls] of Object.entries(pages)) {
      console.error(`reading ${name}`)
      timesOf[name] = await measure(urls, cookie)
    }
    const worst = Math.max(...['zone', 'rack', 'host'].map((name) => percentile(timesOf[name] ?? [], 0.95)))
    return {
      machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
      hosts,
      servers: hosts * serversPerHost,
      requestsEach: rounds,
      ...Object.fromEntries(Object.entries(timesOf).flatMap(([name, times]) => figuresOf(name, times))),
      worstP95Ms: worst,
      goalMs: 150,
      ratio: Math.round((worst / 150) * 100) / 100,
    }
  })
}
