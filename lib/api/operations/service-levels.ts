import { z } from 'zod'
import {
  endCalendar,
  getOwnIncident,
  listOwnIncidents,
  listOwnMaintenance,
  renewCalendar,
} from '~/lib/incidents'
import { idField } from '~/lib/kernel/id-field'
import { periodField } from '~/lib/kernel/time/date-fields'
import {
  contestMonth,
  levelsPerPage,
  readMonthEvidence,
  readServiceCredits,
  readServiceLevels,
} from '~/lib/sla'
import { contestMonthInput, evidenceParams } from '~/lib/sla/schema'
import { chooseRenewal, leaveCommitment, listCommitments } from '~/lib/usage'
import { chooseRenewalInput, leaveCommitmentInput } from '~/lib/usage/schema'
import { pageFrom, readCursor, writeCursor } from '../cursor'
import { defineChange } from '../define-change'
import { defineDownload, defineOperation } from '../define-operation'
import { euros, instant, money, pageOf, pageQuery } from '../fields'
import { projectRef, zoneRef } from './shared'

const ppm = z.number().nullable().describe('Millionths of the time; null when nothing was measured.')

const levelAnswer = z
  .object({
    id: z.string().describe('Of the server or volume.'),
    kind: z.string(),
    name: z.string(),
    project: projectRef,
    zone: zoneRef,
    state: z.enum(['kept', 'at_risk', 'breached', 'unknown', 'none']),
    availabilityPpm: ppm,
    objectivePpm: ppm,
    downMs: z.number(),
    unknownMs: z.number(),
    excludedMs: z.number(),
  })
  .meta({ id: 'ServiceLevel', description: 'The availability of a resource in a month.' })

const touched = z.array(z.object({ id: z.string(), kind: z.string(), name: z.string() }))
const text = (field: string) => z.string().nullable().describe(`${field} is written in French and English.`)
const incidentAnswer = z
  .object({
    id: idField('incident'),
    number: z.int(),
    state: z.string(),
    severity: z.enum(['minor', 'major', 'critical']),
    zone: z.string().nullable(),
    titleFr: z.string(),
    titleEn: z.string(),
    startedAt: instant,
    detectedAt: instant,
    repairedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    rootCauseFr: text('The cause'),
    rootCauseEn: text('The cause'),
    updates: z.array(
      z.object({ id: z.string(), at: instant, state: z.string(), textFr: z.string(), textEn: z.string() }),
    ),
    touched: touched.describe('Your resources that it touched.'),
  })
  .meta({ id: 'Incident', description: 'An incident that touched your resources.' })

const commitmentAnswer = z
  .object({
    id: idField('commitment'),
    resource: z.object({ kind: z.enum(['instance', 'volume']), id: z.string(), name: z.string() }),
    bundle: z.string(),
    termMonths: z.int(),
    discountBasisPoints: z.int().describe('2000 is 20 %.'),
    startedAt: instant,
    endsAt: instant,
    endedAt: instant.nullable(),
    renewal: z.enum(['renew', 'hourly', 'silent']),
    state: z.enum(['active', 'ended', 'renewed', 'left']),
    monthlyPrice: money,
    hourlyMonthlyPrice: money.describe('What a full month costs without it.'),
  })
  .meta({ id: 'Commitment', description: 'A term at a lower price.' })

