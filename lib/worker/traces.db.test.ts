import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { enqueue, enqueueAll, type JobPayloads, jobNames } from '~/lib/jobs'
import { newId } from '~/lib/kernel/ids'
import { orphansIn } from '~/lib/kernel/tracing/testing/otlp-sink'
import { type TraceHere, traceHere } from '~/lib/kernel/tracing/testing/trace-here'
import { currentTraceId, inSpan } from '~/lib/kernel/tracing/tracer'
import { type Queue, startQueue } from './queue'

const database = useTestDatabase()
let here: TraceHere
let queue: Queue

beforeAll(async () => {
  here = await traceHere()
  queue = startQueue({
    databaseUrl: database.current.roleUrl('andromede_queue'),
    concurrentJobs: 4,
    nudgeSagas: () => undefined,
  })
})
afterAll(async () => {
  await queue?.stop()
  await here?.stop()
})

/** Of nothing that exists: whether a job then fails or has nothing to do, it ran. */
const payloads: JobPayloads = {
  send_mail: { mailId: newId('mail') },
  send_deferred_mail: { mailId: newId('mail') },
  review_organisation: { organisationId: newId('organisation') },
  tell_join_request: { joinRequestId: newId('joinRequest') },
  tell_moderators: { caseId: newId('moderationCase') },
  tell_support: { messageId: newId('ticketMessage') },
  settle_moderation: { orderId: newId('order') },
  run_saga: { sagaId: newId('saga') },
  settle_order: { organisationId: newId('organisation'), orderLineId: newId('orderLine') },
  read_hypervisor: { hypervisorId: newId('hypervisor') },
  bill_organisations: { runId: newId('billingRun') },
  billing_document_issued: { documentId: newId('invoice') },
  prepare_export: { exportId: newId('export') },
  adopt_object: { adoptionId: newId('adoption') },
  end_doubtful_sendings: {},
  end_lost_rows: { organisationId: newId('organisation') },
  chain_audit: {},
}

/** Enqueues in a request of its own; returns its trace. */
const request = (enqueueIt: Parameters<typeof withSystem<void>>[1]) =>
  inSpan('request', {}, async () => {
    await withSystem(systemTestContext(), enqueueIt)
    return currentTraceId()
  })

async function spansOf(traceId: string | undefined, name: string) {
  await expect
    .poll(async () => (await here.sent()).some((span) => span.traceId === traceId && span.name === name))
    .toBe(true)
  return here.spans.filter((span) => span.traceId === traceId)
}

test.each(jobNames)('%s goes on in the trace of the request that enqueued it', async (name) => {
  const traceId = await request((tx) => enqueue(tx, name, payloads[name], `${name} alone`))
  const spans = await spansOf(traceId, `job ${name}`)
  const [enqueued] = spans.filter((span) => span.name === `enqueue ${name}`)
  const [ran] = spans.filter((span) => span.name === `job ${name}`)
  expect(ran).toMatchObject({ parentSpanId: enqueued?.spanId, attributes: { 'andromede.attempt': 1 } })
  expect(orphansIn(spans)).toEqual([])
})

test('so do jobs that are enqueued together', async () => {
  const jobs = ['one', 'two'].map((jobKey) => ({ payload: payloads.run_saga, jobKey }))
  const traceId = await request((tx) => enqueueAll(tx, 'run_saga', jobs))
  await expect
    .poll(async () => {
      const spans = await here.sent()
      return spans.filter((span) => span.traceId === traceId && span.name === 'job run_saga').length
    })
    .toBe(2)
})

test('a job without a trace, such as one of an older version, begins one', async () => {
  const rows = database.sqlAs('andromede_queue')
  await rows`select queue_api.enqueue_job('run_saga', ${JSON.stringify(payloads.run_saga)}::json, 'of older', null)`
  await rows`select queue_api.wake_workers(1)`
  await expect
    .poll(async () =>
      (await here.sent()).filter((span) => span.name === 'job run_saga' && span.parentSpanId === null),
    )
    .toHaveLength(1)
})
