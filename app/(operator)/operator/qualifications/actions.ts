'use server'
import { defineAction } from '~/app/_server/define-action'
import { changeQualification, declareQualification, withdrawQualification } from '~/lib/qualifications'
import {
  changeQualificationInput,
  declareQualificationInput,
  withdrawQualificationInput,
} from '~/lib/qualifications/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const declareQualificationAction = defineAction(
  { ...staff, schema: declareQualificationInput },
  declareQualification,
)

export const changeQualificationAction = defineAction(
  { ...staff, schema: changeQualificationInput },
  changeQualification,
)

export const withdrawQualificationAction = defineAction(
  { ...staff, schema: withdrawQualificationInput },
  withdrawQualification,
)
