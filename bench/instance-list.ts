/**
 * Time to first byte of the list of servers and of the home page of an organisation with 1,000 servers, eight
 * readers at a time, and of the health route beside them: what of it is the machine's and Next's own.
 */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { routes } from '../lib/routes/index.ts'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'

const servers = 1_000
const readers = 8
const rounds = 40
// The plainest client: the readers stand on the cores that they measure.
const agent = new Agent({ keepAlive: true })

/** Milliseconds until the headers of a 200 are there; anything else ends the measurement. */
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
  for (let warm = 0; warm < readers * 4; warm += 1) await timeToFirstByteMs(url, cookie)
  const times: number[] = []
  await Promise.all(
    Array.from({ length: readers }, async () => {
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
  return withInstallation(async (portalUrl) => {
    const { makeLargeEstate } = await import('./support/estate.ts')
    const { cookie, organisationId } = await makeLargeEstate(portalUrl, servers)
    const [bare, list, home] = [
      await measure(`${portalUrl}/api/health`, cookie),
      await measure(portalUrl + routes.org.instances(organisationId), cookie),
      await measure(portalUrl + routes.org.home(organisationId), cookie),
    ]
    return {
      servers,
      readers,
      requestsEach: bare.length,
      ...figuresOf('bare', bare),
      ...figuresOf('list', list),
      ...figuresOf('home', home),
      oneReaderListP50Ms: percentile(
        await alone(portalUrl + routes.org.instances(organisationId), cookie),
        0.5,
      ),
      oneReaderHomeP50Ms: percentile(await alone(portalUrl + routes.org.home(organisationId), cookie), 0.5),
    }
  })
}

async function alone(url: string, cookie: string): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await timeToFirstByteMs(url, cookie))
  return times
}
