import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { callRetryJob } from '../queries/queue'

/** Makes a failed job due at once, with all its attempts. @throws DomainError `not_found` */
export async function retryJob(ctx: OpContext, input: { jobId: string }): Promise<void> {
  authorizeStaff(ctx, 'operations:act')
  await withStaff(ctx, async (tx) => {
    if (!(await callRetryJob(tx, input.jobId))) throw new DomainError('not_found')
    await recordAudit(tx, ctx, 'job.retried', { organisationId: null, kind: 'job', id: input.jobId })
  })
}
