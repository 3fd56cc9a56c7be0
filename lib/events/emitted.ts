import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import type { EmittedType } from './catalogue'

const instant = z.iso.datetime()
const cents = z
  .string()
  .regex(/^-?\d+$/)
  .describe('Cents of a euro, without VAT.')
const inBoth = z.object({ fr: z.string(), en: z.string() })
const touched = z.array(z.object({ id: z.string(), kind: z.string(), name: z.string() }))
const ticket = z.object({
  ticketId: idField('ticket'),
  number: z.string(),
  projectId: idField('project').nullable(),
  state: z.string(),
})
const quota = z.object({
  projectId: idField('project'),
  resource: z.string(),
  limit: z.number(),
  asked: z.number(),
})
const probe = z.object({
  probeId: idField('instanceProbe'),
  name: z.string(),
  instanceId: idField('instance'),
  instanceName: z.string(),
  seen: z.string().nullable().describe('What the probe saw.'),
})
const pool = z.object({ balancerId: idField('balancer'), name: z.string() })
const incident = z.object({
  incidentId: idField('incident'),
  number: z.int(),
  state: z.string(),
  severity: z.string(),
  title: inBoth,
  text: inBoth,
  startedAt: instant,
  resolvedAt: instant.nullable(),
  resources: touched.describe('Those of the organisation.'),
})
const maintenance = z.object({
  maintenanceId: idField('maintenance'),
  revision: z.number(),
  title: inBoth,
  text: inBoth,
  startsAt: instant,
  endsAt: instant,
  resources: touched.describe('Those of the organisation.'),
})
const operation = z.object({
  operationId: idField('saga'),
  kind: z.string(),
  resourceId: z.string(),
  code: z.string().nullable().describe('Why it was undone; null when it succeeded.'),
})

/** The data of each emitted event, in addition to what every event has. */
export const emittedData = {
  'operation.succeeded': operation,
  'operation.undone': operation,
  'probe.failing': probe,
  'probe.recovered': probe,
  'balancer.pool_down': pool,
  'balancer.pool_up': pool,
  'order.placed': z.object({
    orderId: idField('order'),
    number: z.string(),
    projectId: idField('project'),
    monthlyCents: cents,
    isHeld: z.boolean().describe('It waits for an approval.'),
  }),
  'order.settled': z.object({
    orderId: idField('order'),
    number: z.string(),
    projectId: idField('project'),
    state: z.string(),
    failed: z.array(z.string()).describe('Names of what was not provided.'),
  }),
  'quota.accepted': quota,
  'quota.refused': quota,
  'budget.threshold_reached': z.object({
    budgetId: idField('budget'),
    name: z.string(),
    thresholdPercent: z.number(),
    monthlyCents: cents,
    spentCents: cents,
  }),
  'cost.anomaly_found': z.object({
    projectId: idField('project'),
    project: z.string(),
    day: z.string(),
    cents,
    expectedCents: cents,
    causes: z.array(z.looseObject({})),
  }),
  'service_credit.granted': z.object({
    serviceCreditId: idField('serviceCredit'),
    period: z.string(),
    resourceId: z.string(),
    resourceKind: z.string(),
    netCents: cents,
    documentIds: z.array(z.string()),
  }),
  'service_level.budget_burning': z.object({
    resourceId: z.string(),
    name: z.string(),
    pace: z.string(),
    objectivePpm: z.number(),
    rates: z.unknown(),
  }),
  'incident.opened': incident,
  'incident.updated': incident,
  'incident.resolved': incident,
  'maintenance.announced': maintenance,
  'maintenance.changed': maintenance,
  'maintenance.cancelled': maintenance,
  'ticket.answered': ticket,
  'ticket.resolved': ticket,
} satisfies Record<EmittedType, z.ZodObject>

export type EmittedData<T extends EmittedType> = z.input<(typeof emittedData)[T]>
