import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import {
  amendPurchaseOrder,
  attachDocument,
  createPurchaseOrder,
  getPurchaseOrder,
  getQuote,
  listPurchaseOrders,
  listQuotes,
  readDocument,
  readQuoteFile,
  readReferencePolicy,
  setReferencePolicy,
  shareQuote,
} from '~/lib/ordering'
import {
  amendPurchaseOrderInput,
  attachDocumentInput,
  createPurchaseOrderInput,
  quoteParams,
  referencePolicyInput,
} from '~/lib/ordering/schema'
import { pageFrom } from '../cursor'
import { defineChange } from '../define-change'
import { at, defineDownload, defineOperation, defineUpload } from '../define-operation'
import { euros, instant, money, pageOf, pageQuery } from '../fields'

const day = z.iso.date()
const summaryFields = {
  id: idField('purchaseOrder'),
  number: z.string(),
  ceiling: money,
  startsOn: day,
  endsOn: day,
  used: money.describe('Invoiced and used so far.'),
  committed: money.describe('What the running resources will use up to its end.'),
  exhaustedOn: day.nullable().describe('When it will be used up; null if not before its end.'),
  state: z.string(),
}
const purchaseOrderSummary = z.object(summaryFields).meta({ id: 'PurchaseOrderSummary' })
const purchaseOrderAnswer = z
  .object({
    ...summaryFields,
    amendments: z.array(
      z.object({
        id: z.string(),
        ceilingBefore: money,
        ceiling: money,
        endsOnBefore: day,
        endsOn: day,
        reason: z.string(),
        by: z.string().nullable(),
        at: instant,
      }),
    ),
    documents: z.array(z.object({ id: z.string(), name: z.string(), sizeBytes: z.int(), at: instant })),
  })
  .meta({ id: 'PurchaseOrder', description: 'A commitment of the accounts that orders refer to.' })

const priced = <T extends { ceilingCents: string; usedCents: string; committedCents: string }>(row: T) => ({
  ...row,
  ceiling: euros(row.ceilingCents),
  used: euros(row.usedCents),
  committed: euros(row.committedCents),
})

const quoteSummary = z
  .object({
    id: idField('quote'),
    number: z.string(),
    version: z.int(),
    state: z.string(),
    project: z.string(),
    monthlyPrice: money,
    createdBy: z.string(),
    createdAt: instant,
    validUntil: instant,
  })
  .meta({ id: 'QuoteSummary' })
const quoteAnswer = quoteSummary
  .extend({
    orderId: idField('order'),
    lines: z.array(
      z.object({
        name: z.string(),
        bundle: z.string(),
        zone: z.string(),
        quantity: z.int(),
        monthlyPrice: money,
        termMonths: z.int(),
      }),
    ),
    documentHash: z.string(),
    signature: z.object({ fullName: z.string(), capacity: z.string(), signedAt: instant }).nullable(),
  })
  .meta({ id: 'Quote', description: 'A price that is kept until a date. A person signs it on the portal.' })

