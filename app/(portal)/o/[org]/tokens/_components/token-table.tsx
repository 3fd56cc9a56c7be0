'use client'
import { useTranslations } from 'next-intl'
import type { Column } from '~/components/table/column'
import { DataTable } from '~/components/table/data-table'
import { Disclosure } from '~/components/ui/display/disclosure'
import { EmptyState } from '~/components/ui/display/empty-state'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useFocusRescue } from '~/components/ui/overlays/use-focus-rescue'
import type { ProjectChoice, TokenView } from '~/lib/identity/client'
import { TokenActions } from './token-actions'

type Props = {
  organisationId: string
  tokens: readonly TokenView[]
  projects: readonly ProjectChoice[]
  /** Tokens of other members are among them. */
  hasHolders: boolean
}

/** The tokens with what they may do, their end and their last use. */
export function TokenTable({ organisationId, tokens, projects, hasHolders }: Props) {
  const t = useTranslations('tokens')
  useFocusRescue(tokens.length)
  const nameOf = (id: string) => projects.find((each) => each.id === id)?.name ?? t('otherProject')
  const columns: Column<TokenView>[] = [
    {
      id: 'name',
      header: t('name'),
      cell: ({ name, masked, holderName }) => (
        <>
          <span className="font-semibold wrap-anywhere">{name}</span>
          <span className="block text-sm text-ink-3">
            <code>{masked}</code>
          </span>
          {hasHolders && <span className="block text-sm text-ink-3">{holderName}</span>}
        </>
      ),
    },
    { id: 'rights', header: t('rights'), cell: (token) => <Rights token={token} nameOf={nameOf} /> },
    {
      id: 'end',
      header: t('end'),
      cell: ({ expiresAt, isExpired, formerUntil }) => (
        <>
          {isExpired && <StatePill tone="bad">{t('expired')}</StatePill>}
          <Timestamp at={new Date(expiresAt)} look="date" />
          {formerUntil && (
            <span className="block text-sm text-ink-3">
              {t('formerUntil')} <Timestamp at={new Date(formerUntil)} />
            </span>
          )}
        </>
      ),
    },
    {
      id: 'used',
      header: t('lastUse'),
      cell: ({ lastUsed }) =>
        lastUsed ? (
          <>
            <Timestamp at={new Date(lastUsed.at)} />
            {lastUsed.from && <span className="block text-sm text-ink-3">{lastUsed.from}</span>}
          </>
        ) : (
          <span className="text-ink-3">{t('unused')}</span>
        ),
    },
    {
      id: 'actions',
      header: t('actions'),
      cell: (token) => <TokenActions organisationId={organisationId} token={token} />,
      csv: () => '',
    },
  ]
  return (
    <DataTable
      caption={t('title')}
      columns={columns}
      rows={tokens}
      rowKey={({ id }) => id}
      rowLabel={({ name }) => name}
      empty={
        <EmptyState icon="key" title={t('emptyTitle')}>
          {t('empty')}
        </EmptyState>
      }
    />
  )
}

function Rights({ token, nameOf }: { token: TokenView; nameOf: (id: string) => string }) {
  const t = useTranslations('tokens')
  const { permissions, mayDestroy, projectIds, networks } = token
  return (
    <>
      <Disclosure summary={t('rightsCount', { count: permissions.length })}>
        <ul className="text-sm">
          {permissions.map((each) => (
            <li key={each}>{t(`permission.${each.replace(':', '_')}`)}</li>
          ))}
        </ul>
      </Disclosure>
      {mayDestroy && <span className="block text-sm">{t('destroys')}</span>}
      {projectIds && (
        <span className="block text-sm wrap-anywhere">
          {t('onlyProjects', { names: projectIds.map(nameOf).join(', ') })}
        </span>
      )}
      {networks.length > 0 && (
        <span className="block text-sm wrap-anywhere">{t('onlyFrom', { ranges: networks.join(', ') })}</span>
      )}
    </>
  )
}
