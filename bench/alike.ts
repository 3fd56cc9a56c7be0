/**
 * Responses that must not reveal existence: things of another organisation versus things that do not exist (T18),
 * and addresses with an account versus addresses without (T23). Each pair is requested 200 times in turn over HTTP,
 * one request at a time; the figure is the difference of the two medians.
 */
import { randomBytes } from 'node:crypto'
import { withInstallation } from './support/installation.ts'

const tries = 200
const warming = 10

type Ask = () => Promise<string>
type Pair = { name: string; left: Ask; right: Ask }

async function timed(ask: Ask): Promise<{ milliseconds: number; answer: string }> {
  const begun = performance.now()
  const answer = await ask()
  return { milliseconds: performance.now() - begun, answer }
}

/** Both medians, and whether all responses were equal. */
async function compare({ name, left, right }: Pair) {
  const times: [number[], number[]] = [[], []]
  const answers = new Set<string>()
  for (let i = -warming; i < tries; i += 1) {
    // Alternating, and with an alternating first side: a slow machine slows down both sides.
    for (const side of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { milliseconds, answer } = await timed(side === 0 ? left : right)
      answers.add(answer)
      if (i >= 0) times[side].push(milliseconds)
    }
  }
  if (answers.size !== 1) throw new Error(`${name} is answered in ${answers.size} ways: ${[...answers][0]}`)
  return { name, difference: median(times[0]) - median(times[1]), median: median(times[1]) }
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((left, right) => left - right)
  const middle = sorted.length / 2
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

const tenth = (milliseconds: number) => Math.round(milliseconds * 10) / 10

export async function run(): Promise<Record<string, number | string>> {
  return withInstallation(async (portalUrl) => {
    const ids = await pairsOfIds()
    const addresses = await pairsOfAddresses(portalUrl)
    const figures: Record<string, number | string> = { tries, pairsOfIds: ids.length }
    const found = []
    for (const pair of ids) found.push(await compare(await pair()))
    const worst = found.reduce((left, right) =>
      Math.abs(right.difference) > Math.abs(left.difference) ? right : left,
    )
    figures.worstOfIds = worst.name
    figures.worstOfIdsMs = tenth(Math.abs(worst.difference))
    figures.worstOfIdsMedianMs = tenth(worst.median)
    for (const pair of addresses) {
      const { name, difference, median } = await compare(pair)
      figures[`${name}KnownMinusUnknownMs`] = tenth(difference)
      figures[`${name}MedianMs`] = tenth(median)
    }
    return figures
  })
}

/** Every action and live route with an id, requested by the owner of another organisation. */
async function pairsOfIds(): Promise<(() => Promise<Pair>)[]> {
  const { callAction } = await import('../e2e/support/call-action.ts')
  const { callRoute } = await import('../e2e/support/call-route.ts')
  const { cookieOf, openSessionOf } = await import('../e2e/support/session.ts')
  const { makeOrganisation } = await import('../e2e/support/world.ts')
  const { actions, routeHandlers } = await import('../e2e/authorisation/matrix.ts')
  const { argumentOf, namesThings } = await import('../e2e/authorisation/arguments.ts')
  const { absentTarget, makeVictim } = await import('../e2e/authorisation/targets.ts')
  const { target: foreign } = await makeVictim()
  const absent = absentTarget(foreign)
  const outsider = await makeOrganisation()
  const { organisationId } = outsider
  // A separate session for each pair: one that is no longer fresh would be refused before any lookup.
  const freshCookie = async () => cookieOf('portal', await openSessionOf(outsider.owner))
  const withoutIds = (text: string) => text.replace(/([a-z]{3})_[0-9a-z]{26}/g, '$1')

  const ofActions = Object.entries(actions)
    .filter(([, entry]) => entry.scope === 'organisation' && namesThings(entry))
    .map(([name, entry]) => async (): Promise<Pair> => {
      const cookie = await freshCookie()
      const ask = (about: typeof foreign) => async () => {
        const argument = argumentOf(entry, about, organisationId)
        const { status, result } = await callAction(name, argument, { cookie })
        return withoutIds(`${status} ${JSON.stringify(result)}`)
      }
      return { name, left: ask(foreign), right: ask(absent) }
    })
  const ofRoutes = Object.entries(routeHandlers)
    .filter(([path, { scope }]) => scope === 'organisation' && path.includes('[id]'))
    .map(([path, entry]) => async (): Promise<Pair> => {
      const cookie = await freshCookie()
      const ask = (about: typeof foreign) => async () => {
        const { status, text } = await callRoute('portal', entry.address({ ...about, organisationId }), {
          cookie,
        })
        return withoutIds(`${status} ${text}`)
      }
      return { name: path, left: ask(foreign), right: ask(absent) }
    })
  return [...ofActions, ...ofRoutes]
}

async function pairsOfAddresses(portalUrl: string): Promise<Pair[]> {
  const { callAction } = await import('../e2e/support/call-action.ts')
  const { callRoute } = await import('../e2e/support/call-route.ts')
  const { makeOrganisation } = await import('../e2e/support/world.ts')
  const { blankTarget } = await import('../e2e/authorisation/targets.ts')
  const { siretOf, withCheckDigit } = await import('../testing/siren.ts')
  const { owner } = await makeOrganisation()
  const nobody = () => `${randomBytes(6).toString('hex')}@nulle-part.example`

  const csrf = await callRoute('portal', '/api/auth/csrf')
  const { csrfToken } = csrf.body as { csrfToken: string }
  const cookie = csrf.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
  const signIn = (email: () => string) => async () => {
    const form = new URLSearchParams({ csrfToken, json: 'true', email: email(), password: 'pas le bon' })
    const headers = { origin: portalUrl, 'content-type': 'application/x-www-form-urlencoded' }
    const { status, text } = await callRoute('portal', '/api/auth/callback/credentials', {
      method: 'POST',
      cookie,
      headers,
      body: form.toString(),
    })
    return `${status} ${text}`
  }
  const action = (name: string, argument: () => unknown) => async () => {
    const { status, result } = await callAction(name, argument())
    return `${status} ${JSON.stringify(result)}`
  }
  let bodies = 1_000
  const application = (email: string) => {
    bodies += 1
    const siren = withCheckDigit(`2195${bodies}`.padEnd(8, '0'))
    const known = blankTarget().application()
    return {
      ...known,
      identifier: siretOf(siren),
      email,
      password: 'quatre chevaux au galop',
    }
  }
  const pair = (name: string, ask: (email: () => string) => Ask): Pair => ({
    name,
    left: ask(() => owner.email),
    right: ask(nobody),
  })
  return [
    pair('signIn', signIn),
    pair('newPassword', (email) => action('requestPasswordResetAction', () => ({ email: email() }))),
    pair('signUp', (email) => action('signUpAction', () => application(email()))),
  ]
}