export const serviceLevels = [
  defineOperation({
    id: 'listServiceLevels',
    method: 'GET',
    path: '/v1/service-levels',
    tag: 'service-levels',
    summary: 'List the availability of each resource in a month',
    permission: 'instance:read',
    query: {
      cursor: pageQuery.cursor,
      month: periodField.optional().describe('`2026-11`; this month by default.'),
      projectId: idField('project').optional(),
      zone: z.string().max(40).optional().describe('Code of a zone.'),
      state: z.enum(['breached', 'at_risk', 'kept', 'unknown']).optional(),
    },
    status: 200,
    answer: pageOf(levelAnswer),
    async run({ ctx, query: { cursor, projectId, ...filter } }) {
      const of = { name: 'service-levels', filter: { ...filter, projectId } }
      const page = Number(readCursor(ctx, of, cursor)?.[0] ?? 1)
      const { rows, count } = await readServiceLevels(ctx, { ...filter, project: projectId, page })
      const isLast = rows.length === 0 || page * levelsPerPage >= count
      return { items: [...rows], nextCursor: isLast ? null : writeCursor(ctx, of, [`${page + 1}`]) }
    },
  }),
  defineOperation({
    id: 'listServiceCredits',
    method: 'GET',
    path: '/v1/service-credits',
    tag: 'service-levels',
    summary: 'List what was assessed and credited for a month',
    permission: 'billing:view',
    query: { period: periodField.optional().describe('The latest assessed month by default.') },
    status: 200,
    answer: z.object({
      period: z.string().nullable(),
      items: z.array(
        z.object({
          assessmentId: idField('slaAssessment'),
          subjectId: z.string(),
          name: z.string(),
          objectivePpm: z.number(),
          availabilityPpm: ppm,
          downMs: z.number(),
          price: money.describe('Of the month, on which the credit is computed.'),
          credit: money,
        }),
      ),
    }),
    async run({ ctx, query: { period } }) {
      const month = await readServiceCredits(ctx, { period: period ?? null })
      return {
        period: month.period,
        items: month.resources.map((each) => ({
          ...each,
          price: euros(each.priceCents),
          credit: euros(each.creditCents),
        })),
      }
    },
  }),
  defineChange({
    id: 'contestMonth',
    path: '/v1/service-credits/{assessmentId}/contest',
    tag: 'service-levels',
    summary: 'Contest the assessment of a month',
    permission: 'support:write',
    input: contestMonthInput,
    status: 201,
    answer: z.object({ ticketId: idField('ticket'), reference: z.string() }),
    run: contestMonth,
  }),
  defineDownload({
    id: 'downloadEvidence',
    path: '/v1/service-credits/{assessmentId}/evidence',
    tag: 'service-levels',
    summary: 'Download what an assessment was computed from',
    permission: 'billing:view',
    params: evidenceParams.shape,
    files: ['application/json'],
    async run({ ctx, params }) {
      const { name, text: content } = await readMonthEvidence(ctx, params)
      return { name, mediaType: 'application/json', content }
    },
  }),
  defineOperation({
    id: 'listIncidents',
    method: 'GET',
    path: '/v1/incidents',
    tag: 'incidents',
    summary: 'List incidents that touched your resources, the newest first',
    permission: 'instance:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(incidentAnswer),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'incidents', filter: null }, await listOwnIncidents(ctx), query),
  }),
  defineOperation({
    id: 'getIncident',
    method: 'GET',
    path: '/v1/incidents/{incidentId}',
    tag: 'incidents',
    summary: 'Read an incident that touched your resources',
    permission: 'instance:read',
    params: { incidentId: idField('incident') },
    status: 200,
    answer: incidentAnswer,
    run: ({ ctx, params: { incidentId } }) => getOwnIncident(ctx, { id: incidentId }),
  }),
  defineOperation({
    id: 'listMaintenance',
    method: 'GET',
    path: '/v1/maintenance',
    tag: 'incidents',
    summary: 'List maintenance that touches your resources, the newest first',
    permission: 'instance:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(
      z
        .object({
          id: idField('maintenance'),
          state: z.enum(['announced', 'under_way', 'done', 'cancelled']),
          titleFr: z.string(),
          titleEn: z.string(),
          zone: z.string(),
          startsAt: instant,
          endsAt: instant,
          announcedAt: instant,
          touched,
        })
        .meta({ id: 'Maintenance' }),
    ),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'maintenance', filter: null }, await listOwnMaintenance(ctx), query),
  }),
  defineOperation({
    id: 'renewCalendar',
    method: 'POST',
    path: '/v1/maintenance/calendar',
    tag: 'incidents',
    summary: 'Make a new address of the calendar of maintenance',
    description: 'The former address ends.',
    permission: 'webhook:manage',
    asksProof: true,
    status: 200,
    answer: z.object({ url: z.string() }),
    run: ({ ctx }) => renewCalendar(ctx),
  }),
  defineOperation({
    id: 'endCalendar',
    method: 'DELETE',
    path: '/v1/maintenance/calendar',
    tag: 'incidents',
    summary: 'End the address of the calendar of maintenance',
    permission: 'webhook:manage',
    status: 204,
    answer: null,
    run: ({ ctx }) => endCalendar(ctx),
  }),
  defineOperation({
    id: 'listCommitments',
    method: 'GET',
    path: '/v1/commitments',
    tag: 'commitments',
    summary: 'List commitments, the newest first',
    permission: 'instance:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(commitmentAnswer),
    async run({ ctx, query }) {
      const all = (await listCommitments(ctx)).map((each) => ({
        ...each,
        discountBasisPoints: each.basisPoints,
        monthlyPrice: euros(each.monthlyCents),
        hourlyMonthlyPrice: euros(each.hourlyMonthlyCents),
      }))
      return pageFrom(ctx, { name: 'commitments', filter: null }, all, query)
    },
  }),
  defineChange({
    id: 'chooseRenewal',
    path: '/v1/commitments/{commitmentId}/renewal',
    tag: 'commitments',
    summary: 'Choose what follows the end of a commitment',
    permission: 'order:place',
    input: chooseRenewalInput,
    run: chooseRenewal,
  }),
  defineChange({
    id: 'leaveCommitment',
    path: '/v1/commitments/{commitmentId}/leave',
    tag: 'commitments',
    summary: 'Leave a commitment at its price',
    permission: 'order:place',
    asksProof: true,
    input: leaveCommitmentInput,
    run: leaveCommitment,
  }),
]
