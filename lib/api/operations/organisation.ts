import { z } from 'zod'
import { changeBilling, getOrganisation, readJournal } from '~/lib/identity'
import { changeBillingInput, journalExportInput, resubmitOrganisationInput } from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { readModerationStatus, resubmitOrganisation } from '~/lib/moderation'
import {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  readWebhooks,
  redeliverWebhook,
  rotateWebhookSecret,
  testWebhook,
} from '~/lib/webhooks'
import {
  createWebhookInput,
  deleteWebhookInput,
  enableWebhookInput,
  redeliverWebhookInput,
  rotateWebhookSecretInput,
  testWebhookInput,
} from '~/lib/webhooks/schema'
import { readCursor, writeCursor } from '../cursor'
import { defineChange } from '../define-change'
import { defineOperation } from '../define-operation'
import { euros, instant, money, pageOf, pageQuery } from '../fields'

const address = z.object({
  line1: z.string(),
  line2: z.string().optional(),
  postcode: z.string(),
  city: z.string(),
  countryCode: z.string(),
})

const organisationAnswer = z
  .object({
    id: idField('organisation'),
    kind: z.string(),
    state: z.string(),
    legalName: z.string(),
    siren: z.string().nullable(),
    siret: z.string().nullable(),
    vatNumber: z.string().nullable(),
    legalAddress: address,
    billingContactName: z.string(),
    billingContactEmail: z.string(),
    billingAddress: address,
    spendingCap: money.nullable().describe('Orders beyond it are refused; per month, without VAT.'),
  })
  .meta({ id: 'Organisation', description: 'The organisation of the token.' })

export const organisation = [
  defineOperation({
    id: 'getOrganisation',
    method: 'GET',
    path: '/v1/organisation',
    tag: 'organisation',
    summary: 'Read the organisation of the token',
    permission: 'organisation:read',
    status: 200,
    answer: organisationAnswer,
    async run({ ctx }) {
      const { spendingCapCents, ...found } = await getOrganisation(ctx)
      return { ...found, spendingCap: spendingCapCents === null ? null : euros(spendingCapCents) }
    },
  }),
  defineChange({
    id: 'changeBilling',
    path: '/v1/organisation/billing-contact',
    tag: 'organisation',
    summary: 'Change where invoices go',
    permission: 'organisation:update',
    asksProof: true,
    input: changeBillingInput,
    run: changeBilling,
  }),
  defineOperation({
    id: 'getReview',
    method: 'GET',
    path: '/v1/organisation/review',
    tag: 'organisation',
    summary: 'Read how far the operator’s review of the organisation is',
    permission: 'organisation:read',
    status: 200,
    answer: z.object({
      waitsFor: z.string(),
      since: instant,
      messages: z.array(z.object({ id: z.string(), text: z.string(), createdAt: instant })),
    }),
    async run({ ctx }) {
      const { waitsFor, since, thread } = await readModerationStatus(ctx)
      return { waitsFor, since, messages: thread }
    },
  }),
  defineChange({
    id: 'resubmitOrganisation',
    path: '/v1/organisation/review/answer',
    tag: 'organisation',
    summary: 'Answer the operator’s question about the organisation',
    permission: 'organisation:answer',
    input: resubmitOrganisationInput,
    run: resubmitOrganisation,
  }),
  defineOperation({
    id: 'listJournal',
    method: 'GET',
    path: '/v1/journal',
    tag: 'organisation',
    summary: 'List the audit log, the newest first',
    permission: 'journal:read',
    query: { cursor: pageQuery.cursor, ...journalExportInput.shape },
    status: 200,
    answer: pageOf(
      z
        .object({
          id: z.string(),
          event: z.string(),
          actorKind: z.string(),
          actorName: z.string().nullable(),
          subjectKind: z.string(),
          subjectId: z.string(),
          subjectName: z.string().nullable(),
          details: z.record(z.string(), z.unknown()),
          ip: z.string().nullable(),
          occurredAt: instant,
        })
        .meta({ id: 'JournalEntry' }),
    ),
    async run({ ctx, query: { cursor, ...filter } }) {
      const of = { name: 'journal', filter }
      const page = Number(readCursor(ctx, of, cursor)?.[0] ?? 1)
      const { entries, total, pageSize } = await readJournal(ctx, { ...filter, page })
      return {
        items: entries,
        nextCursor: page * pageSize < total ? writeCursor(ctx, of, [`${page + 1}`]) : null,
      }
    },
  }),
  defineOperation({
    id: 'listWebhooks',
    method: 'GET',
    path: '/v1/webhooks',
    tag: 'webhooks',
    summary: 'List endpoints of webhooks and the latest deliveries',
    permission: 'webhook:read',
    status: 200,
    answer: z.object({
      endpoints: z.array(
        z
          .object({
            id: idField('webhookEndpoint'),
            url: z.string(),
            events: z.array(z.string()),
            createdAt: instant,
            formerSecretUntil: instant.nullable(),
            disabled: z.object({ at: instant, because: z.string() }).nullable(),
          })
          .meta({ id: 'WebhookEndpoint' }),
      ),
      deliveries: z.array(
        z
          .object({
            id: idField('webhookDelivery'),
            url: z.string(),
            event: z.string(),
            messageId: z.string(),
            state: z.string(),
            attempts: z.int(),
            lastStatus: z.int().nullable(),
            lastError: z.string().nullable(),
            nextAttemptAt: instant.nullable(),
            createdAt: instant,
          })
          .meta({ id: 'WebhookDelivery' }),
      ),
    }),
    run: ({ ctx }) => readWebhooks(ctx),
  }),
  defineChange({
    id: 'createWebhook',
    path: '/v1/webhooks',
    tag: 'webhooks',
    summary: 'Send events to an endpoint',
    description: 'The secret that signs them is shown once.',
    permission: 'webhook:manage',
    asksProof: true,
    input: createWebhookInput,
    status: 201,
    answer: z.object({ id: idField('webhookEndpoint'), secret: z.string() }),
    run: createWebhook,
  }),
  defineChange({
    id: 'rotateWebhookSecret',
    path: '/v1/webhooks/{endpointId}/rotate',
    tag: 'webhooks',
    summary: 'Replace the secret of an endpoint',
    permission: 'webhook:manage',
    asksProof: true,
    input: rotateWebhookSecretInput,
    answer: z.object({ secret: z.string() }),
    run: rotateWebhookSecret,
  }),
  defineChange({
    id: 'enableWebhook',
    path: '/v1/webhooks/{endpointId}/enable',
    tag: 'webhooks',
    summary: 'Send to an endpoint again after errors',
    permission: 'webhook:manage',
    input: enableWebhookInput,
    run: enableWebhook,
  }),
  defineChange({
    id: 'testWebhook',
    path: '/v1/webhooks/{endpointId}/test',
    tag: 'webhooks',
    summary: 'Send a test event to an endpoint',
    permission: 'webhook:manage',
    input: testWebhookInput,
    run: testWebhook,
  }),
  defineChange({
    id: 'deleteWebhook',
    method: 'DELETE',
    path: '/v1/webhooks/{endpointId}',
    tag: 'webhooks',
    summary: 'Stop sending events to an endpoint',
    permission: 'webhook:manage',
    input: deleteWebhookInput,
    run: deleteWebhook,
  }),
  defineChange({
    id: 'redeliverWebhook',
    path: '/v1/webhook-deliveries/{deliveryId}/redeliver',
    tag: 'webhooks',
    summary: 'Deliver an event again',
    permission: 'webhook:manage',
    input: redeliverWebhookInput,
    run: redeliverWebhook,
  }),
]
