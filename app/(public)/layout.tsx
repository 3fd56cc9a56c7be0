import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { currentSession } from '~/app/_server/context'
import { currentSurface } from '~/app/_server/surface'
import { PublicShell } from '~/components/layout/public-shell'
import { asTheme, themeCookie } from '~/components/layout/themes'
import { DomainError } from '~/lib/kernel/errors'
import { routes } from '~/lib/routes'

/** The layout of public pages; people who are signed in get a link to their space. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  if (currentSurface() !== 'portal') return children
  // The status page must render even when sessions cannot be read.
  const session = await currentSession().catch(anonymousIfDatabaseLost)
  return (
    <div className="overflow-x-clip">
      <PublicShell
        theme={asTheme((await cookies()).get(themeCookie)?.value)}
        {...(session && { accountHref: routes.account.start() })}
      >
        {children}
      </PublicShell>
    </div>
  )
}

function anonymousIfDatabaseLost(error: unknown): null {
  if (error instanceof DomainError && error.code === 'unavailable') return null
  throw error
}
