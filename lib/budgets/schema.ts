import { z } from 'zod'
import { emailField, lineField, paragraphField, projectIdField } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { quotaResources } from '~/lib/kernel/quota-resources'

const requestId = idField('quotaRequest')
const budgetId = idField('budget')

export const requestQuotaInput = z.strictObject({
  projectId: projectIdField,
  resource: z.enum(quotaResources),
  limit: z.number().int().min(0).max(100_000_000),
  reason: paragraphField(1000),
})
export const withdrawQuotaRequestInput = z.strictObject({ requestId })
export const acceptQuotaRequestInput = z.strictObject({ requestId })
export const refuseQuotaRequestInput = z.strictObject({ requestId, reason: paragraphField(2000) })

const tag = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,31}:[^\p{C}<>]{1,64}$/u, 'budget_tag')

const budgetFields = {
  name: lineField(60),
  /** Whole euros without VAT. */
  monthlyEuros: z.number().int().min(1).max(100_000_000),
  /** Percent of the amount, for example 50, 80, 100. */
  thresholds: z
    .string()
    .trim()
    .max(60, 'too_long')
    .regex(/^([0-9]{1,3}([ ,;]+[0-9]{1,3}){0,5})?$/, 'budget_thresholds')
    .transform((text) => [
      ...new Set(
        text
          .split(/[ ,;]+/)
          .filter(Boolean)
          .map(Number),
      ),
    ])
    .transform((values) => values.sort((a, b) => a - b))
    .refine((values) => values.every((value) => value >= 1 && value <= 200), 'budget_thresholds'),
  isHard: z.boolean().default(false),
}

export const createBudgetInput = z.strictObject({
  ...budgetFields,
  /** Both left out: the whole organisation. */
  projectId: projectIdField.optional(),
  tag: tag.optional(),
})
export const changeBudgetInput = z.strictObject({ budgetId, ...budgetFields })
export const endBudgetInput = z.strictObject({ budgetId })

const recipientId = idField('alertRecipient')
export const addRecipientInput = z.strictObject({ email: emailField })
export const removeRecipientInput = z.strictObject({ recipientId })
/** The token of a mailed link. */
export const recipientLinkInput = z.strictObject({ token: z.string().min(1).max(200) })
