import { z } from 'zod'
import {
  changeExportSchedule,
  createExportSchedules,
  endExportSchedule,
  listPreparedExports,
  openExport,
  openPreparedExport,
  pauseExportSchedule,
  previewExport,
  readExportSchedules,
  requestExport,
  setPurchaseAccounts,
} from '~/lib/billing'
import {
  changeExportScheduleInput,
  createExportSchedulesInput,
  endExportScheduleInput,
  exportInput,
  pauseExportScheduleInput,
  preparedExportParams,
  purchaseAccountsInput,
} from '~/lib/billing/schema'
import { idField } from '~/lib/kernel/id-field'
import { pageFrom } from '../cursor'
import { defineChange } from '../define-change'
import { defineDownload, defineOperation } from '../define-operation'
import { instant, pageOf, pageQuery } from '../fields'

/** Media types of the formats of an export. */
const files = [
  'text/csv; charset=utf-8',
  'text/plain; charset=utf-8',
  'application/x-ndjson',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]
const what = { kind: exportInput.shape.kind, format: exportInput.shape.format }
export const exports = [
  defineDownload({
    id: 'downloadExport',
    path: '/v1/exports/file',
    tag: 'billing',
    summary: 'Download documents, lines, use or accounting entries of a month',
    permission: 'billing:view',
    query: exportInput.shape,
    files,
    async run({ ctx, query }) {
      const { fileName, mediaType, stream } = await openExport(ctx, query)
      return { name: fileName, mediaType, content: stream }
    },
  }),
  defineOperation({
    id: 'previewExport',
    method: 'GET',
    path: '/v1/exports/preview',
    tag: 'billing',
    summary: 'Read the first rows of an export',
    permission: 'billing:view',
    query: exportInput.shape,
    status: 200,
    answer: z.object({
      columns: z.array(z.string()).nullable(),
      rows: z.array(z.array(z.string())),
      total: z.int(),
    }),
    run: ({ ctx, query }) => previewExport(ctx, query),
  }),
  defineChange({
    id: 'requestExport',
    path: '/v1/exports',
    tag: 'billing',
    summary: 'Prepare a large export in the background',
    permission: 'billing:view',
    input: exportInput,
    status: 201,
    answer: z.object({ id: z.string() }),
    run: async (ctx, input) => ({ id: await requestExport(ctx, input) }),
  }),
  defineOperation({
    id: 'listPreparedExports',
    method: 'GET',
    path: '/v1/exports',
    tag: 'billing',
    summary: 'List exports that were prepared, the newest first',
    permission: 'billing:view',
    query: pageQuery,
    status: 200,
    answer: pageOf(
      z.object({
        id: z.string(),
        ...what,
        period: z.string(),
        fileName: z.string(),
        state: z.enum(['waiting', 'running', 'ready', 'failed']),
        rows: z.int(),
        bytes: z.int(),
        createdAt: instant,
        expiresAt: instant,
      }),
    ),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'exports', filter: null }, await listPreparedExports(ctx), query),
  }),
  defineDownload({
    id: 'downloadPreparedExport',
    path: '/v1/exports/{exportId}/file',
    tag: 'billing',
    summary: 'Download an export that was prepared',
    permission: 'billing:view',
    params: preparedExportParams.shape,
    files,
    async run({ ctx, params }) {
      const { fileName, mediaType, stream } = await openPreparedExport(ctx, params)
      return { name: fileName, mediaType, content: stream }
    },
  }),
  defineChange({
    id: 'setPurchaseAccounts',
    path: '/v1/billing-settings/purchase-accounts',
    tag: 'billing',
    summary: 'Set the accounts of your books that entries name, by cost centre',
    permission: 'billing:manage',
    input: purchaseAccountsInput,
    run: setPurchaseAccounts,
  }),
  defineOperation({
    id: 'listExportSchedules',
    method: 'GET',
    path: '/v1/export-schedules',
    tag: 'billing',
    summary: 'List exports that are sent every month, the newest first',
    permission: 'billing:view',
    query: pageQuery,
    status: 200,
    answer: pageOf(
      z.object({
        id: idField('exportSchedule'),
        ...what,
        destination: z.enum(['mail', 's3']),
        address: z.string().nullable(),
        day: z.int(),
        isPaused: z.boolean(),
        recipients: z.array(z.object({ memberId: idField('member'), fullName: z.string() })),
        next: z.object({ period: z.string(), at: instant, isDue: z.boolean() }).nullable(),
        last: z.object({ period: z.string(), state: z.string(), failure: z.string().nullable() }).nullable(),
      }),
    ),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'export-schedules', filter: null }, await readExportSchedules(ctx), query),
  }),
  defineOperation({
    id: 'createExportSchedules',
    method: 'POST',
    path: '/v1/export-schedules',
    tag: 'billing',
    summary: 'Send exports every month to members or to a bucket',
    permission: 'billing:manage',
    asksProof: true,
    body: createExportSchedulesInput,
    status: 201,
    answer: z.object({ ids: z.array(idField('exportSchedule')) }),
    run: ({ ctx, body }) => createExportSchedules(ctx, body),
  }),
  defineChange({
    id: 'changeExportSchedule',
    method: 'PATCH',
    path: '/v1/export-schedules/{scheduleId}',
    tag: 'billing',
    summary: 'Change the day, the format and the recipients of a monthly export',
    description: 'With all its fields.',
    permission: 'billing:manage',
    asksProof: true,
    input: changeExportScheduleInput,
    run: changeExportSchedule,
  }),
  defineChange({
    id: 'pauseExportSchedule',
    path: '/v1/export-schedules/{scheduleId}/pause',
    tag: 'billing',
    summary: 'Pause or resume a monthly export',
    permission: 'billing:manage',
    input: pauseExportScheduleInput,
    run: pauseExportSchedule,
  }),
  defineChange({
    id: 'endExportSchedule',
    method: 'DELETE',
    path: '/v1/export-schedules/{scheduleId}',
    tag: 'billing',
    summary: 'End a monthly export',
    permission: 'billing:manage',
    input: endExportScheduleInput,
    run: endExportSchedule,
  }),
]
