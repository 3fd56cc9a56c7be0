/**
 * The vantage: a small container of ours on each member, with a card on every private network there, which probes
 * whether servers answer. It forwards nothing between networks. It is created, started and connected on demand, and
 * again after someone removed it.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { DriverError } from '../../port/driver-error'
import { isOurs, ownerTags, readOwner } from '../../port/names'
import { createIncusContext, type Incus } from '../context'
import type { VantageCard } from '../networks/vantage-card'
import { type ExecResult, execAt } from '../servers/exec'
import { lookScript } from '../servers/look-script'
import { probeScript } from '../servers/probe-script'
import { run } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'
import { ensureOperatorProject, operatorProject } from './operator-project'

/** An image that the operator built for this; without it, the smallest one available. */
const imageAlias = 'andromede-vantage'

const configSchema = z.record(z.string(), z.string())
const vantageSchema = z.object({
  status: z.string(),
  config: configSchema,
  devices: z.record(z.string(), configSchema),
})
/** What a write of the whole vantage has to contain. */
const writableSchema = z.object({
  architecture: z.string(),
  config: configSchema,
  description: z.string(),
  devices: z.record(z.string(), configSchema),
  ephemeral: z.boolean(),
  profiles: z.array(z.string()),
  stateful: z.boolean(),
})
const imagesSchema = z.array(
  z.object({
    fingerprint: z.string(),
    type: z.string(),
    size: z.number(),
    aliases: z.array(z.object({ name: z.string() })).nullish(),
  }),
)

/** Runs a command in a member's vantage and returns its output. Retries once after restoring a missing vantage. */
export async function runInVantage(
  incus: Incus,
  where: { member: string | null; card: VantageCard },
  question: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const name = vantageName(incus, where.member)
  const command = ['sh', '-c', probeScript, 'probe', where.card.bridge, where.card.address ?? '', ...question]
  const probeOnce = async () => {
    await prepareVantage(incus, where, signal)
    return execAt(inOperatorProject(incus), pathOf(name), command, signal)
  }
  try {
    return await probeOnce()
  } catch (error) {
    if (!(error instanceof DriverError) || signal.aborted) throw error
    incus.recently.forget()
    return probeOnce()
  }
}

/** Ensures that the member's vantage exists, runs, and has this card. */
export async function prepareVantage(
  incus: Incus,
  { member, card }: { member: string | null; card: VantageCard },
  signal: AbortSignal,
): Promise<void> {
  const own = inOperatorProject(incus)
  const name = vantageName(incus, member)
  await incus.recently.once(`vantage ${name}`, () => ensureVantage(own, name, member, signal))
  await incus.recently.once(`vantage ${name} on ${card.bridge}`, () => ensureCard(own, name, card, signal))
}

