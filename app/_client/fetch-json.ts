import { activeHeader } from '~/lib/kernel/net/active-header'
import { isPageInUse } from './last-input'

/** A refusal of a live route: what TanStack Query keeps as the error while the last good answer stays on screen. */
export class LiveError extends Error {
  readonly status: number

  constructor(status: number) {
    super(`live route answered ${status}`)
    this.name = 'LiveError'
    this.status = status
  }
}

/** The JSON of one of our own routes, which learns whether somebody is using the page; any status but 200 throws. */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, {
    headers: { accept: 'application/json', [activeHeader]: isPageInUse() ? '1' : '0' },
    ...(signal && { signal }),
  })
  if (!answer.ok) throw new LiveError(answer.status)
  return (await answer.json()) as T
}
