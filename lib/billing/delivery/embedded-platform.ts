import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { declarationFiled } from './life-cycle'
import type { Declaration, EInvoicePlatform, LifeCycleStatus } from './platform'
import { findEmbeddedFlow, insertEmbeddedFlow } from './queries/deliveries'

/** What a platform says by itself, and how long after it took the document. */
const course = [
  { code: 200, afterSeconds: 0 },
  { code: 201, afterSeconds: 0 },
  { code: 202, afterSeconds: 10 },
  { code: 203, afterSeconds: 20 },
] as const

/** The State takes every declaration. */
const courseOfDeclarations = [{ code: declarationFiled, afterSeconds: 10 }] as const

/**
 * The platform that ships with the product: a table. It takes what it is given and tells the first statuses; the others
 * are given by a member of the staff in the place of the buyer. For demonstrations, tests and sites without internet.
 */
export function embeddedPlatform(ctx: OpContext): EInvoicePlatform {
  const find = (trackingId: string) => withSystem(ctx, (tx) => findEmbeddedFlow(tx, trackingId))
  const take = async ({ trackingId, name, sha256 }: Declaration) => {
    await withSystem(ctx, (tx) => insertEmbeddedFlow(tx, { trackingId, name, sha256, receivedAt: ctx.now }))
    return { outcome: 'deposited', externalId: trackingId } as const
  }
  return {
    name: 'embedded',
    async find({ trackingId }) {
      return (await find(trackingId)) ? trackingId : null
    },
    deposit: take,
    report: take,
    declare: take,
    async acknowledgement({ trackingId }) {
      return { state: (await find(trackingId)) ? 'accepted' : 'pending' }
    },
    async statuses({ trackingId, isDeclaration }) {
      const flow = await find(trackingId)
      if (!flow) return []
      const told = (isDeclaration ? courseOfDeclarations : course)
        .map(({ code, afterSeconds }) => ({ code, happenedAt: addSeconds(flow.receivedAt, afterSeconds) }))
        .filter(({ happenedAt }) => happenedAt <= ctx.now)
        .map(
          ({ code, happenedAt }): LifeCycleStatus => ({
            externalId: `${code}`,
            code,
            reasonCode: null,
            reasonText: null,
            happenedAt,
          }),
        )
      if (flow.givenCode === null || flow.givenAt === null) return told
      const { givenCode: code, givenReason, givenAt } = flow
      return [
        ...told,
        {
          externalId: `${code}`,
          code,
          reasonCode: null,
          reasonText: givenReason,
          happenedAt: givenAt,
        },
      ]
    },
  }
}
