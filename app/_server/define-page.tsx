import 'server-only'
import { notFound, redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import type { MembershipView } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { routes } from '~/lib/routes'
import { anonymousContext, enrollingContext, memberContext, signedInContext } from './context'
import { requestedPath } from './requested-path'
import { currentSurface, type WebSurface } from './surface'
import { findUnstorableText } from './unstorable-text'

type Params = Record<string, string>
type SearchParams = Record<string, string | string[] | undefined>
type PageProps = { params: Promise<Params>; searchParams: Promise<SearchParams> }
type PageInput<C> = { ctx: C; params: Params; searchParams: SearchParams }

/** A page anybody may see on this surface. */
export function definePublicPage(
  surface: WebSurface,
  render: (input: PageInput<OpContext>) => Promise<ReactNode>,
) {
  return page(surface, anonymousContext, render)
}

/** A page of a signed-in person (portal) outside any organisation, or of staff (operator). */
export function defineSignedInPage(
  surface: WebSurface,
  render: (input: PageInput<OpContext>) => Promise<ReactNode>,
) {
  return page(surface, signedInContext, render)
}

/** The page on which a person sets up their second factor: staff reach it before they have one. */
export function defineEnrolmentPage(
  surface: WebSurface,
  render: (input: PageInput<OpContext>) => Promise<ReactNode>,
) {
  return page(surface, enrollingContext, render)
}

/** A page under `/o/[org]`: the person is a member of that organisation, or it does not exist. */
export function defineOrganisationPage(
  render: (input: PageInput<OpContext & { membership: MembershipView }>) => Promise<ReactNode>,
) {
  return page('portal', (params) => memberContext(params.org ?? ''), render)
}

/**
 * Authorisation happens in the use cases the page calls; here their refusals become redirects and 404s.
 * A layout is no check: it does not run again on navigation, and its children run without it.
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
      return await render({ ctx: await contextOf(params), params, searchParams })
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error
      if (error.code === 'unauthenticated')
        redirect((surface === 'operator' ? routes.operator : routes).signIn(await requestedPath()))
      if (error.code === 'second_factor_setup_required')
        redirect(surface === 'operator' ? routes.operator.security() : routes.account.security())
      // A page that may not be seen and one that does not exist look the same.
      notFound()
    }
  }
}

/** A filter that can match nothing is none, as with any other unknown value in an address. */
function storable(given: SearchParams): SearchParams {
  return Object.fromEntries(Object.entries(given).filter((entry) => !findUnstorableText(entry)))
}
