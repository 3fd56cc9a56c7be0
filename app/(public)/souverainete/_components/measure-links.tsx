import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'
import type { ContractView } from '~/lib/sla/client'

/** Where the measured figures are. */
export function MeasureLinks({ promise: { version, validFrom } }: { promise: ContractView }) {
  const t = useTranslations('facts.measures')
  const pages = [
    { name: 'zones', href: routes.zones(), text: t('zonesText') },
    { name: 'status', href: routes.status(), text: t('statusText') },
    {
      name: 'levels',
      href: routes.serviceLevels(),
      text: t.rich('levelsText', {
        version,
        date: () => <Timestamp at={new Date(validFrom)} look="date" />,
      }),
    },
  ] as const
  return (
    <Card title={t('title')} padded={false}>
      <ul className="divide-y divide-line">
        {pages.map(({ name, href, text }) => (
          <li key={name} className="grid gap-0.5 px-4.5 py-3">
            <TextLink href={href} className="w-fit">
              {t(name)}
            </TextLink>
            <p className="text-ink-2">{text}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
