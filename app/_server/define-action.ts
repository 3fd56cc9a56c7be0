import { readVariable } from '~/lib/kernel/configuration/read'
import 'server-only'
import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import type { z } from 'zod'
import type { ActionResult } from '~/lib/kernel/action-result'
import { DomainError } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import { count, observe, secondsSince } from '~/lib/kernel/metrics/recorder'
import type { OpContext } from '~/lib/kernel/op-context'
import { parseInput } from '~/lib/kernel/parse-input'
import { currentScope } from '~/lib/kernel/request-scope'
import { addToSpan, inChildSpan } from '~/lib/kernel/tracing/tracer'
import { anonymousContext, enrollingContext, memberContext, signedInContext } from './context'
import { refusalText } from './refusal-text'
import { currentSurface, type WebSurface } from './surface'

/**
 * `public`: no session. `account`: signed in on the surface, including staff without a second factor.
 * `organisation`: a member; the caller names the organisation in `organisationId`, the database checks it. `staff`:
 * the operator's site with a completed second factor.
 */
type ActionScope = 'public' | 'account' | 'organisation' | 'staff'

type ActionDefinition<S extends z.ZodType> = { surface: WebSurface; scope: ActionScope; schema: S }

/** The type of an empty object allows no key at all, not even the organisation's. */
type ActionArgument<S extends z.ZodType, C extends ActionScope> = C extends 'organisation'
  ? { organisationId: string } & (z.input<S> extends Record<string, never> ? unknown : z.input<S>)
  : z.input<S>

/**
 * The only way to define a server action: checks surface, origin, session and strict input, runs one use case and
 * maps its refusals. A server action is a public POST endpoint, independent of the page that uses it. With
 * `refresh`, a successful action also rerenders the caller's page.
 */
export function defineAction<S extends z.ZodType, C extends ActionScope, T>(
  definition: { surface: WebSurface; scope: C; schema: S; refresh?: true },
  run: (ctx: OpContext, input: z.output<S>) => Promise<T>,
): (argument: ActionArgument<S, C>) => Promise<ActionResult<T>> {
  return async (...received: unknown[]) => {
    if (definition.surface !== currentSurface()) notFound()
    return inChildSpan(`action ${currentScope()?.action ?? 'unknown'}`, {}, () => answer(received))
  }

  async function answer(received: unknown[]): Promise<ActionResult<T>> {
    const startedAt = performance.now()
    let outcome: ActionOutcome = 'failed'
    try {
      await refuseForeignOrigin()
      if (received.length !== 1)
        throw new DomainError('invalid_input', { internal: 'one argument is expected' })
      const { ctx, input } = await contextAndInput(definition, received[0])
      const data = await run(ctx, input)
      if (definition.refresh) refresh()
      outcome = 'ok'
      return { ok: true, data }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      // The database was away: no rule refused.
      if (error.code !== 'unavailable') outcome = 'refused'
      addToSpan({ 'andromede.refusal': error.code })
      return await refusal(error)
    } finally {
      countAction(outcome, secondsSince(startedAt))
    }
  }
}

type ActionOutcome = 'ok' | 'refused' | 'failed'

function countAction(outcome: ActionOutcome, seconds: number): void {
  const action = currentScope()?.action ?? 'unknown'
  count('actions', { action, outcome })
  count('actionSeconds', { action }, seconds)
  observe('actionDuration', {}, seconds)
}

async function contextAndInput<S extends z.ZodType>(definition: ActionDefinition<S>, argument: unknown) {
  switch (definition.scope) {
    case 'public':
      return { ctx: await anonymousContext(), input: parseInput(definition.schema, argument) }
    case 'account':
      return { ctx: await enrollingContext(), input: parseInput(definition.schema, argument) }
    case 'staff':
      return { ctx: await signedInContext(), input: parseInput(definition.schema, argument) }
    case 'organisation': {
      const { organisationId, ...rest } = (argument ?? {}) as Record<string, unknown>
      const ctx = await memberContext(typeof organisationId === 'string' ? organisationId : '')
      return { ctx, input: parseInput(definition.schema, rest) }
    }
  }
}

/** In addition to the check in proxy.ts, which responds 403 before Next runs. */
export async function refuseForeignOrigin(): Promise<void> {
  const incoming = await headers()
  const origin = incoming.get('origin')
  const expected = readVariable('NEXTAUTH_URL')
  const isSame = origin
    ? expected !== undefined && origin === new URL(expected).origin
    : incoming.get('sec-fetch-site') === 'same-origin'
  if (!isSame) throw new DomainError('bad_origin')
}

async function refusal(error: DomainError): Promise<ActionResult<never>> {
  log.debug({ code: error.code, field: error.field, internal: error.internal }, 'refused')
  const { code, field, params } = error
  return { ok: false, code, ...(field ? { field } : {}), params, text: await refusalText(error) }
}
