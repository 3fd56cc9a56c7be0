import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { keepSession, may, readMemberContext } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets/secrets'
import { addSeconds } from '~/lib/kernel/time/clock'
import { instanceCan } from '~/lib/resources'
import type { ConsoleEnd } from '../client'
import {
  type ConsoleTicketRow,
  closeConsole,
  closeSilentConsoles,
  countOpenConsoles,
  findInstanceFacts,
  lockConsolesOf,
  touchConsole,
  useTicket,
} from '../queries/console'

/** A console that its gateway has not reported for this long counts as abandoned. */
const silentSeconds = 60

export type Grant = ConsoleTicketRow
/** `left`: the person closed the page or lost their connection. */
export type EndReason = ConsoleEnd | 'left'

/**
 * Uses the ticket up and admits a console, or returns the refusal. Checks the rows again: between issue and use, a
 * session may end, a member may be removed, or a server may stop.
 */
export async function admit(
  ctx: OpContext,
  ticket: string,
  perPerson: number,
): Promise<{ grant: Grant } | { refusal: ConsoleEnd }> {
  return withSystem(ctx, async (tx) => {
    const grant = await useTicket(tx, hashSecret(ticket), ctx.now)
    if (!grant) return { refusal: 'ticket_refused' }
    await lockConsolesOf(tx, grant.accountId)
    const open = await countOpenConsoles(tx, grant.accountId, addSeconds(ctx.now, -silentSeconds))
    const refusal = open > perPerson ? 'too_many' : await refusalOf(tx, ctx, grant)
    if (!refusal) return { grant }
    await closeConsole(tx, grant.secretHash, ctx.now)
    return { refusal }
  })
}

/**
 * Records that the console is still open and returns a reason to end it; typing counts as use of the portal's session.
 */
export async function check(ctx: OpContext, grant: Grant, hasTyped: boolean): Promise<ConsoleEnd | null> {
  return withSystem(ctx, async (tx) => {
    if (!(await touchConsole(tx, grant.secretHash, ctx.now))) return 'unreachable'
    const refusal = await refusalOf(tx, ctx, grant)
    if (!refusal && hasTyped) await keepSession(tx, ctx, grant.sessionHash)
    return refusal
  })
}

async function refusalOf(tx: Tx, ctx: OpContext, grant: Grant): Promise<ConsoleEnd | null> {
  const member = await readMemberContext(tx, ctx, grant)
  const instance = await findInstanceFacts(tx, grant.instanceId)
  if (!member || !may(member, 'instance:console', instance?.projectId)) return 'access_ended'
  return instance && instanceCan.console(instance).allowed ? null : 'server_stopped'
}

export async function recordOpened(ctx: OpContext, grant: Grant, ip: string | null): Promise<void> {
  await withSystem(ctx, (tx) =>
    recordAudit(tx, actingAsGrantee(ctx, grant, ip), 'instance.console_opened', subjectOf(grant)),
  )
}

/** Closes the console and writes its duration and end reason to the audit trail, once. */
export async function recordClosed(
  ctx: OpContext,
  grant: Grant,
  of: { ip: string | null; openedAt: Date | null; reason: EndReason },
): Promise<void> {
  await withSystem(ctx, async (tx) => {
    if (!(await closeConsole(tx, grant.secretHash, ctx.now)) || !of.openedAt) return
    const seconds = Math.round((ctx.now.getTime() - of.openedAt.getTime()) / 1000)
    const details = { seconds, reason: of.reason }
    await recordAudit(tx, actingAsGrantee(ctx, grant, of.ip), 'instance.console_closed', {
      ...subjectOf(grant),
      details,
    })
  })
}

/** Closes consoles of dead gateways, dated at their last report. */
export async function closeAbandoned(ctx: OpContext): Promise<void> {
  await withSystem(ctx, async (tx) => {
    const silentSince = addSeconds(ctx.now, -silentSeconds)
    for (const grant of await closeSilentConsoles(tx, silentSince, ctx.now)) {
      const from = grant.usedAt ?? ctx.now
      const seconds = Math.round(((grant.seenAt ?? from).getTime() - from.getTime()) / 1000)
      await recordAudit(tx, actingAsGrantee(ctx, grant, null), 'instance.console_closed', {
        ...subjectOf(grant),
        details: { seconds, reason: 'unreachable' },
      })
    }
  })
}

const subjectOf = (grant: Grant) => ({
  organisationId: grant.organisationId,
  kind: 'instance',
  id: grant.instanceId,
})

/** The person with the ticket is the actor, although this process writes the audit entry. */
function actingAsGrantee(ctx: OpContext, grant: Grant, ip: string | null): OpContext {
  const { accountId, sessionHash } = grant
  return {
    ...ctx,
    surface: 'portal',
    actor: { kind: 'account', accountId, sessionHash, secondFactorAt: null },
    ip,
  }
}
