import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { currentSession } from '~/app/_server/context'
import { currentSurface } from '~/app/_server/surface'
import { PublicShell } from '~/components/layout/public-shell'
import { asTheme, themeCookie } from '~/components/layout/themes'
import { DomainError } from '~/lib/kernel/errors'
import { routes } from '~/lib/routes'

/** The frame around the pages anybody may see; whoever is signed in finds the way back to their space. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  if (currentSurface() !== 'portal') return children
  // The state of services is shown also while nobody's session can be read.
  const session = await currentSession().catch(nobodyWhileAway)
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

function nobodyWhileAway(error: unknown): null {
  if (error instanceof DomainError && error.code === 'unavailable') return null
  throw error
}
