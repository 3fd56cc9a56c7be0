import 'server-only'
import type { z } from 'zod'
import { DomainError, httpStatusByCode } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { parseInput } from '~/lib/kernel/parse-input'
import { answerStream } from './answer-stream'
import { anonymousContext, isFromReplacedSession, memberContext, signedInContext } from './context'
import { inRouteSpan } from './in-route-span'
import { limitRoute } from './route-limit'
import { currentSurface, type WebSurface } from './surface'

type RouteScope = 'public' | 'account' | 'organisation' | 'staff'
/** Returned by a route to make the browser save a file; the name is plain ASCII, as the header requires. */
export class FileAnswer {
  constructor(
    readonly fileName: string,
    readonly contentType: string,
    /** A stream is passed through: memory use is independent of the file's length. */
    readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
    /** `inline`: for programs that read it directly, such as feed readers. */
    readonly disposition: 'attachment' | 'inline' = 'attachment',
  ) {}
}

/** Server-sent events: nothing on the way keeps or changes them, and their connection serves no other request. */
export class StreamAnswer {
  constructor(readonly body: ReadableStream<Uint8Array>) {}
}

type RouteContext = { params: Promise<Record<string, string | string[]>> }

/**
 * The only way to define a GET route handler: checks surface and session, validates path and query parameters
 * together against a strict schema (`organisationId` comes from the path or the query), responds with JSON, a file
 * or a stream (`isStream`).
 */
export function defineRoute<S extends z.ZodType, T>(
  definition: { surface: WebSurface | 'both'; scope: RouteScope; schema: S; isStream?: true },
  run: (ctx: OpContext, input: z.output<S>) => Promise<T>,
): (request: Request, context: RouteContext) => Promise<Response> {
  return async (request, context) => {
    if (definition.surface !== 'both' && definition.surface !== currentSurface())
      return answerJson({ code: 'not_found' }, 404)
    try {
      const { organisationId, ...rest } = {
        ...Object.fromEntries(new URL(request.url).searchParams),
        ...(await context.params),
      }
      const isInOrganisation = definition.scope === 'organisation'
      const ctx = isInOrganisation
        ? await memberContext(typeof organisationId === 'string' ? organisationId : '')
        : definition.scope === 'public'
          ? await anonymousContext()
          : await signedInContext()
      await limitRoute(ctx)
      const input = parseInput(
        definition.schema,
        organisationId === undefined || isInOrganisation ? rest : { organisationId, ...rest },
      )
      const answer = await inRouteSpan(() => run(ctx, input))
      if (answer instanceof StreamAnswer) return answerStream(request, answer.body)
      return answer instanceof FileAnswer ? file(answer) : answerJson(answer, 200)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      // The browser opens the stream again with its new cookie; a refusal would be shown as an error of the page.
      const isUnderWay =
        definition.isStream && error.code === 'unauthenticated' && (await isFromReplacedSession())
      return isUnderWay ? answerStream(request, emptyStream()) : answerRefusal(error)
    }
  }
}

/** Ends after a first line, which makes the browser wait a second before it connects again. */
const emptyStream = () => new Blob(['retry: 1000\n\n']).stream()

/** @param text for the person who reads it; programs have the code */
export function answerRefusal(error: DomainError, text?: string): Response {
  const { code, field, params } = error
  const response = answerJson({ code, field, params, text }, httpStatusByCode[code])
  if (params.retryAfterSeconds) response.headers.set('retry-after', params.retryAfterSeconds)
  return response
}

function file({ fileName, contentType, body, disposition }: FileAnswer): Response {
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `${disposition}; filename="${fileName}"`,
      'cache-control': 'private, no-store',
    },
  })
}

export function answerJson(body: unknown, status: number): Response {
  const text = JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'private, no-store' },
  })
}
