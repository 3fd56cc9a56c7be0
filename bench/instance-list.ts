/**
 * Time to first byte of the list of servers and of the home page, eight readers at a time, against a running
 * production build: `npm run bench -- instance-list BASE_URL ORGANISATION_ID COOKIE [ROUNDS]`. The figure that
 * counts is with 1,000 servers in the organisation.
 */
import { routes } from '../lib/routes/index.ts'

const readers = 8
const defaultRounds = 25

type Figures = { p50Ms: number; p95Ms: number; maxMs: number }

/** Milliseconds until the headers of a 200 are there; anything else ends the measurement. */
async function timeToFirstByteMs(url: string, cookie: string): Promise<number> {
  const start = performance.now()
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' })
  const first = performance.now() - start
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
  return first
}

export async function measure(url: string, cookie: string, rounds = defaultRounds): Promise<Figures> {
  for (let warm = 0; warm < readers; warm += 1) await timeToFirstByteMs(url, cookie)
  const times: number[] = []
  await Promise.all(
    Array.from({ length: readers }, async () => {
      for (let round = 0; round < rounds; round += 1) times.push(await timeToFirstByteMs(url, cookie))
    }),
  )
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.ceil(times.length * share) - 1] ?? 0)
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}

export async function run(args: string[]): Promise<Record<string, number | string>> {
  const [base, organisationId, cookie, rounds] = args
  if (!base || !organisationId || !cookie) throw new Error('BASE_URL ORGANISATION_ID COOKIE are needed')
  const times = rounds ? Number(rounds) : defaultRounds
  const list = await measure(base + routes.org.instances(organisationId), cookie, times)
  const home = await measure(base + routes.org.home(organisationId), cookie, times)
  return {
    readers,
    listP50Ms: list.p50Ms,
    listP95Ms: list.p95Ms,
    homeP50Ms: home.p50Ms,
    homeP95Ms: home.p95Ms,
  }
}
