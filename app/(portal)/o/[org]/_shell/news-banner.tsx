'use client'
import { useLocale, useTranslations } from 'next-intl'
import { newsQuery } from '~/app/_client/news'
import { useSince } from '~/components/compute/use-since'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { useQuery } from '~/components/ui/queries'
import { type BannerNews, type TouchedNames, textInLocale } from '~/lib/incidents/client'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { pageOf, silentOf } from './silent-resources'

type Props = { organisationId: string; initial: BannerNews }

/** Current incidents and coming maintenance of own resources; refreshes by itself. */
export function NewsBanner({ organisationId, initial }: Props) {
  const t = useTranslations('incidents.banner')
  const locale = useLocale() as Locale
  const { data } = useQuery({ ...newsQuery(organisationId), initialData: initial })
  return (
    <>
      {data.incidents.map((incident) => (
        <Callout
          key={incident.id}
          tone={incident.repairedAt || incident.state === 'monitoring' ? 'info' : 'bad'}
          live
          title={textInLocale(incident, 'title', locale)}
          actions={
            <LinkButton size="sm" href={routes.org.incident(organisationId, incident.id)}>
              {t('follow')}
            </LinkButton>
          }
        >
          {incident.repairedAt
            ? t.rich('answering', { since: () => <Timestamp at={new Date(incident.repairedAt ?? '')} /> })
            : t(incident.state === 'proposed' ? 'proposed' : 'incident')}{' '}
          <Touched {...incident.touched} />
        </Callout>
      ))}
      <SilentCallout
        organisationId={organisationId}
        silent={silentOf(data).filter(({ isInIncident }) => !isInIncident)}
      />
      {data.maintenance.map((window) => (
        <Callout
          key={window.id}
          tone="warn"
          live
          title={textInLocale(window, 'title', locale)}
          actions={
            <LinkButton size="sm" href={routes.org.incidents(organisationId)}>
              {t('see')}
            </LinkButton>
          }
        >
          {t.rich('maintenance', {
            start: () => <Timestamp at={new Date(window.startsAt)} />,
            end: () => <Timestamp at={new Date(window.endsAt)} />,
          })}{' '}
          <Touched {...window.touched} />
        </Callout>
      ))}
    </>
  )
}

/** Own servers and volumes that do not answer, each for itself. */
function SilentCallout({ organisationId, silent }: { organisationId: string; silent: BannerNews['silent'] }) {
  const t = useTranslations('incidents.banner')
  const since = useSince()
  const [latest] = silent
  if (!latest) return null
  const isVolume = latest.kind === 'volume'
  const list = silent.every(({ kind }) => kind === 'volume') ? routes.org.volumes : routes.org.instances
  return (
    <Callout
      tone="bad"
      live
      title={t('silentTitle', { name: latest.name, at: since(latest.since), more: silent.length - 1 })}
      actions={
        <LinkButton
          size="sm"
          href={silent.length === 1 ? pageOf(organisationId, latest) : list(organisationId)}
        >
          {t('see')}
        </LinkButton>
      }
    >
      {t(latest.isHostSilent ? 'silentHost' : isVolume ? 'silentVolume' : 'silentAlone')}
    </Callout>
  )
}

/** The first name, and how many more. */
function Touched({ names, count }: TouchedNames) {
  const t = useTranslations('incidents.banner')
  return t('touched', { names: names.join(', '), more: count - names.length })
}
