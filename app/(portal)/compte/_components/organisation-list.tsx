import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { StatePill } from '~/components/ui/display/state-pill'
import { organisationTone } from '~/lib/identity/client'
import type { MemberRole, OrganisationState } from '~/lib/kernel/op-context'
import { routes } from '~/lib/routes'

type Membership = {
  organisationId: string
  organisationName: string
  organisationState: OrganisationState
  role: MemberRole
}

/** The person's organisations, each a link. */
export function OrganisationList({ memberships }: { memberships: readonly Membership[] }) {
  const t = useTranslations('identity')
  return (
    <Card padded={false}>
      <ul className="divide-y divide-line">
        {memberships.map((membership) => (
          <li key={membership.organisationId}>
            <Link
              href={routes.org.home(membership.organisationId)}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4.5 py-3.5 hover:bg-sunken"
            >
              <span className="grid min-w-0 flex-1">
                <span className="font-semibold wrap-anywhere">{membership.organisationName}</span>
                <span className="text-sm text-ink-2">{t(`role.${membership.role}`)}</span>
              </span>
              <StatePill tone={organisationTone[membership.organisationState]}>
                {t(`state.${membership.organisationState}`)}
              </StatePill>
              <Icon name="arrowRight" className="text-ink-3" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
