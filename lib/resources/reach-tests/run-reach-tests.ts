/**
 * Tests the ways to reach servers, from inside their zone and from outside. At the end of an order a test is repeated until
 * the server is reached or its patience ends: it changes nothing, and no order fails by it.
 */
import { isIPv6 } from 'node:net'
import { withSystem } from '~/db/client'
import type { ReachTestResult } from '~/db/schema/resources/reach-tests'
import { type Driver, DriverError } from '~/lib/hypervisors'
import { toNetworkSpec } from '~/lib/hypervisors/rows'
import { type Drivers, probeFromOutside, type VantageAnswer } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { isSshAdmitted } from '../networks/is-ssh-admitted'
import { readReach } from '../networks/read-reach'
import { judgePublicWay } from './judge-public-way'
import {
  claimDueTests,
  findTestedPlace,
  type ReachTestRow,
  recordSeen6,
  saveReachTest,
} from './queries/reach-tests'

const sshPort = 22
const atOnce = 20
const leaseSeconds = 30
const againSeconds = 2
const patienceMs = 8_000

export async function runReachTests(ctx: OpContext, drivers: Pick<Drivers, 'driverFor'>): Promise<void> {
  authorizeSystem(ctx)
  const lease = { now: ctx.now, leasedUntil: addSeconds(ctx.now, leaseSeconds), limit: atOnce }
  const due = await withSystem(ctx, (tx) => claimDueTests(tx, lease))
  await Promise.all(
    due.map(async (test) => {
      const result = await runTest(ctx, test, drivers)
      const isRepeated =
        test.until > ctx.now && (result?.public.some((way) => mayStillOpen(way, test, ctx.now)) ?? false)
      await withSystem(ctx, (tx) =>
        saveReachTest(tx, test, {
          result,
          dueAt: addSeconds(ctx.now, againSeconds),
          finishedAt: isRepeated ? null : ctx.now,
        }),
      )
    }),
  )
}

/** A guest that has not taken its IPv6 address by then has no DHCPv6 client. */
const dhcp6Seconds = 45

/**
 * An address or a rule is still being applied, or the guest boots: its SSH server starts after it answers on its network.
 * A rule that is missing stays missing.
 */
function mayStillOpen(
  { verdict, link }: ReachTestResult['public'][number],
  { requestedAt }: ReachTestRow,
  now: Date,
): boolean {
  if (link === 'guest') return now < addSeconds(requestedAt, dhcp6Seconds)
  return verdict === 'waiting' || verdict === 'unknown' || (verdict === 'broken' && link !== 'rule')
}

/** Null when the server does not run any more, or its zone has no driver here. */
async function runTest(
  ctx: OpContext,
  { instanceId }: ReachTestRow,
  drivers: Pick<Drivers, 'driverFor'>,
): Promise<ReachTestResult | null> {
  await lookForAddress6(ctx, instanceId, drivers)
  const facts = await withSystem(ctx, async (tx) => {
    const reach = (await readReach(tx, [instanceId])).get(instanceId)
    const place = await findTestedPlace(tx, instanceId)
    if (!place || reach?.is !== 'running') return null
    const spec = place.network && (await toNetworkSpec(tx, place.network))
    const driver = await drivers.driverFor(tx, instanceId).catch(ignoreDriverError)
    return { ways: reach.ways, place, spec, driver }
  })
  if (!facts?.driver) return null
  const { ways, place, spec, driver } = facts
  const { organisationId, zone, address: privateAddress } = place
  const publicWays = ways.flatMap((way) => (way.by === 'public' ? [way] : []))
  const signal = AbortSignal.timeout(patienceMs)
  const targets = publicWays.map(({ address }) => ({ address, port: sshPort }))
  const [inside, isConsoleOpen, directed, outside] = await Promise.all([
    driver
      .probe(instanceId, { protocol: 'tcp', port: sshPort }, { signal })
      .then(({ state }) => state)
      .catch(ignoreDriverError),
    opensShell(driver, instanceId, signal),
    targets.some(({ address }) => !isIPv6(address))
      ? driver.surveyAddresses(zone.code, { signal }).catch(ignoreDriverError)
      : Promise.resolve(null),
    probeFromOutside(ctx, driver, targets, signal).catch(ignoreDriverError),
  ])
  // Over IPv4 the rules name the private address; over IPv6 the server's own one is public.
  const seenOf = (address: string, answers: readonly VantageAnswer[]) => {
    const destination = isIPv6(address) ? address : privateAddress
    return answers.map(({ vantage, state, text, source }) => ({
      vantage,
      state,
      text: shown(text),
      isAdmitted: spec !== null && destination !== null && isSshAdmitted(spec, destination, source),
    }))
  }
  return {
    public: publicWays.map(({ address, is }) => {
      const seen = seenOf(address, outside?.get(address) ?? [])
      const isDirected =
        isIPv6(address) ||
        (directed?.some(
          (each) =>
            each.address === address &&
            each.instanceId === instanceId &&
            each.organisationId === organisationId,
        ) ??
          null)
      return {
        address,
        ...judgePublicWay({ way: is, isDirected, inside: inside ?? 'unknown', seen }),
        seen,
      }
    }),
    private: { verdict: inside === 'up' ? 'open' : inside === 'down' ? 'broken' : 'unknown' },
    console: { verdict: isConsoleOpen === null ? 'unknown' : isConsoleOpen ? 'open' : 'broken' },
  }
}

/** Asks the hypervisor whether the system of the server holds its IPv6 address; without an answer the former one stays. */
async function lookForAddress6(
  ctx: OpContext,
  instanceId: Id<'instance'>,
  drivers: Pick<Drivers, 'driverFor'>,
): Promise<void> {
  const asked = await withSystem(ctx, async (tx) => {
    const address6 = (await findTestedPlace(tx, instanceId))?.address6
    const driver = address6 && (await drivers.driverFor(tx, instanceId).catch(ignoreDriverError))
    return address6 && driver ? { address6, driver } : null
  })
  if (!asked) return
  const { address6, driver } = asked
  const options = { signal: AbortSignal.timeout(patienceMs) }
  const seen = await driver.observeInstance(instanceId, options).catch(ignoreDriverError)
  if (!seen?.exists || !seen.ours || seen.power !== 'running') return
  const seenAt = seen.addresses.includes(address6) ? seen.observedAt : null
  await withSystem(ctx, (tx) => recordSeen6(tx, { instanceId, address6, seenAt }))
}

/** Whether a shell opens, as for the console; null without an answer of the hypervisor. */
async function opensShell(driver: Driver, instanceId: string, signal: AbortSignal): Promise<boolean | null> {
  try {
    const shell = await driver.openShell(instanceId, { columns: 80, rows: 24 }, { signal })
    shell.close()
    return true
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    return ['hypervisor_unreachable', 'timeout'].includes(error.code) ? null : false
  }
}

function ignoreDriverError(error: unknown): null {
  if (error instanceof DriverError) return null
  throw error
}

const shown = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').slice(0, 100)
