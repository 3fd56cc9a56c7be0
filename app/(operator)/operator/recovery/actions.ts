'use server'
import { defineAction } from '~/app/_server/define-action'
import { agreeToDatabase, allowComparison, decideMany } from '~/lib/hypervisors'
import { agreeToDatabaseInput, allowComparisonInput, decideManyInput } from '~/lib/hypervisors/schema'
import {
  decideAdoptions,
  decideJump,
  decideLosses,
  decideSendings,
  proposeAdoptions,
  proposeJump,
  proposeLosses,
  proposeSendings,
} from '~/lib/restoration'
import {
  decideAdoptionsInput,
  decideJumpInput,
  decideLossesInput,
  decideSendingsInput,
  proposeAdoptionsInput,
  proposeJumpInput,
  proposeLossesInput,
  proposeSendingsInput,
} from '~/lib/restoration/schema'

export const agreeToDatabaseAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: agreeToDatabaseInput },
  agreeToDatabase,
)

export const allowComparisonAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: allowComparisonInput },
  allowComparison,
)

export const proposeAdoptionsAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: proposeAdoptionsInput },
  proposeAdoptions,
)

export const decideAdoptionsAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: decideAdoptionsInput },
  decideAdoptions,
)

export const decideManyAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: decideManyInput },
  decideMany,
)

export const proposeJumpAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: proposeJumpInput },
  proposeJump,
)

export const decideJumpAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: decideJumpInput },
  decideJump,
)

export const proposeLossesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: proposeLossesInput },
  proposeLosses,
)

export const decideLossesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: decideLossesInput },
  decideLosses,
)

export const proposeSendingsAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: proposeSendingsInput },
  proposeSendings,
)

export const decideSendingsAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: decideSendingsInput },
  decideSendings,
)
