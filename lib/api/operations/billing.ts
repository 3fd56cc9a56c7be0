import { z } from 'zod'
import {
  accountStatementCsv,
  accountStatementPdf,
  changeBillingSettings,
  changeCostWatch,
  choosePaymentMethod,
  getDocument,
  listDocuments,
  payByCard,
  readBillingSettings,
  readCosts,
  readCostWatch,
  readDocumentFile,
  readPaymentDesk,
  revokeMandate,
} from '~/lib/billing'
import {
  billingSettingsInput,
  changeCostWatchInput,
  choosePaymentMethodInput,
  costByParam,
  payByCardInput,
  revokeMandateInput,
} from '~/lib/billing/schema'
import { idField } from '~/lib/kernel/id-field'
import { periodField } from '~/lib/kernel/time/date-fields'
import { pageFrom } from '../cursor'
import { defineChange } from '../define-change'
import { defineDownload, defineOperation } from '../define-operation'
import { euros, instant, money, pageOf, pageQuery } from '../fields'

const day = z.iso.date()
const exact = (what: string) => money.describe(what)

const documentAnswer = z
  .object({
    id: idField('invoice'),
    kind: z.enum(['invoice', 'credit_note']),
    number: z.string(),
    issuedOn: day,
    dueOn: day,
    period: z.string().describe('Month of the use, `2026-11`.'),
    net: exact('Without VAT.'),
    gross: exact('With VAT.'),
    open: exact('What remains to be paid, with VAT.'),
    standing: z.enum(['due', 'late', 'paid', 'credit']),
  })
  .meta({ id: 'BillingDocument', description: 'An invoice or a credit note.' })
const documentWithLines = documentAnswer
  .extend({
    lines: z.array(
      z.object({
        position: z.int(),
        label: z.string(),
        resourceId: z.string().nullable(),
        projectId: z.string().nullable(),
        costCentre: z.string().nullable(),
        from: instant,
        to: instant,
        net: exact('Without VAT.'),
        vatRateBasisPoints: z.int().describe('2000 is 20 %.'),
      }),
    ),
  })
  .meta({ id: 'BillingDocumentWithLines' })

type Summary = Awaited<ReturnType<typeof listDocuments>>[number]
const priced = <T extends Pick<Summary, 'netCents' | 'grossCents' | 'openCents'>>(document: T) => ({
  ...document,
  net: euros(document.netCents),
  gross: euros(document.grossCents),
  open: euros(document.openCents),
})

const documentId = { documentId: idField('invoice') }