export const purchaseOrders = [
  defineOperation({
    id: 'listPurchaseOrders',
    method: 'GET',
    path: '/v1/purchase-orders',
    tag: 'purchase-orders',
    summary: 'List purchase orders, the newest first',
    permission: 'budget:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(purchaseOrderSummary),
    run: async ({ ctx, query }) =>
      pageFrom(
        ctx,
        { name: 'purchase-orders', filter: null },
        (await listPurchaseOrders(ctx)).map(priced),
        query,
      ),
  }),
  defineOperation({
    id: 'getPurchaseOrder',
    method: 'GET',
    path: '/v1/purchase-orders/{purchaseOrderId}',
    tag: 'purchase-orders',
    summary: 'Read a purchase order with its amendments',
    permission: 'budget:read',
    params: { purchaseOrderId: idField('purchaseOrder') },
    status: 200,
    answer: purchaseOrderAnswer,
    async run({ ctx, params: { purchaseOrderId } }) {
      const order = await getPurchaseOrder(ctx, { id: purchaseOrderId })
      return {
        ...priced(order),
        amendments: order.amendments.map((each) => ({
          ...each,
          ceilingBefore: euros(each.ceilingBeforeCents),
          ceiling: euros(each.ceilingCents),
        })),
      }
    },
  }),
  defineChange({
    id: 'createPurchaseOrder',
    path: '/v1/purchase-orders',
    tag: 'purchase-orders',
    summary: 'Enter a purchase order',
    permission: 'organisation:update',
    input: createPurchaseOrderInput,
    status: 201,
    answer: z.object({ purchaseOrderId: idField('purchaseOrder') }),
    async run(ctx, input) {
      const { purchaseOrderId } = await createPurchaseOrder(ctx, input)
      return at(`/v1/purchase-orders/${purchaseOrderId}`, { purchaseOrderId })
    },
  }),
  defineChange({
    id: 'amendPurchaseOrder',
    path: '/v1/purchase-orders/{purchaseOrderId}/amend',
    tag: 'purchase-orders',
    summary: 'Change the ceiling or the end of a purchase order',
    permission: 'organisation:update',
    input: amendPurchaseOrderInput,
    answer: z.object({ released: z.array(z.string()).describe('Orders that waited for it.') }),
    run: amendPurchaseOrder,
  }),
  defineUpload({
    id: 'attachPurchaseOrderDocument',
    path: '/v1/purchase-orders/{purchaseOrderId}/documents',
    tag: 'purchase-orders',
    summary: 'Attach a file to a purchase order',
    permission: 'organisation:update',
    params: { purchaseOrderId: attachDocumentInput.shape.purchaseOrderId },
    query: { name: attachDocumentInput.shape.name },
    answer: z.object({ documentId: idField('purchaseOrderDocument') }),
    run: (ctx, input) => attachDocument(ctx, input as Parameters<typeof attachDocument>[1]),
  }),
  defineDownload({
    id: 'downloadPurchaseOrderDocument',
    path: '/v1/purchase-order-documents/{documentId}',
    tag: 'purchase-orders',
    summary: 'Download a file of a purchase order',
    permission: 'budget:read',
    params: { documentId: idField('purchaseOrderDocument') },
    files: ['application/pdf', 'image/png', 'image/jpeg'],
    run: ({ ctx, params: { documentId } }) => readDocument(ctx, { id: documentId }),
  }),
  defineDownload({
    id: 'downloadQuote',
    path: '/v1/quotes/{quoteId}/pdf',
    tag: 'quotes',
    summary: 'Download a quote',
    permission: 'order:read',
    params: { quoteId: idField('quote') },
    files: ['application/pdf'],
    async run({ ctx, params: { quoteId } }) {
      const { name, content } = await readQuoteFile(ctx, { quoteId })
      return { name, mediaType: 'application/pdf', content }
    },
  }),
  defineOperation({
    id: 'getReferencePolicy',
    method: 'GET',
    path: '/v1/organisation/reference-policy',
    tag: 'purchase-orders',
    summary: 'Read which references an order must name',
    permission: 'budget:read',
    status: 200,
    answer: z.object({
      isPurchaseOrderRequired: z.boolean(),
      isMarketNumberRequired: z.boolean(),
      payerSiret: z.string().nullable(),
    }),
    run: async ({ ctx }) => (await readReferencePolicy(ctx)).policy,
  }),
  defineChange({
    id: 'setReferencePolicy',
    method: 'PATCH',
    path: '/v1/organisation/reference-policy',
    tag: 'purchase-orders',
    summary: 'Choose which references an order must name',
    permission: 'organisation:update',
    input: referencePolicyInput,
    async run(ctx, input) {
      await setReferencePolicy(ctx, input)
    },
  }),
  defineOperation({
    id: 'listQuotes',
    method: 'GET',
    path: '/v1/quotes',
    tag: 'quotes',
    summary: 'List quotes, the newest first',
    permission: 'order:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(quoteSummary),
    async run({ ctx, query }) {
      const all = (await listQuotes(ctx)).map((quote) => ({
        ...quote,
        monthlyPrice: euros(quote.monthlyCents),
      }))
      return pageFrom(ctx, { name: 'quotes', filter: null }, all, query)
    },
  }),
  defineOperation({
    id: 'getQuote',
    method: 'GET',
    path: '/v1/quotes/{quoteId}',
    tag: 'quotes',
    summary: 'Read a quote',
    permission: 'order:read',
    params: { quoteId: idField('quote') },
    status: 200,
    answer: quoteAnswer,
    async run({ ctx, params: { quoteId } }) {
      const quote = await getQuote(ctx, { quoteId })
      return {
        ...quote,
        monthlyPrice: euros(quote.monthlyCents),
        lines: quote.lines.map((line) => ({ ...line, monthlyPrice: euros(line.monthlyCents) })),
      }
    },
  }),
  defineChange({
    id: 'shareQuote',
    path: '/v1/quotes/{quoteId}/share',
    tag: 'quotes',
    summary: 'Make a link by which others read a quote',
    permission: 'order:place',
    input: quoteParams,
    answer: z.object({ url: z.string() }),
    run: shareQuote,
  }),
]
