import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import type { AuditEventName } from '~/lib/audit'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeStaff } from '../authorize'
import { staffCredentials } from '../queries/credentials'
import { staffSessionStore } from '../queries/session-store'
import { requireFreshProof } from '../second-factor/require-fresh-proof'
import { keepsAnAdministrator } from './keep-an-administrator'
import { staffRecovery } from './queries/second-factor'
import * as queries from './queries/staff'
import type { changeStaffRolesInput, disableStaffInput, staffInput } from './schema'
import type { StaffView } from './views'

/** Lists the accounts of the operator's site, by name. */
export async function listStaff(ctx: OpContext): Promise<StaffView[]> {
  const own = authorizeStaff(ctx, 'staff:manage')
  const rows = await withStaff(ctx, queries.listStaff)
  return rows.map(({ totpEnabledAt, signedInAt, disabledAt, createdAt, ...row }) => ({
    ...row,
    hasSecondFactor: totpEnabledAt !== null,
    signedInAt: signedInAt?.toISOString() ?? null,
    disabledAt: disabledAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    isSelf: row.id === own,
    isLastAdministrator: disabledAt === null && !keepsAnAdministrator(rows, row.id, null),
  }))
}

/**
 * Disables the account from its next request on and ends its sessions. Its audit entries stay.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `state_forbids` (`last_administrator`, `own_account`,
 *   `staff_disabled`)
 */
export async function disableStaff(ctx: OpContext, input: z.output<typeof disableStaffInput>): Promise<void> {
  await change(ctx, input.staffId, async (tx, staff, row) => {
    if (row.disabledAt) throw refusal('staff_disabled')
    if (!keepsAnAdministrator(staff, row.id, null)) throw refusal('last_administrator')
    await queries.updateStaff(tx, row.id, { disabledAt: ctx.now })
    const endedSessions = await staffSessionStore.endAll(tx, row.id, null, ctx.now, 'account_disabled')
    await audit(tx, ctx, 'staff.disabled', row.id, { reason: input.reason, endedSessions })
  })
}

/**
 * Enables the account again, with its old password and second factor.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `state_forbids` (`staff_enabled`, `own_account`)
 */
export async function enableStaff(ctx: OpContext, input: z.output<typeof staffInput>): Promise<void> {
  await change(ctx, input.staffId, async (tx, _staff, row) => {
    if (!row.disabledAt) throw refusal('staff_enabled')
    await queries.updateStaff(tx, row.id, { disabledAt: null })
    await audit(tx, ctx, 'staff.enabled', row.id, {})
  })
}

/**
 * Replaces the account's roles, effective from its next request.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `state_forbids` (`last_administrator`, `own_account`)
 */
export async function changeStaffRoles(
  ctx: OpContext,
  input: z.output<typeof changeStaffRolesInput>,
): Promise<void> {
  const roles = [...new Set(input.roles)].sort()
  await change(ctx, input.staffId, async (tx, staff, row) => {
    const isActive = row.disabledAt === null
    if (isActive && !keepsAnAdministrator(staff, row.id, roles)) throw refusal('last_administrator')
    await queries.updateStaff(tx, row.id, { roles })
    await audit(tx, ctx, 'staff.roles_changed', row.id, { from: row.roles, to: roles })
  })
}

/**
 * Resets a lost second factor: the person enrols another one after the next sign-in with their password; sessions and
 * recovery codes end.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `state_forbids` (`own_account`, `no_second_factor`)
 */
export async function resetStaffFactor(ctx: OpContext, input: z.output<typeof staffInput>): Promise<void> {
  await change(ctx, input.staffId, async (tx, _staff, row) => {
    if (!row.totpEnabledAt) throw refusal('no_second_factor')
    await staffCredentials.disableTotp(tx, row.id)
    await staffRecovery.replace(tx, row.id, [])
    const endedSessions = await staffSessionStore.endAll(tx, row.id, null, ctx.now, 'second_factor_changed')
    await audit(tx, ctx, 'staff.second_factor_reset', row.id, { endedSessions })
  })
}

type Row = Awaited<ReturnType<typeof queries.listStaff>>[number]

/** Under a lock: two administrators who disable each other are serialised, and one of them stays. */
async function change(
  ctx: OpContext,
  staffId: Id<'staff'>,
  run: (tx: Tx, staff: readonly Row[], row: Row) => Promise<void>,
): Promise<void> {
  const own = authorizeStaff(ctx, 'staff:manage')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    await queries.lockStaff(tx)
    const staff = await queries.listStaff(tx)
    const row = staff.find(({ id }) => id === staffId)
    if (!row) throw new DomainError('not_found')
    // An administrator disabled while waiting for the lock may no longer decide.
    const acting = staff.find(({ id }) => id === own)
    if (!acting || acting.disabledAt || !acting.roles.includes('administrator'))
      throw new DomainError('forbidden')
    if (row.id === own)
      throw refusal(keepsAnAdministrator(staff, own, null) ? 'own_account' : 'last_administrator')
    await run(tx, staff, row)
  })
}

const refusal = (reason: string) => new DomainError('state_forbids', { params: { reason } })

const audit = (
  tx: Tx,
  ctx: OpContext,
  event: AuditEventName,
  id: Id<'staff'>,
  details: Record<string, unknown>,
) => recordAudit(tx, ctx, event, { organisationId: null, kind: 'staff', id, details })
