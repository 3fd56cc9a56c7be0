import { z } from 'zod'
import { DomainError } from '~/lib/kernel/errors'
import { idField } from '~/lib/kernel/id-field'
import type { OpContext } from '~/lib/kernel/op-context'
import { getOrder, listOrders, ordersPerPage, placeOrder, priceCart, withdrawOrder } from '~/lib/ordering'
import { placeOrderInput } from '~/lib/ordering/schema'
import { readCursor, writeCursor } from '../cursor'
import { at, defineOperation } from '../define-operation'
import { euros, instant, money, named, pageOf, pageQuery } from '../fields'

const orderSummary = z
  .object({
    id: idField('order'),
    number: z.string(),
    state: z.string().describe('`held` waits for a decision; `delivered` when everything runs.'),
    project: named(idField('project')),
    placedBy: z.string().nullable(),
    monthlyPrice: money.describe('Of a full month, without VAT.'),
    createdAt: instant,
  })
  .meta({ id: 'OrderSummary' })

const orderAnswer = orderSummary
  .extend({
    finishedAt: instant.nullable(),
    hold: z
      .object({
        contentHash: z.string().describe('Of the order as it is; a decision names it.'),
        approvalsNeeded: z.int(),
        heldAt: instant,
        expiresAt: instant,
        mayDecide: z.boolean(),
      })
      .nullable()
      .describe('Null unless it waits for approvals.'),
    decisions: z.array(
      z.object({
        by: z.string(),
        decision: z.enum(['approved', 'refused']),
        reason: z.string(),
        at: instant,
      }),
    ),
    lines: z.array(
      z.object({
        id: idField('orderLine'),
        name: z.string(),
        quantity: z.int(),
        bundle: named(idField('bundle')),
        zone: z.object({ id: idField('zone'), code: z.string(), name: z.string() }),
        state: z.string(),
        resources: z.array(
          z.object({
            kind: z.string().describe('`instance`, `volume` or `balancer`.'),
            id: z.string(),
            name: z.string(),
            state: z.string(),
            address: z.string().nullable(),
            failureCode: z.string().nullable(),
            operationId: idField('saga').nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Order', description: 'An order with each resource that it makes.' })

const params = { orderId: idField('order') }

async function read(ctx: OpContext, orderId: string): Promise<z.input<typeof orderAnswer>> {
  const order = await getOrder(ctx, { id: orderId })
  return {
    ...order,
    monthlyPrice: euros(order.monthlyCents),
    lines: order.lines.map((line) => ({
      ...line,
      resources: line.resources.map((each) => ({ ...each, operationId: each.saga?.id ?? null })),
    })),
  }
}

/** An order that waits, or runs; a refusal is a problem like any other. */
const placed = z.object({
  outcome: z.enum(['accepted', 'held', 'quoted']),
  orderId: idField('order'),
  number: z.string(),
  quoteId: idField('quote').nullable(),
})

const { idempotencyKey: _, isFromDraft: __, ...orderShape } = placeOrderInput.shape
const orderBody = z.strictObject(orderShape).meta({ id: 'NewOrder' })

export const orders = [
  defineOperation({
    id: 'listOrders',
    method: 'GET',
    path: '/v1/orders',
    tag: 'orders',
    summary: 'List orders, the newest first',
    permission: 'order:read',
    query: { cursor: pageQuery.cursor, projectId: idField('project').optional() },
    status: 200,
    answer: pageOf(orderSummary),
    async run({ ctx, query: { cursor, projectId } }) {
      const of = { name: 'orders', filter: { projectId } }
      const page = Number(readCursor(ctx, of, cursor)?.[0] ?? 1)
      const { rows, total } = await listOrders(ctx, { page, projectId })
      return {
        items: rows.map((row) => ({ ...row, monthlyPrice: euros(row.monthlyCents) })),
        nextCursor: page * ordersPerPage < total ? writeCursor(ctx, of, [`${page + 1}`]) : null,
      }
    },
  }),
  defineOperation({
    id: 'getOrder',
    method: 'GET',
    path: '/v1/orders/{orderId}',
    tag: 'orders',
    summary: 'Read an order with the progress of its resources',
    permission: 'order:read',
    params,
    status: 200,
    answer: orderAnswer,
    run: ({ ctx, params: { orderId } }) => read(ctx, orderId),
  }),
  defineOperation({
    id: 'placeOrder',
    method: 'POST',
    path: '/v1/orders',
    tag: 'orders',
    summary: 'Order servers, volumes or load balancers',
    description:
      'All lines or none. Follow the order at `Location`. With the same Idempotency-Key it is placed once.',
    permission: 'order:place',
    body: orderBody,
    status: 201,
    answer: placed,
    keepsKey: true,
    async run({ ctx, body, key }) {
      const outcome = await placeOrder(ctx, { ...body, idempotencyKey: key })
      switch (outcome.outcome) {
        case 'accepted':
        case 'held':
        case 'quoted': {
          const quoteId = outcome.outcome === 'quoted' ? outcome.quoteId : null
          return at(`/v1/orders/${outcome.orderId}`, { ...outcome, quoteId })
        }
        case 'insufficient_capacity':
          throw new DomainError('insufficient_capacity', {
            params: { short: outcome.short, zoneId: outcome.zoneId },
          })
        case 'over_spending_cap':
          throw new DomainError('spending_cap_exceeded', { params: { ...outcome.figures } })
        case 'quota_exceeded':
          throw new DomainError('quota_exceeded', {
            params: {
              resource: outcome.resource,
              limit: `${outcome.limit}`,
              used: `${outcome.used}`,
              asked: `${outcome.asked}`,
            },
          })
      }
    },
  }),
  defineOperation({
    id: 'priceOrder',
    method: 'POST',
    path: '/v1/orders/price',
    tag: 'orders',
    summary: 'Price an order without placing it',
    permission: 'catalogue:read',
    body: z.strictObject({
      lines: z
        .array(
          z.strictObject({
            bundleId: idField('bundle'),
            quantity: z.int().min(1).max(100),
            termMonths: z.union([z.literal(12), z.literal(36)]).optional(),
          }),
        )
        .min(1)
        .max(20),
      promotionCode: placeOrderInput.shape.promotionCode,
    }),
    status: 200,
    answer: z.object({
      monthlyPrice: money.describe('Of a full month, without VAT.'),
      isCodeKnown: z.boolean(),
    }),
    async run({ ctx, body: { lines, promotionCode = '' } }) {
      const { monthlyCents, isCodeKnown } = await priceCart(ctx, {
        lines: lines.map((line) => ({ ...line, termMonths: line.termMonths ?? (0 as const) })),
        code: promotionCode,
        purchaseOrder: '',
      })
      return { monthlyPrice: euros(monthlyCents), isCodeKnown }
    },
  }),
  defineOperation({
    id: 'withdrawOrder',
    method: 'POST',
    path: '/v1/orders/{orderId}/withdraw',
    tag: 'orders',
    summary: 'Withdraw an order that waits for a decision',
    permission: 'order:place',
    params,
    status: 200,
    answer: orderAnswer,
    async run({ ctx, params: { orderId } }) {
      await withdrawOrder(ctx, { id: orderId })
      return read(ctx, orderId)
    },
  }),
]
