import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import type { AcmePage } from '~/lib/resources/client'
import { SetAcme } from './set-acme'
import { SwitchAcme } from './switch-acme'

/** The directory that certificates of customers come from. */
export function AcmeCard({ acme, refusal }: { acme: AcmePage | null; refusal: string | undefined }) {
  const t = useTranslations('acme')
  const mono = (text: string) => <span className="font-mono text-sm wrap-anywhere">{text}</span>
  return (
    <Card
      padded={false}
      title={t('title')}
      actions={
        <>
          <SetAcme acme={acme} refusal={refusal} />
          {acme && <SwitchAcme isOn={acme.isOn} refusal={refusal} />}
        </>
      }
    >
      {acme === null ? (
        <p className="p-4.5 text-ink-2">{t('empty')}</p>
      ) : (
        <>
          {(acme.failure || !acme.isOn) && (
            <div className="grid gap-4 p-4.5">
              {acme.failure && (
                <Callout tone="bad" title={t(`failure.${acme.failure.code}`)}>
                  {acme.failure.text}
                </Callout>
              )}
              {!acme.isOn && <Callout tone="warn" title={t('isOff')} />}
            </div>
          )}
          <DescriptionList
            items={[
              { term: t('directoryUrl'), value: mono(acme.directoryUrl) },
              { term: t('contact'), value: acme.contact },
              { term: t('resolver'), value: acme.resolver ? mono(acme.resolver) : t('noResolver') },
              { term: t('orders'), value: t('ordersText', acme.orders) },
            ]}
          />
        </>
      )}
    </Card>
  )
}
