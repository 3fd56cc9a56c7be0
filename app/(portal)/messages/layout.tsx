import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { currentSession } from '~/app/_server/context'
import { currentSurface } from '~/app/_server/surface'
import { PublicShell } from '~/components/layout/public-shell'
import { asTheme, themeCookie } from '~/components/layout/themes'
import { MemberShell } from '../_shell/member-shell'

/** The layout of the demonstration's mailbox, which people open before and after signing in. */
export default async function MailboxLayout({ children }: { children: ReactNode }) {
  if (currentSurface() !== 'portal') return children
  const session = await currentSession()
  if (session) return <MemberShell session={session}>{children}</MemberShell>
  return <PublicShell theme={asTheme((await cookies()).get(themeCookie)?.value)}>{children}</PublicShell>
}
