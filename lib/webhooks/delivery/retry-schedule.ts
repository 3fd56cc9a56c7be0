/** Seconds between attempts, as proposed by Standard Webhooks: over three days in total. */
const retryDelays = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

/** Delay after the attempt with this number, or null after the last. Pure. */
export function retryAfterSeconds(attempts: number): number | null {
  return retryDelays[attempts - 1] ?? null
}

/** HTTP status of an endpoint that is gone for good. */
export const gone = 410

/** The meaning of a response: delivered, to be retried, or gone for good. Pure. */
export function classifyResponse(answer: { status: number } | { error: string }): 'taken' | 'retry' | 'gone' {
  if ('error' in answer) return 'retry'
  if (answer.status >= 200 && answer.status < 300) return 'taken'
  return answer.status === gone ? 'gone' : 'retry'
}
