import { withSystem } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { declarationFiled } from './life-cycle'
import type { Declaration, EInvoicePlatform, LifeCycleStatus } from './platform'
import { findEmbeddedFlow, insertEmbeddedFlow } from './queries/deliveries'

/** Statuses that the platform reports by itself, with their delay after the deposit. */
const statusSchedule = [
  { code: 200, afterSeconds: 0 },
  { code: 201, afterSeconds: 0 },
  { code: 202, afterSeconds: 10 },
  { code: 203, afterSeconds: 20 },
] as const

/** Every declaration is accepted. */
const declarationStatusSchedule = [{ code: declarationFiled, afterSeconds: 10 }] as const

/**
 * The platform that ships with the product: a table. It accepts every deposit and reports the first statuses; staff
 * enter the later ones on behalf of the buyer. For demonstrations, tests and sites without internet access.
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
      const reported = (isDeclaration ? declarationStatusSchedule : statusSchedule)
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
      if (flow.givenCode === null || flow.givenAt === null) return reported
      const { givenCode: code, givenReason, givenAt } = flow
      return [
        ...reported,
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
