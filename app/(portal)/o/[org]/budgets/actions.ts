'use server'
import { defineAction } from '~/app/_server/define-action'
import { addAlertRecipient, changeBudget, createBudget, endBudget, removeAlertRecipient } from '~/lib/budgets'
import {
  addRecipientInput,
  changeBudgetInput,
  createBudgetInput,
  endBudgetInput,
  removeRecipientInput,
} from '~/lib/budgets/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const createBudgetAction = defineAction(
  { ...organisation, schema: createBudgetInput, refresh: true },
  createBudget,
)

export const changeBudgetAction = defineAction(
  { ...organisation, schema: changeBudgetInput, refresh: true },
  changeBudget,
)

export const endBudgetAction = defineAction(
  { ...organisation, schema: endBudgetInput, refresh: true },
  endBudget,
)

export const addAlertRecipientAction = defineAction(
  { ...organisation, schema: addRecipientInput, refresh: true },
  addAlertRecipient,
)

export const removeAlertRecipientAction = defineAction(
  { ...organisation, schema: removeRecipientInput, refresh: true },
  removeAlertRecipient,
)
