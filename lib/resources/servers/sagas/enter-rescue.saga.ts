/** Starts a rescue system in place of a stopped server; its billing does not change. */
import { recordAudit } from '~/lib/audit'
import type { SagaDefinition } from '~/lib/sagas'
import { changeInstanceState } from '../../common/change-state'
import { undoUnlessLost } from '../../losses/undo-unless-lost'
import { readImageAlias } from '../../sagas/facts'
import { instanceOf, observedAt } from '../../sagas/outside'

export const enterRescueSaga: SagaDefinition<'enter_rescue'> = {
  kind: 'enter_rescue',
  steps: [
    {
      type: 'effect',
      name: 'start_rescue',
      async run(step) {
        const image = await step.read((tx) => readImageAlias(tx, instanceOf(step.saga)))
        await step.driver.startRescue(step.saga.resourceId, image, step.call())
        return { observedAt: step.now().toISOString() }
      },
      undo: (step) => undoUnlessLost(step, () => step.driver.endRescue(step.saga.resourceId, step.call())),
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
          from: ['entering_rescue'],
          to: 'in_rescue',
          effectiveAt: observedAt(results, 'start_rescue'),
        })
        await recordAudit(tx, ctx, 'instance.rescue_started', {
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
      from: ['entering_rescue'],
      to: 'stopped',
      effectiveAt: ctx.now,
    })
  },
}
