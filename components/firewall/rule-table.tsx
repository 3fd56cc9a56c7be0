import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ScrollRegion } from '~/components/table/scroll-region'
import type { RuleView } from '~/lib/resources/client'
import { peerText } from './rule-texts'

type Props = {
  caption: string
  rules: readonly RuleView[]
  /** The buttons of one rule; absent where rules are only shown. */
  actionsOf?: (rule: RuleView) => ReactNode
}

/** The rules of one set. */
export function RuleTable({ caption, rules, actionsOf }: Props) {
  const t = useTranslations('firewall')
  const columns = ['direction', 'protocol', 'ports', 'peer', 'local', 'description'] as const
  return (
    <ScrollRegion isWhole label={caption}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {[...columns, ...(actionsOf ? (['act'] as const) : [])].map((column) => (
              <th key={column} scope="col" className="text-left">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <th scope="row" className="text-left font-medium whitespace-nowrap">
                {t(`direction.${rule.direction}`)}
              </th>
              <td className="whitespace-nowrap">{t(`protocol.${rule.protocol}`)}</td>
              <td data-label={t('column.ports')} className="font-mono text-sm">
                {rule.protocol === 'icmp' ? '–' : (rule.ports?.replaceAll(',', ', ') ?? t('allPorts'))}
              </td>
              <td
                data-label={t('column.peer')}
                className={rule.peer.kind === 'cidr' ? 'font-mono text-sm' : undefined}
              >
                {peerText(rule.peer, t)}
              </td>
              <td data-label={t('column.local')}>{rule.local ? peerText(rule.local, t) : t('allServers')}</td>
              <td>{rule.description}</td>
              {actionsOf && <td className="stack-act">{actionsOf(rule)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
