import 'server-only'
import { notFound, redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import type { MembershipView } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { currentScope } from '~/lib/kernel/request-scope'
import { findUnstorableText } from '~/lib/kernel/text/unstorable-text'
import { inChildSpan } from '~/lib/kernel/tracing/tracer'
import { routes } from '~/lib/routes'
import { anonymousContext, enrollingContext, memberContext, signedInContext } from './context'
import { requestedPath } from './requested-path'
import { currentSurface, type WebSurface } from './surface'

type Params = Record<string, string>
type SearchParams = Record<string, string | string[] | undefined>
type PageProps = { params: Promise<Params>; searchParams: Promise<SearchParams> }
type PageInput<C> = { ctx: C; params: Params; searchParams: SearchParams }

/** A public page of this surface. */
export function definePublicPage(
  surface: WebSurface,
  render: (input: PageInput<OpContext>) => Promise<ReactNode>,
) {
  return page(surface, anonymousContext, render)
}

/** A page for a signed-in person (portal) outside any organisation, or for staff (operator). */
export function defineSignedInPage(
  surface: WebSurface,
  render: (input: PageInput<OpContext>) => Promise<ReactNode>,
) {
  return page(surface, signedInContext, render)
}

/** The page to set up a second factor, which staff reach without one. */
export function defineEnrolmentPage(
  surface: WebSurface,
  render: (input: PageInput<OpContext>) => Promise<ReactNode>,
) {
  return page(surface, enrollingContext, render)
}

/** A page under `/o/[org]`: only members reach it, others get a 404. */
export function defineOrganisationPage(
  render: (input: PageInput<OpContext & { membership: MembershipView }>) => Promise<ReactNode>,
) {
  return page('portal', (params) => memberContext(params.org ?? ''), render)
}

/**
 * The use cases called by the page authorise; here their refusals become redirects and 404s. A layout cannot check
 * access: it is not rerendered on navigation, and its children render without it.
 */
function page<C>(
  surface: WebSurface,
  contextOf: (params: Params) => Promise<C>,
  render: (input: PageInput<C>) => Promise<ReactNode>,
) {
  return async (props: PageProps) => {
    if (surface !== currentSurface()) notFound()
    const [params, searchParams] = [await props.params, storable(await props.searchParams)]
    if (findUnstorableText(params)) notFound()
    try {
      return await inChildSpan(`page ${currentScope()?.route ?? 'unknown'}`, {}, async () =>
        render({ ctx: await contextOf(params), params, searchParams }),
      )
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error
      if (error.code === 'unauthenticated')
        redirect((surface === 'operator' ? routes.operator : routes).signIn(await requestedPath()))
      if (error.code === 'second_factor_setup_required')
        redirect(surface === 'operator' ? routes.operator.security() : routes.account.security())
      // A page without permission looks like one that does not exist.
      notFound()
    }
  }
}

/** Values that no column can store are dropped, like any other unknown value in an address. */
function storable(given: SearchParams): SearchParams {
  return Object.fromEntries(Object.entries(given).filter((entry) => !findUnstorableText(entry)))
}
