import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import {
  allowComparisonIn,
  declareSynchronousIn,
  endRecoveryIn,
  isDeclaredSynchronous,
  readRecoveryIn,
} from '~/lib/recovery'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const usage =
  'usage: recovery [--compare <database> | --agree <database> [--nothing-lost] | --synchronous <on|off>]'

/**
 * Shows whether the database waits for acceptance, and accepts it. A holder of the credentials acts as
 * administrator.
 */
export const recoveryCommand: Command = {
  summary: 'say whether a restored or promoted database waits; --agree <database> lets the workers go on',
  process: 'command',
  async run(args) {
    if (args[0] === '--compare' && args.length === 2) return compare(args[1] ?? '')
    if (args[0] === '--synchronous') return declareSynchronous(args.slice(1))
    const agreed = args[0] === '--agree' ? args[1] : undefined
    const rest = args.slice(agreed === undefined ? 0 : 2)
    const isNothingLost = rest[0] === '--nothing-lost'
    if (rest.length > (isNothingLost ? 1 : 0) || (isNothingLost && agreed === undefined)) {
      console.error(usage)
      return 2
    }
    await connectInstallation()
    const ctx = commandContext('operator')
    const waiting = await withShared(ctx, readRecoveryIn)
    if (!waiting) {
      console.log('the database is the one that was agreed to; nothing waits')
      console.log(
        (await withShared(ctx, isDeclaredSynchronous))
          ? 'declared synchronous: workers go on after a promotion without loss'
          : 'not declared synchronous: every promotion waits for an administrator',
      )
      return 0
    }
    if (agreed === undefined) {
      console.log(`nothing outside is reached: ${waiting.reason}, since ${waiting.beganAt ?? 'just now'}`)
      console.log(`database ${waiting.identity}, agreed to was ${waiting.knownIdentity ?? 'none'}`)
      if (waiting.comparedSince === null)
        console.log(`hypervisors are not contacted; to read them: recovery --compare ${waiting.identity}`)
      console.log(`once checked: recovery --agree ${waiting.identity} [--nothing-lost]`)
      return 1
    }
    try {
      const parked = await withShared(ctx, (tx) =>
        endRecoveryIn(tx, ctx, { identity: agreed, staffId: null, dataLost: !isNothingLost }),
      )
      console.log(`agreed; ${parked} operations wait for a person`)
      return 0
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      console.error(`not agreed: the database is ${waiting.identity}`)
      return 1
    }
  },
}

async function compare(identity: string): Promise<number> {
  await connectInstallation()
  const ctx = commandContext('operator')
  try {
    await withShared(ctx, (tx) => allowComparisonIn(tx, ctx, { identity, staffId: null }))
    console.log('allowed; workers read the hypervisors and change nothing')
    return 0
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    console.error('not allowed: nothing waits, it was allowed before, or it is another database')
    return 1
  }
}

async function declareSynchronous([choice, ...rest]: readonly string[]): Promise<number> {
  if (rest.length > 0 || (choice !== 'on' && choice !== 'off')) {
    console.error(usage)
    return 2
  }
  await connectInstallation()
  const ctx = commandContext('operator')
  try {
    await withShared(ctx, (tx) => declareSynchronousIn(tx, ctx, choice === 'on'))
    console.log(
      choice === 'on'
        ? 'declared synchronous: workers go on after a promotion without loss'
        : 'no longer declared synchronous: every promotion waits for an administrator',
    )
    return 0
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    console.error('not declared: synchronous_standby_names is empty on this server')
    return 1
  }
}
