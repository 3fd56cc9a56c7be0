import { siteUrl, type WebSurface } from './installation-facts'

export type RouteAnswer = { status: number; body: unknown; text: string; headers: Headers }

/** Request a route handler or a page for `path` on a surface; redirects are returned, not followed. */
export async function callRoute(
  surface: WebSurface,
  path: string,
  call: { cookie?: string; method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RouteAnswer> {
  const headers = new Headers(call.headers)
  if (call.cookie !== undefined) headers.set('cookie', call.cookie)
  const response = await fetch(`${siteUrl(surface)}${path}`, {
    method: call.method ?? 'GET',
    headers,
    redirect: 'manual',
    ...(call.body === undefined ? {} : { body: call.body }),
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  if (isStream) await response.body?.cancel()
  const text = isStream ? '' : await response.text()
  return { status: response.status, body: json(text), text, headers: response.headers }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
