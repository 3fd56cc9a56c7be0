'use server'
import { defineAction } from '~/app/_server/define-action'
import { decideNameDifference, setNameService, switchNames } from '~/lib/names'
import { decideNameDifferenceInput, setNameServiceInput, switchNamesInput } from '~/lib/names/schema'
import { setAcme, switchAcme } from '~/lib/resources'
import { setAcmeInput, switchAcmeInput } from '~/lib/resources/schema'

export const setNameServiceAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: setNameServiceInput },
  setNameService,
)

export const switchNamesAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: switchNamesInput },
  switchNames,
)

export const decideNameDifferenceAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: decideNameDifferenceInput },
  decideNameDifference,
)

export const setAcmeAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: setAcmeInput },
  setAcme,
)

export const switchAcmeAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: switchAcmeInput },
  switchAcme,
)
