import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { type OrganisationView, organisationTone } from '~/lib/identity/client'
import type { ThreadEntry } from '~/lib/moderation/client'
import { routes } from '~/lib/routes'

type Props = {
  standing: {
    organisation: OrganisationView
    waitsFor: 'owner_email' | 'operator' | 'applicant' | 'nobody'
    since: string
    until: string | null
    thread: readonly ThreadEntry[]
  }
}

const titleKeys = {
  pending: 'pendingTitle',
  needs_info: 'needsInfoTitle',
  active: 'activeTitle',
  refused: 'refusedTitle',
  closed: 'closedTitle',
  suspended: 'suspendedTitle',
} as const

/** The application's state in words, the awaited side and since when, the reason or question, and what to do. */
export function Standing({ standing: { organisation, waitsFor, since, until, thread } }: Props) {
  const t = useTranslations('moderation.standing')
  const { state } = organisation
  const isUnconfirmed = waitsFor === 'owner_email'
  const said = thread.findLast((entry) => entry.kind === (state === 'needs_info' ? 'asked' : 'refused'))
  const text: Record<typeof state, ReactNode> = {
    pending: isUnconfirmed ? t('email') : t('pending'),
    needs_info: <Words text={said?.text} />,
    active: t('active'),
    refused: (
      <>
        <Words text={said?.text} />
        <p className="mt-2">{t('refused')}</p>
      </>
    ),
    closed: t('closed'),
    suspended: t('suspended'),
  }
  const action = {
    active: { href: routes.org.order(organisation.id), label: t('order') },
    refused: { href: routes.signUp(), label: t('registerAgain') },
    closed: { href: routes.signUp(), label: t('registerAgain') },
  }[state as string]
  return (
    <div data-standing="" className="grid gap-4">
      <Callout
        tone={organisationTone[state]}
        title={isUnconfirmed ? t('emailTitle') : t(titleKeys[state])}
        {...(action && {
          actions: (
            <LinkButton variant="primary" href={action.href}>
              {action.label}
            </LinkButton>
          ),
        })}
      >
        {text[state]}
      </Callout>
      {waitsFor !== 'nobody' && (
        <Card padded={false}>
          <DescriptionList
            items={[
              { term: t('waitsFor'), value: t(`who.${waitsFor}`) },
              { term: t('since'), value: <RelativeTime at={new Date(since)} /> },
              ...(until ? [{ term: t('until'), value: <Timestamp at={new Date(until)} look="long" /> }] : []),
            ]}
          />
        </Card>
      )}
    </div>
  )
}

function Words({ text }: { text: string | undefined }) {
  return text ? <p className="whitespace-pre-wrap">{text}</p> : null
}
