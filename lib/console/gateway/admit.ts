import { type Tx, withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { keepSession, may, readStanding } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret } from '~/lib/kernel/secrets'
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

/** A gateway that has not spoken of a console for so long no longer holds it. */
const silentSeconds = 60

export type Grant = ConsoleTicketRow
/** `left`: the person closed the page or lost their connection. */
export type EndReason = ConsoleEnd | 'left'

/**
 * The ticket is used up and a console may be opened on it, or why not. Decided again from the rows: between the
 * ticket and its use a session may end, a member be removed, a server stop.
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

/** Says that the console stands, and answers why it must not; typing counts as using the portal's session. */
export async function check(ctx: OpContext, grant: Grant, hasTyped: boolean): Promise<ConsoleEnd | null> {
  return withSystem(ctx, async (tx) => {
    if (!(await touchConsole(tx, grant.secretHash, ctx.now))) return 'unreachable'
    const refusal = await refusalOf(tx, ctx, grant)
    if (!refusal && hasTyped) await keepSession(tx, ctx, grant.sessionHash)
    return refusal
  })
}

async function refusalOf(tx: Tx, ctx: OpContext, grant: Grant): Promise<ConsoleEnd | null> {
  const standing = await readStanding(tx, ctx, grant)
  const instance = await findInstanceFacts(tx, grant.instanceId)
  if (!standing || !may(standing, 'instance:console', instance?.projectId)) return 'access_ended'
  return instance && instanceCan.console(instance).allowed ? null : 'server_stopped'
}

export async function recordOpened(ctx: OpContext, grant: Grant, ip: string | null): Promise<void> {
  await withSystem(ctx, (tx) =>
    recordAudit(tx, inTheNameOf(ctx, grant, ip), 'instance.console_opened', subjectOf(grant)),
  )
}

/** The console is closed, and the journal says for how long it stood and why it ended; once. */
export async function recordClosed(
  ctx: OpContext,
  grant: Grant,
  of: { ip: string | null; openedAt: Date | null; reason: EndReason },
): Promise<void> {
  await withSystem(ctx, async (tx) => {
    if (!(await closeConsole(tx, grant.secretHash, ctx.now)) || !of.openedAt) return
    const seconds = Math.round((ctx.now.getTime() - of.openedAt.getTime()) / 1000)
    const details = { seconds, reason: of.reason }
    await recordAudit(tx, inTheNameOf(ctx, grant, of.ip), 'instance.console_closed', {
      ...subjectOf(grant),
      details,
    })
  })
}

/** Consoles whose gateway died are closed, up to when it last spoke of them. */
export async function closeAbandoned(ctx: OpContext): Promise<void> {
  await withSystem(ctx, async (tx) => {
    const silentSince = addSeconds(ctx.now, -silentSeconds)
    for (const grant of await closeSilentConsoles(tx, silentSince, ctx.now)) {
      const from = grant.usedAt ?? ctx.now
      const seconds = Math.round(((grant.seenAt ?? from).getTime() - from.getTime()) / 1000)
      await recordAudit(tx, inTheNameOf(ctx, grant, null), 'instance.console_closed', {
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

/** Nobody but the person who brought the ticket did it, though it is us who write it down. */
function inTheNameOf(ctx: OpContext, grant: Grant, ip: string | null): OpContext {
  const { accountId, sessionHash } = grant
  return {
    ...ctx,
    surface: 'portal',
    actor: { kind: 'account', accountId, sessionHash, secondFactorAt: null },
    ip,
  }
}