export const billing = [
  defineOperation({
    id: 'listDocuments',
    method: 'GET',
    path: '/v1/billing-documents',
    tag: 'billing',
    summary: 'List invoices and credit notes, the newest first',
    permission: 'billing:view',
    query: {
      ...pageQuery,
      year: z
        .string()
        .regex(/^20\d\d$/)
        .optional()
        .describe('Of issue.'),
      period: periodField.optional().describe('Month of the use.'),
    },
    status: 200,
    answer: pageOf(documentAnswer),
    async run({ ctx, query: { year, period, ...page } }) {
      const all = (await listDocuments(ctx, { year: year ?? null, period: period ?? null })).map(priced)
      return pageFrom(ctx, { name: 'documents', filter: { year, period } }, all, page)
    },
  }),
  defineOperation({
    id: 'getDocument',
    method: 'GET',
    path: '/v1/billing-documents/{documentId}',
    tag: 'billing',
    summary: 'Read an invoice or a credit note with its lines',
    permission: 'billing:view',
    params: documentId,
    status: 200,
    answer: documentWithLines,
    async run({ ctx, params }) {
      const { summary, content } = await getDocument(ctx, params)
      return {
        ...priced(summary),
        lines: content.lines.map((line) => ({
          position: line.position,
          label: line.label,
          resourceId: line.resourceId ?? null,
          projectId: line.projectId ?? null,
          costCentre: line.costCentre ?? null,
          ...line.period,
          net: euros(line.netCents),
          vatRateBasisPoints: line.vatRateBasisPoints,
        })),
      }
    },
  }),
  ...(['pdf', 'cii'] as const).map((kind) =>
    defineDownload({
      id: kind === 'pdf' ? 'downloadDocument' : 'downloadDocumentData',
      path: `/v1/billing-documents/{documentId}/${kind === 'pdf' ? 'pdf' : 'xml'}`,
      tag: 'billing',
      summary: kind === 'pdf' ? 'Download an invoice as a Factur-X file' : 'Download an invoice as CII data',
      permission: 'billing:view',
      params: documentId,
      files: [kind === 'pdf' ? 'application/pdf' : 'application/xml'],
      run: ({ ctx, params }) => readDocumentFile(ctx, { ...params, kind }),
    }),
  ),
  defineChange({
    id: 'payByCard',
    path: '/v1/billing-documents/{documentId}/card-payment',
    tag: 'billing',
    summary: 'Open a page on which a person pays an invoice by card',
    permission: 'billing:manage',
    input: payByCardInput,
    answer: z.object({ pageUrl: z.string() }),
    run: payByCard,
  }),
  defineOperation({
    id: 'getPaymentDesk',
    method: 'GET',
    path: '/v1/payments',
    tag: 'billing',
    summary: 'Read what is due, how it is paid and the payments received',
    permission: 'billing:view',
    status: 200,
    answer: z
      .object({
        method: z.string(),
        open: exact('All that is due, with VAT.'),
        late: exact('Of it, what is past its date.'),
        credit: exact('What the operator owes you.'),
        due: z.array(
          z.object({
            documentId: idField('invoice'),
            number: z.string(),
            reference: z.string().describe('To be named by a transfer.'),
            dueOn: day,
            open: exact('With VAT.'),
            isLate: z.boolean(),
          }),
        ),
        payments: z.array(
          z.object({ paymentId: z.string(), occurredOn: day, label: z.string(), amount: exact('With VAT.') }),
        ),
      })
      .meta({ id: 'PaymentDesk' }),
    async run({ ctx }) {
      const desk = await readPaymentDesk(ctx)
      return {
        method: desk.method,
        open: euros(desk.openCents),
        late: euros(desk.lateCents),
        credit: euros(desk.creditCents),
        due: desk.due.map((each) => ({ ...each, open: euros(each.openCents) })),
        payments: desk.payments.map((each) => ({ ...each, amount: euros(each.cents) })),
      }
    },
  }),
  defineChange({
    id: 'choosePaymentMethod',
    path: '/v1/payments/method',
    tag: 'billing',
    summary: 'Choose how invoices are paid',
    permission: 'billing:manage',
    input: choosePaymentMethodInput,
    run: choosePaymentMethod,
  }),
  defineChange({
    id: 'revokeMandate',
    path: '/v1/payments/mandate/revoke',
    tag: 'billing',
    summary: 'Revoke the mandate of direct debit',
    permission: 'billing:manage',
    asksProof: true,
    input: revokeMandateInput,
    run: revokeMandate,
  }),
  defineDownload({
    id: 'downloadAccountStatement',
    path: '/v1/payments/statement.csv',
    tag: 'billing',
    summary: 'Download the statement of account as CSV',
    permission: 'billing:view',
    files: ['text/csv; charset=utf-8'],
    async run({ ctx }) {
      const { name, text } = await accountStatementCsv(ctx)
      return { name, mediaType: 'text/csv; charset=utf-8', content: text }
    },
  }),
  defineDownload({
    id: 'downloadAccountStatementPdf',
    path: '/v1/payments/statement.pdf',
    tag: 'billing',
    summary: 'Download the statement of account as PDF',
    permission: 'billing:view',
    files: ['application/pdf'],
    async run({ ctx }) {
      const { name, bytes } = await accountStatementPdf(ctx)
      return { name, mediaType: 'application/pdf', content: bytes }
    },
  }),
  defineOperation({
    id: 'getBillingSettings',
    method: 'GET',
    path: '/v1/billing-settings',
    tag: 'billing',
    summary: 'Read how invoices are made',
    permission: 'billing:view',
    status: 200,
    answer: z
      .object({
        grouping: z.string(),
        language: z.enum(['fr', 'en']),
        vatStatus: z.string().nullable(),
        paymentDays: z.int().nullable(),
        legalName: z.string(),
        contactName: z.string(),
        contactEmail: z.string(),
      })
      .meta({ id: 'BillingSettings' }),
    run: ({ ctx }) => readBillingSettings(ctx),
  }),
  defineChange({
    id: 'changeBillingSettings',
    method: 'PATCH',
    path: '/v1/billing-settings',
    tag: 'billing',
    summary: 'Choose how invoices are made',
    permission: 'billing:manage',
    asksProof: true,
    input: billingSettingsInput,
    readBy: 'getBillingSettings',
    run: changeBillingSettings,
  }),
  defineOperation({
    id: 'getCosts',
    method: 'GET',
    path: '/v1/costs',
    tag: 'billing',
    summary: 'Read the costs of this month and the months before, with a forecast',
    permission: 'billing:view',
    query: { by: costByParam.default('project'), tagKey: z.string().max(32).optional() },
    status: 200,
    answer: z
      .object({
        period: z.string(),
        toDate: exact('This month so far.'),
        forecast: exact('Expected for this month.'),
        months: z.array(z.object({ period: z.string(), amount: money })),
        rows: z.array(
          z.object({
            key: z.string(),
            label: z.string(),
            amount: exact('This month so far.'),
            before: exact('The same days of the month before.'),
            forecast: money,
          }),
        ),
      })
      .meta({ id: 'Costs' }),
    async run({ ctx, query }) {
      const costs = await readCosts(ctx, query)
      return {
        period: costs.period,
        toDate: euros(costs.toDateCents),
        forecast: euros(costs.forecast.forecastCents),
        months: costs.months.map(({ period, cents }) => ({ period, amount: euros(cents) })),
        rows: costs.rows.map((row) => ({
          key: row.key,
          label: row.label,
          amount: euros(row.cents),
          before: euros(row.beforeCents),
          forecast: euros(row.forecastCents),
        })),
      }
    },
  }),
  defineOperation({
    id: 'getCostWatch',
    method: 'GET',
    path: '/v1/costs/watch',
    tag: 'billing',
    summary: 'Read unusual daily costs',
    permission: 'billing:view',
    status: 200,
    answer: z.object({
      isOn: z.boolean(),
      minimumEuros: z.int(),
      anomalies: z.array(
        z.object({
          projectId: idField('project'),
          project: z.string(),
          day,
          amount: money,
          expected: money,
        }),
      ),
    }),
    async run({ ctx }) {
      const { anomalies, ...watch } = await readCostWatch(ctx)
      return {
        ...watch,
        anomalies: anomalies.map((each) => ({
          ...each,
          amount: euros(each.cents),
          expected: euros(each.expectedCents),
        })),
      }
    },
  }),
  defineChange({
    id: 'changeCostWatch',
    method: 'PATCH',
    path: '/v1/costs/watch',
    tag: 'billing',
    summary: 'Choose which unusual costs are reported',
    permission: 'billing:manage',
    input: changeCostWatchInput,
    run: changeCostWatch,
  }),
]
