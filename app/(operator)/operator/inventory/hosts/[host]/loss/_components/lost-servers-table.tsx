import { useLocale, useTranslations } from 'next-intl'
import { InstanceStatePill } from '~/components/compute/instance-state'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { TextLink } from '~/components/ui/links/text-link'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { HostLossView, LostServerView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { RecoverButton } from './recover-button'

/** The servers on the host, what would come back of each, and where it would start. */
export function LostServersTable({ view, mayChange }: { view: HostLossView; mayChange: boolean }) {
  const t = useTranslations('losses')
  const locale = useLocale() as Locale
  const ready = view.servers.filter(isReady)
  return (
    <Card
      title={t('servers')}
      note={t('serversNote', { count: view.servers.length, ready: ready.length })}
      padded={false}
      actions={
        ready.length > 1 && (
          <RecoverButton
            hostId={view.host.id}
            servers={ready}
            refusal={view.refusals.recover}
            mayChange={mayChange}
            isAll
          />
        )
      }
    >
      <DataTable
        caption={t('servers')}
        rows={view.servers}
        rowKey={(server) => server.id}
        columns={[
          {
            id: 'name',
            header: t('column.server'),
            cell: (server) => (
              <>
                <span className="font-mono text-sm">{server.name}</span>
                <span className="block text-sm">
                  <TextLink href={routes.operator.organisation(server.organisation.id)}>
                    {server.organisation.name}
                  </TextLink>
                </span>
              </>
            ),
          },
          {
            id: 'state',
            header: t('column.state'),
            cell: (server) => <InstanceStatePill state={server.state} />,
          },
          {
            id: 'addresses',
            header: t('column.addresses'),
            cell: ({ address, publicAddresses }) => (
              <span className="grid font-mono text-sm">
                {[...(address ? [address] : []), ...publicAddresses].map((each) => (
                  <span key={each}>{each}</span>
                ))}
              </span>
            ),
          },
          { id: 'copy', header: t('column.copy'), cell: (server) => <CopyCell server={server} /> },
          {
            id: 'place',
            header: t('column.place'),
            cell: ({ place, gap }) =>
              place ? (
                <span className="font-mono text-sm">{place}</span>
              ) : (
                t(gap ? 'placeNone' : 'placeNoRoom')
              ),
          },
          {
            id: 'actions',
            header: t('column.act'),
            cell: (server) => <ActCell view={view} server={server} mayChange={mayChange} />,
          },
        ]}
        empty={<EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
        footer={
          view.roomy.length > 0 && (
            <p className="px-4.5 py-2.5 text-sm text-ink-2">
              {t('roomy')}{' '}
              {view.roomy
                .map(({ name, vcpu, memoryMib, diskGib }) =>
                  t('roomyHost', {
                    name,
                    vcpu: formatNumber(vcpu, locale),
                    memory: formatNumber(Math.floor(memoryMib / 1024), locale),
                    disk: formatNumber(diskGib, locale),
                  }),
                )
                .join(' · ')}
            </p>
          )
        }
      />
    </Card>
  )
}

/** It is lost, has a copy and a place, and no recovery waits or runs. */
const isReady = ({ state, gap, place, recovery }: LostServerView) =>
  state === 'lost' && gap === null && place !== null && recovery?.state !== 'waiting'

function CopyCell({ server }: { server: LostServerView }) {
  const t = useTranslations('losses')
  const { copies, copiesAsOf, gap } = server
  const backups = copies.volumes.filter(({ isLocal }) => isLocal)
  return (
    <span className="grid gap-0.5">
      {copiesAsOf ? (
        <span>
          {t('losesSince')} <RelativeTime at={new Date(copiesAsOf)} />
        </span>
      ) : (
        <span className="font-semibold text-bad">{t(`gap.${gap ?? 'no_copy'}`)}</span>
      )}
      <span className="text-sm text-ink-2">
        {copies.image ? t('image', { name: copies.image.name }) : t('noImage')}
        {backups.map(({ id, name, backup }) => (
          <span key={id} className="block">
            {backup ? t('backup', { volume: name, zone: backup.zone.name }) : t('noBackup', { volume: name })}
            {backup?.isInZone && ` ${t('maybeOnHost')}`}
          </span>
        ))}
        {copies.volumes.length > backups.length && (
          <span className="block">
            {t('networkVolumes', { count: copies.volumes.length - backups.length })}
          </span>
        )}
        {copies.snapshots > 0 && <span className="block">{t('snapshots', { count: copies.snapshots })}</span>}
      </span>
    </span>
  )
}

function ActCell({
  view,
  server,
  mayChange,
}: {
  view: HostLossView
  server: LostServerView
  mayChange: boolean
}) {
  const t = useTranslations('losses')
  const errors = useTranslations('errors')
  const failures = useTranslations('provisioning.failure')
  const { recovery, state, gap } = server
  if (state === 'recovering' || recovery?.state === 'waiting') return t('starting')
  const code = recovery?.state === 'failed' ? recovery.failureCode : null
  return (
    <span className="grid gap-1">
      <RecoverButton
        hostId={view.host.id}
        servers={[server]}
        refusal={view.refusals.recover ?? (state === 'lost' ? gap : 'is_not_lost')}
        noRoom={server.place === null}
        mayChange={mayChange}
      />
      {code && (
        <span className="text-sm text-bad">
          {t('failed')}{' '}
          {errors.has(`reason.${code}`) ? errors(`reason.${code}`, { hosts: '–' }) : failures(code)}
        </span>
      )}
    </span>
  )
}