/** Probes all these addresses and the vantage's own storage from a member's vantage, with one command. */
export async function lookFromVantage(
  incus: Incus,
  member: string | null,
  questions: readonly { card: VantageCard; address: string }[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const own = inOperatorProject(incus)
  const name = vantageName(incus, member)
  await incus.recently.once(`vantage ${name}`, () => ensureVantage(own, name, member, signal))
  for (const { card } of new Map(questions.map((each) => [each.card.bridge, each])).values())
    await incus.recently.once(`vantage ${name} on ${card.bridge}`, () => ensureCard(own, name, card, signal))
  const args = questions.flatMap(({ card, address }) => [card.bridge, card.address ?? '', address])
  return execAt(own, pathOf(name), ['sh', '-c', lookScript, 'look', ...args], signal).catch(
    (error: unknown) => {
      // Someone may have removed it since it was last ensured.
      incus.recently.forget()
      throw error
    },
  )
}

/** Ensures a member's vantage and runs an empty command in it. */
export async function checkVantage(incus: Incus, member: string | null, signal: AbortSignal): Promise<void> {
  const own = inOperatorProject(incus)
  const name = vantageName(incus, member)
  await ensureVantage(own, name, member, signal)
  const { exitCode } = await execAt(own, pathOf(name), ['sh', '-c', 'true'], signal)
  if (exitCode !== 0) throw new DriverError('vantage_away', { rawText: `the vantage ended with ${exitCode}` })
}

const inOperatorProject = (incus: Incus): Incus =>
  createIncusContext({ ...incus, project: operatorProject, prepareProject: undefined })

const pathOf = (name: string) => `/1.0/instances/${name}`

/** One name per installation and member. */
export function vantageName({ installation }: Pick<Incus, 'installation'>, member: string | null): string {
  const key = createHash('sha256').update(`${installation}/${member ?? ''}`)
  return `vantage-${key.digest('hex').slice(0, 12)}`
}

async function findVantage(own: Incus, name: string, signal: AbortSignal) {
  const answer = await own.http
    .request('GET', own.path(pathOf(name)), { signal })
    .catch((error: unknown) => absent(error, 'not_found'))
  return answer && parseAnswer(vantageSchema, answer.metadata, 'a vantage')
}

async function getVantage(own: Incus, name: string, signal: AbortSignal) {
  const found = await findVantage(own, name, signal)
  if (!found) throw new DriverError('vantage_away', { rawText: `the vantage ${name} is absent` })
  if (!isOurs(readOwner(found.config), name, own.installation))
    throw new DriverError('conflict_not_ours', {
      rawText: `the instance ${name} was not made by this installation`,
    })
  return found
}

async function ensureVantage(
  own: Incus,
  name: string,
  member: string | null,
  signal: AbortSignal,
): Promise<void> {
  if (!(await findVantage(own, name, signal))) {
    await ensureOperatorProject(own, signal)
    const source = { type: 'image', fingerprint: await chooseImage(own, signal) }
    const query = member === null ? {} : { target: member }
    const tags = ownerTags({ resourceId: name, organisationId: 'operator', installation: own.installation })
    const json = {
      name,
      type: 'container',
      description: 'Andromède : agent d’observation',
      source,
      config: {
        ...tags,
        'limits.memory': '256MiB',
        'limits.processes': '200',
        // It is on the networks of several customers, so it must not forward traffic between them.
        'linux.sysctl.net.ipv4.ip_forward': '0',
        // Networks of two customers may have one range: an answer is good on the card of its question.
        'linux.sysctl.net.ipv4.conf.all.rp_filter': '0',
        'linux.sysctl.net.ipv4.conf.default.rp_filter': '0',
        'boot.autostart': 'true',
        'cluster.evacuate': 'stop',
      },
    }
    await run(own, 'POST', '/1.0/instances', { signal, json, query }).catch((error: unknown) =>
      absent(error, 'conflict_not_ours', 'busy'),
    )
  }
  const { status } = await getVantage(own, name, signal)
  if (status !== 'Running')
    await run(own, 'PUT', `${pathOf(name)}/state`, { signal, json: { action: 'start', timeout: 30 } }).catch(
      (error: unknown) => {
        if (!(error instanceof DriverError) || !/already running/i.test(error.rawText)) throw error
      },
    )
}

/** The card of the default profile exists from the start. */
async function ensureCard(own: Incus, name: string, card: VantageCard, signal: AbortSignal): Promise<void> {
  if (card.address === null) return
  const { devices } = await getVantage(own, name, signal)
  if (devices[card.bridge]) return
  const reserved = card.isReserved ? { 'ipv4.address': card.address.split('/')[0] ?? '' } : {}
  const device = { type: 'nic', name: card.bridge, network: card.bridge, ...reserved }
  await run(own, 'PATCH', pathOf(name), { signal, json: { devices: { [card.bridge]: device } } })
}

/**
 * Removes the card of a member's vantage on this network. A device can only be removed by writing all devices, so the
 * write carries the ETag of the read: after a concurrent write it fails with `changed_meanwhile`.
 */
export async function disconnectVantage(
  incus: Incus,
  member: string | null,
  bridge: string,
  signal: AbortSignal,
): Promise<void> {
  const own = inOperatorProject(incus)
  const path = pathOf(vantageName(incus, member))
  const answer = await own.http
    .request('GET', own.path(path), { signal })
    .catch((error: unknown) => absent(error, 'not_found'))
  if (!answer) return
  const whole = parseAnswer(writableSchema, answer.metadata, 'a vantage')
  const { [bridge]: card, ...devices } = whole.devices
  if (!card) return
  const headers = answer.etag ? { 'If-Match': answer.etag } : {}
  await run(own, 'PUT', path, { signal, json: { ...whole, devices }, headers })
}

async function chooseImage(own: Incus, signal: AbortSignal): Promise<string> {
  const { metadata } = await own.http.request('GET', own.path('/1.0/images', { recursion: '1' }), { signal })
  const images = parseAnswer(imagesSchema, metadata, 'the images').filter((each) => each.type === 'container')
  const made = images.find((image) => image.aliases?.some((alias) => alias.name === imageAlias))
  const [smallest] = images.sort((a, b) => a.size - b.size)
  const chosen = made ?? smallest
  if (!chosen)
    throw new DriverError('vantage_away', { rawText: 'no image of a container to make a vantage of' })
  return chosen.fingerprint
}

function absent(error: unknown, ...codes: DriverError['code'][]): null {
  if (error instanceof DriverError && codes.includes(error.code)) return null
  throw error
}
