import { isDeepStrictEqual } from 'node:util'
import { withSystem } from '~/db/client'
import { learnImages } from '~/lib/catalogue'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { DriverError } from '../port/driver-error'
import { joinTrust, makeClientCertificate, readIncusFacts } from '../port/index'
import { listHypervisorPlaces } from './list-hypervisor-places'
import { keyPlace, tokenPlace } from './places'
import { planHypervisor, technologyOf } from './plan-hypervisor'
import * as rows from './queries/hypervisors'
import { setNetworkTechnology, withdrawSpares } from './queries/network-technology'

const patienceMs = 60_000
/** For one address, so that the next can still be tried. */
const placePatienceMs = 15_000

/**
 * Stores in its row what the hypervisor has, or why the reading failed. The first time, the worker makes and saves its
 * certificate before it spends the token, so a worker interrupted in between is still let in on the next attempt. A
 * heartbeat and not a change: it writes no audit entry.
 */
export async function readHypervisor(
  ctx: OpContext,
  { hypervisorId }: { hypervisorId: Id<'hypervisor'> },
): Promise<void> {
  authorizeSystem(ctx)
  const keys = await withSystem(ctx, (tx) => prepareKeys(tx, ctx, hypervisorId))
  if (!keys) return
  const { row, token, client } = keys
  const now = () => ctx.now
  const options = { signal: AbortSignal.timeout(patienceMs) }
  try {
    const places = listHypervisorPlaces(row)
    const joined = await joinFirstReachable(places, (place) =>
      joinTrust({ ...place, fingerprint: row.fingerprint, token, client, now }, within(options)),
    )
    const https = { ...joined, places }
    const facts = await readIncusFacts({ https, now }, options)
    await withSystem(ctx, async (tx) => {
      const current = await rows.findHypervisorForUpdate(tx, hypervisorId)
      if (!current) return
      const isNew = !isDeepStrictEqual(current.facts, facts)
      await rows.updateHypervisor(tx, hypervisorId, {
        state: current.state === 'confirmed' ? 'confirmed' : 'found',
        serverCertificate: https.serverCertificate,
        facts,
        readAt: ctx.now,
        failureCode: null,
        failureText: null,
        failedAt: null,
        ...(isNew ? { revision: current.revision + 1 } : {}),
      })
      // A spare of the former technology would give a project a network that works otherwise than its zone's.
      if (current.zoneId && (await setNetworkTechnology(tx, current.zoneId, technologyOf(facts))))
        await withdrawSpares(tx, current.zoneId, ctx.now)
      const decision = planHypervisor(current.zoneCode, facts)
      if (current.zoneId && decision.outcome === 'usable') {
        const reported = decision.plan.images.map(({ alias, otherwise }) => ({ alias, ...otherwise }))
        await learnImages(tx, ctx, current.zoneId, reported)
      }
      await rows.updateSecrets(tx, hypervisorId, { tokenSealed: null })
    })
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    await withSystem(ctx, async (tx) => {
      const current = await rows.findHypervisorForUpdate(tx, hypervisorId)
      if (!current) return
      await rows.updateHypervisor(tx, hypervisorId, {
        state: current.state === 'connecting' ? 'failed' : current.state,
        failureCode: error.code,
        failureText: error.rawText,
        failedAt: ctx.now,
      })
    })
  }
}

/** Returns the hypervisor with our certificate for it, created on first use; null when it was removed. */
async function prepareKeys(tx: Parameters<typeof rows.findSecrets>[0], ctx: OpContext, id: Id<'hypervisor'>) {
  const row = await rows.findHypervisorForUpdate(tx, id)
  const secrets = row && (await rows.findSecrets(tx, id))
  if (!row || !secrets) return null
  const token = secrets.tokenSealed ? unseal(secrets.tokenSealed, tokenPlace(id)) : ''
  if (secrets.certificate && secrets.keySealed) {
    const privateKey = unseal(secrets.keySealed, keyPlace(id))
    return { row, token, client: { certificate: secrets.certificate, privateKey } }
  }
  const client = await makeClientCertificate('andromede', ctx.now)
  await rows.updateSecrets(tx, id, {
    certificate: client.certificate,
    keySealed: seal(client.privateKey, keyPlace(id)),
  })
  return { row, token, client }
}

const within = ({ signal }: { signal: AbortSignal }) => ({
  signal: AbortSignal.any([signal, AbortSignal.timeout(placePatienceMs)]),
})

/** Returns the result of the first address that succeeds; throws the first failure when none does. */
async function joinFirstReachable<P, T>(places: readonly P[], join: (place: P) => Promise<T>): Promise<T> {
  let failure: unknown
  for (const place of places) {
    try {
      return await join(place)
    } catch (error) {
      if (!(error instanceof DriverError)) throw error
      failure ??= error
      // The hypervisor answered and refused us: its other addresses would too.
      if (error.code === 'unauthorised') throw error
    }
  }
  throw failure
}
