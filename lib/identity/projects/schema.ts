import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { quotaResources } from '~/lib/kernel/quota-resources'
import { tagsField } from '~/lib/kernel/text/tags'
import { lineField } from '../organisations/schema'

export const projectIdField = idField('project')
const projectName = lineField(60)
const costCentre = lineField(40).optional()

export const createProjectInput = z.strictObject({
  name: projectName,
  costCentre,
  /** Percent; sent as text by a form. */
  sharePercent: z.enum(['0', '25', '50']).default('25'),
})
export const changeProjectInput = z.strictObject({ projectId: projectIdField, name: projectName, costCentre })
export const tagProjectInput = z.strictObject({ projectId: projectIdField, tags: tagsField })
export const archiveProjectInput = z.strictObject({ projectId: projectIdField })

export const shareQuotaInput = z.strictObject({
  fromProjectId: projectIdField,
  toProjectId: projectIdField,
  resource: z.enum(quotaResources),
  amount: z.number().int().min(1).max(100_000_000),
})
