import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { RelativeTime } from '~/components/ui/display/relative-time'
import type { NameServicePage, NameServiceView } from '~/lib/names/client'
import { SetService } from './set-service'
import { SwitchNames } from './switch-names'

type Props = {
  service: NameServiceView
  counts: NameServicePage['counts']
  refusal: string | undefined
}

/** The configured DNS server, and how far it is. */
export function ServiceCard({ service, counts, refusal }: Props) {
  const t = useTranslations('nameService')
  const mono = (text: string) => <span className="font-mono text-sm wrap-anywhere">{text}</span>
  return (
    <Card
      padded={false}
      title={service.kind === 'simulator' ? t('simulator') : 'PowerDNS'}
      actions={
        <>
          <SetService service={service} refusal={refusal} />
          <SwitchNames isOn={service.isOn} refusal={refusal} />
        </>
      }
    >
      {(service.failure || !service.isOn) && (
        <div className="grid gap-4 p-4.5">
          {service.failure && (
            <Callout tone="bad" title={t(`failure.${service.failure.code}`)}>
              {service.failure.text}
            </Callout>
          )}
          {!service.isOn && <Callout tone="warn" title={t('isOff')} />}
        </div>
      )}
      <DescriptionList
        items={[
          { term: t('domain'), value: mono(service.domain) },
          { term: t('nameServers'), value: mono(service.nameServers.join(', ')) },
          ...(service.baseUrl ? [{ term: t('baseUrl'), value: mono(service.baseUrl) }] : []),
          { term: t('resolver'), value: service.resolver ? mono(service.resolver) : t('noResolver') },
          { term: t('records'), value: t('recordsText', counts) },
          {
            term: t('comparedAt'),
            value: service.comparedAt ? <RelativeTime at={new Date(service.comparedAt)} /> : t('never'),
          },
        ]}
      />
    </Card>
  )
}
