'use server'
import { defineAction } from '~/app/_server/define-action'
import { resumeSaga, undoSaga } from '~/lib/resources'
import { interveneInput } from '~/lib/resources/schema'

export const resumeSagaAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: interveneInput },
  resumeSaga,
)

export const undoSagaAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: interveneInput },
  undoSaga,
)
