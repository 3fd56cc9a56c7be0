import type { ReactNode } from 'react'
import { currentSession } from '~/app/_server/context'
import { membershipIn } from '~/lib/identity'
import { OrganisationShell } from './_shell/organisation-shell'

type Props = { params: Promise<{ org: string }>; children: ReactNode }

/** The layout of an organisation's pages. A layout checks no access; each page does. */
export default async function OrganisationLayout({ params, children }: Props) {
  const session = await currentSession()
  const membership = session && membershipIn(session, (await params).org)
  if (!session || !membership) return children
  return (
    <OrganisationShell session={session} membership={membership}>
      {children}
    </OrganisationShell>
  )
}
