/** Ends the rescue system of a server: it is stopped, with the disk as the rescue system left it. */
import { recordAudit } from '~/lib/audit'
import type { SagaDefinition } from '~/lib/sagas'
import { changeInstanceState } from '../../common/change-state'
import { instanceOf, observedAt } from '../../sagas/outside'

export const leaveRescueSaga: SagaDefinition<'leave_rescue'> = {
  kind: 'leave_rescue',
  steps: [
    {
      type: 'effect',
      name: 'end_rescue',
      async run(step) {
        await step.driver.endRescue(step.saga.resourceId, step.call())
        return { observedAt: step.now().toISOString() }
      },
      undo: 'forward_only',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
          from: ['leaving_rescue'],
          to: 'stopped',
          effectiveAt: observedAt(results, 'end_rescue'),
        })
        await recordAudit(tx, ctx, 'instance.rescue_ended', {
          organisationId: instance.organisationId,
          kind: 'instance',
          id: instance.id,
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['leaving_rescue'],
      to: 'in_rescue',
      effectiveAt: ctx.now,
    })
  },
}
