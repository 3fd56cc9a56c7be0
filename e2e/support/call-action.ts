import type { ActionResult } from '~/lib/kernel/action-result'
import { actionValue } from './flight'
import { siteUrl, type WebSurface } from './installation-facts'
import { type BuiltAction, builtActions } from './manifests'

export type ActionAnswer = {
  status: number
  /** Null when the action did not return: refused before it ran, redirected, or crashed. */
  result: ActionResult<unknown> | null
  /** `ok`, the error code, `redirect`, or `status 403`. */
  code: string
  headers: Headers
  text: string
}

export type ActionCall = {
  /** `name=secret`; omitted, the request is anonymous. */
  cookie?: string
  /** The surface to post to; the action's own by default. */
  surface?: WebSurface
  /** Where the surface answers, if not at the installation's address. */
  site?: string
  /** The page to post to; by default a page with the action. */
  page?: string
  /** The raw body, instead of one argument. */
  body?: string
  headers?: Record<string, string | null>
}

let known: Map<string, BuiltAction> | undefined

/** The action exported under this name, in the build under test. */
export function findAction(name: string): BuiltAction {
  known ??= new Map(builtActions().map((action) => [action.name, action]))
  const action = known.get(name)
  if (!action) throw new Error(`the build has no action ${name}`)
  return action
}

/** Post a server action as Next's client does. */
export async function callAction(
  name: string,
  argument: unknown,
  call: ActionCall = {},
): Promise<ActionAnswer> {
  const action = findAction(name)
  const site = call.site ?? siteUrl(call.surface ?? action.surface)
  const headers = new Headers({
    accept: 'text/x-component',
    'content-type': 'text/plain;charset=UTF-8',
    'next-action': action.id,
    origin: site,
  })
  if (call.cookie !== undefined) headers.set('cookie', call.cookie)
  for (const [key, value] of Object.entries(call.headers ?? {}))
    value === null ? headers.delete(key) : headers.set(key, value)
  const response = await fetch(`${site}${call.page ?? pageOf(action, argument)}`, {
    method: 'POST',
    headers,
    body: call.body ?? JSON.stringify([argument]),
    redirect: 'manual',
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isFlight = response.headers.get('content-type')?.startsWith('text/x-component') ?? false
  const value = isFlight ? actionValue(bytes) : null
  const result = isResult(value) ? value : null
  return {
    status: response.status,
    result,
    code: codeOf(response, result),
    headers: response.headers,
    text: bytes.toString('utf8'),
  }
}

function codeOf(response: Response, result: ActionResult<unknown> | null): string {
  if (result) return result.ok ? 'ok' : result.code
  if (response.headers.has('x-action-redirect')) return 'redirect'
  return `status ${response.status}`
}

const isResult = (value: unknown): value is ActionResult<unknown> =>
  typeof value === 'object' && value !== null && 'ok' in value

/** The plainest page with the action; its parameters do not matter to the action. */
function pageOf(action: BuiltAction, argument: unknown): string {
  const depth = (page: string) => page.split('[').length * 10 + page.length / 100
  const [page = '/'] = [...action.pages].sort((left, right) => depth(left) - depth(right))
  const organisationId = (argument as { organisationId?: unknown } | null)?.organisationId
  return page
    .replace('[org]', typeof organisationId === 'string' ? encodeURIComponent(organisationId) : 'x')
    .replace(/\[\w+\]/g, 'x')
}
