import { activeHeader } from '~/lib/kernel/net/active-header'
import { isPageInUse } from './last-input'

/** A refusal of a live route: TanStack Query keeps it as the error while the last good response stays on screen. */
export class LiveError extends Error {
  readonly status: number

  constructor(status: number) {
    super(`live route answered ${status}`)
    this.name = 'LiveError'
    this.status = status
  }
}

/** The JSON of one of our routes, which is informed whether the page is in use; throws for any status but 200. */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, {
    headers: { accept: 'application/json', [activeHeader]: isPageInUse() ? '1' : '0' },
    ...(signal && { signal }),
  })
  if (!answer.ok) throw new LiveError(answer.status)
  return (await answer.json()) as T
}
