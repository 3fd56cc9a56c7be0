import type { z } from 'zod'
import { acrossProjects, type Tx, withOrganisation } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant, sqlState, violatedConstraint } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { operatedProjects } from '~/lib/kernel/project-scope'
import { authorize } from '../authorize'
import { parseSshPublicKey } from './parse-public-key'
import { countSshKeys, endSshKey, listSshKeys as findSshKeys, insertSshKey } from './queries/ssh-keys'
import type { addSshKeyInput, removeSshKeyInput } from './schema'

/** Enough for any team, and a bound on the keys given to a server. */
const keysMax = 100

export type SshKeyView = {
  id: Id<'sshKey'>
  name: string
  algorithm: string
  fingerprint: string
  createdByName: string | null
  createdAt: string
  /** Any key with the right to operate the whole organisation, otherwise one's own keys. */
  mayRemove: boolean
}

/** In `tx`: whether the organisation has a key that new servers can get. */
export const hasSshKey = async (tx: Tx, organisationId: Id<'organisation'>): Promise<boolean> =>
  (await countSshKeys(tx, organisationId)) > 0

/**
 * Lists the keys that new servers can get, by name. A guest sees those that it added and those of servers in its
 * projects; row-level security hides the others.
 */
export async function listSshKeys(ctx: OpContext): Promise<SshKeyView[]> {
  authorize(ctx, 'ssh_key:read')
  const own = ctx.actor.kind === 'account' ? ctx.actor.accountId : null
  const operatesAll = ctx.membership !== null && operatedProjects(ctx.membership) === null
  const rows = await withOrganisation(ctx, (tx, organisationId) => findSshKeys(tx, organisationId))
  return rows.map(({ publicKey: _publicKey, createdByAccountId, createdAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    mayRemove: operatesAll || createdByAccountId === own,
  }))
}

/**
 * Stores the public key under a name; returns it as listed.
 *
 * @throws DomainError `forbidden`, `invalid_input` (the problem of the key), `already_exists` (the same key),
 *   `name_taken`, `quota_exceeded`
 */
export async function addSshKey(
  ctx: OpContext,
  input: z.output<typeof addSshKeyInput>,
): Promise<{ id: Id<'sshKey'>; name: string; algorithm: string; fingerprint: string }> {
  authorize(ctx, 'ssh_key:write')
  invariant(ctx.actor.kind === 'account', 'members are accounts')
  const { accountId } = ctx.actor
  const parsed = parseSshPublicKey(input.publicKey)
  if (parsed.outcome === 'refused')
    throw new DomainError('invalid_input', { field: 'publicKey', params: { reason: parsed.reason } })
  const { algorithm, publicKey, fingerprint, comment } = parsed
  const id = newId('sshKey', ctx.now.getTime())
  const name = input.name ?? (comment.slice(0, 60) || fingerprint.slice(7, 19))
  try {
    await withOrganisation(ctx, async (tx, organisationId) => {
      await lockCount(tx, 'ssh keys', organisationId)
      if ((await acrossProjects(tx, () => countSshKeys(tx, organisationId))) >= keysMax)
        throw new DomainError('quota_exceeded', { params: { limit: String(keysMax) } })
      await insertSshKey(tx, {
        id,
        organisationId,
        name,
        algorithm,
        publicKey,
        fingerprint,
        createdByAccountId: accountId,
        createdAt: ctx.now,
      })
      await recordAudit(tx, ctx, 'ssh_key.added', {
        organisationId,
        kind: 'ssh_key',
        id,
        details: { name, fingerprint },
      })
    })
  } catch (error) {
    throw asRefusal(error)
  }
  return { id, name, algorithm, fingerprint }
}

/**
 * Stops giving the key to new servers; existing servers keep it. A person who operates only some projects may remove
 * only the keys that they added: others are used in other projects too.
 *
 * @throws DomainError `not_found`
 */
export async function removeSshKey(ctx: OpContext, input: z.output<typeof removeSshKeyInput>): Promise<void> {
  authorize(ctx, 'ssh_key:write')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const removed = await endSshKey(tx, organisationId, input.sshKeyId, ctx.now)
    if (!removed) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'ssh_key.removed', {
      organisationId,
      kind: 'ssh_key',
      id: removed.id,
      details: { name: removed.name, fingerprint: removed.fingerprint },
    })
  })
}

/** The unique indexes decide between rivals; their names identify the conflict. */
function asRefusal(error: unknown): unknown {
  if (sqlState(error) !== '23505') return error
  return violatedConstraint(error) === 'ssh_keys_name'
    ? new DomainError('name_taken', { field: 'name', cause: error })
    : new DomainError('already_exists', {
        field: 'publicKey',
        params: { reason: 'ssh_duplicate' },
        cause: error,
      })
}
