'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  acceptOrganisation,
  askCase,
  askOrganisation,
  assignCase,
  holdCase,
  liftCap,
  refuseOrganisation,
} from '~/lib/moderation'
import {
  acceptOrganisationInput,
  askCaseInput,
  askOrganisationInput,
  assignCaseInput,
  holdCaseInput,
  liftCapInput,
  refuseOrganisationInput,
} from '~/lib/moderation/schema'
import { decideCases } from '~/lib/ordering'
import { decideCasesInput } from '~/lib/ordering/schema'

const staff = { surface: 'operator', scope: 'staff' } as const

export const acceptOrganisationAction = defineAction(
  { ...staff, schema: acceptOrganisationInput, refresh: true },
  acceptOrganisation,
)

export const refuseOrganisationAction = defineAction(
  { ...staff, schema: refuseOrganisationInput, refresh: true },
  refuseOrganisation,
)

export const askOrganisationAction = defineAction(
  { ...staff, schema: askOrganisationInput, refresh: true },
  askOrganisation,
)

export const liftCapAction = defineAction({ ...staff, schema: liftCapInput, refresh: true }, liftCap)

export const decideCasesAction = defineAction(
  { ...staff, schema: decideCasesInput, refresh: true },
  decideCases,
)

export const askCaseAction = defineAction({ ...staff, schema: askCaseInput, refresh: true }, askCase)

export const holdCaseAction = defineAction({ ...staff, schema: holdCaseInput, refresh: true }, holdCase)

export const assignCaseAction = defineAction({ ...staff, schema: assignCaseInput, refresh: true }, assignCase)
