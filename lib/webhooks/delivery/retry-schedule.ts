/** Seconds from a failed try to the next one, as Standard Webhooks proposes: over three days in all. */
const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

/** How long after the try of this number the next one comes, or null when it was the last. Pure. */
export function retryAfterSeconds(attempts: number): number | null {
  return waits[attempts - 1] ?? null
}

/** HTTP's word of an address that will not come back. */
export const gone = 410

/** What an answer means: taken, to be tried again, or never to be sent there again. Pure. */
export function judgeAnswer(answer: { status: number } | { error: string }): 'taken' | 'retry' | 'gone' {
  if ('error' in answer) return 'retry'
  if (answer.status >= 200 && answer.status < 300) return 'taken'
  return answer.status === gone ? 'gone' : 'retry'
}
