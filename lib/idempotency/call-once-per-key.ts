import { markingWrites } from '~/db/client'
import { DomainError, httpStatusByCode } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { type KeyedRequest, keepRenewing, keyOf, releaseKey, storeOutcome, takeKey } from './once-per-key'
import * as keys from './queries/keys'
import { runExclusive } from './run-exclusive'

/**
 * Calls any use case once for this key of the member within 24 hours; later calls with the same content get the stored
 * answer. The use case commits in transactions of its own, and each of them notes under the key that something changed: a
 * call that was interrupted after that is not carried out again.
 *
 * A refusal before any change frees the key; one after it is stored and given again.
 *
 * @throws DomainError `idempotency_key_reused` (other content), `conflict` (still running; or, with the reason
 *   `outcome_unknown`, interrupted after a change), and those of `work`
 */
export async function callOncePerKey<A extends Record<string, unknown>>(
  ctx: OpContext,
  request: KeyedRequest,
  work: () => Promise<A>,
): Promise<{ answer: A; isReplayed: boolean }> {
  const of = keyOf(ctx, request)
  return runExclusive(`${of.organisationId} ${of.accountId} ${of.key}`, async () => {
    const hold = await takeKey<Stored<A>>(ctx, request)
    if (hold.state === 'answered') return { answer: replay(hold.answer), isReplayed: true }
    const stopRenewing = keepRenewing(ctx, request, hold)
    let hasChanged = false
    try {
      const answer = await markingWrites(async (tx) => {
        hasChanged = (await keys.noteChange(tx, of, hold.fence)) || hasChanged
      }, work)
      await storeOutcome(ctx, request, hold, { answer })
      return { answer, isReplayed: false }
    } catch (error) {
      const isFinal = hasChanged && error instanceof DomainError && httpStatusByCode[error.code] < 500
      if (isFinal) {
        const { code, field, params } = error
        await storeOutcome(ctx, request, hold, { refusal: { code, ...(field && { field }), params } })
      } else if (!hasChanged) await releaseKey(ctx, request, hold)
      throw error
    } finally {
      stopRenewing()
    }
  })
}

type Stored<A> =
  | { answer: A }
  | { refusal: { code: DomainError['code']; field?: string; params: Record<string, string> } }

function replay<A>(stored: Stored<A>): A {
  if ('answer' in stored) return stored.answer
  const { code, ...options } = stored.refusal
  throw new DomainError(code, options)
}
