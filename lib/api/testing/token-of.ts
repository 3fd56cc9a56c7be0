import { createToken } from '~/lib/identity'
import type { CreateTokenInput } from '~/lib/identity/schema'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/** The secret of a new token of this member, with a proof of this moment. */
export async function tokenOf(ctx: OpContext, more: Partial<CreateTokenInput> = {}): Promise<string> {
  const now = new Date()
  const fresh =
    ctx.actor.kind === 'account' ? { ...ctx, now, actor: { ...ctx.actor, secondFactorAt: now } } : ctx
  const { secret } = await createToken(fresh, {
    name: newId('apiToken'),
    permissions: ['instance:read'],
    projectIds: null,
    networks: [],
    mayDestroy: false,
    days: 1,
    ...more,
  })
  return secret
}
