import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'
import { TextLink } from '~/components/ui/links/text-link'
import type { EmailVerdict, FactVerdict } from '~/lib/identity/client'
import { formatIdentifier } from '~/lib/identity/client'
import type { ModerationCase } from '~/lib/moderation/client'
import { routes } from '~/lib/routes'

const looks: Record<FactVerdict | EmailVerdict, string> = {
  identical: 'text-ok',
  coherent: 'text-ok',
  differs: 'text-warn',
  not_checked: 'text-ink-3',
  same_domain: 'text-ok',
  other_domain: 'text-warn',
  free_mail: 'text-warn',
  unknown_domain: 'text-ink-3',
}

/** Declared and directory values side by side, with a finding for each fact. */
export function FactsTable({ found }: { found: ModerationCase }) {
  const t = useTranslations('moderation.case')
  const { organisation, comparisons, owner, emailVerdict, emailDomains, relatives } = found
  const none = <span className="text-ink-3">—</span>
  const source = t(found.directorySource ? `source.${found.directorySource}` : 'directory')
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{t('facts')}</caption>
      <thead className="max-sm:sr-only">
        <tr className="text-sm text-ink-2">
          <th scope="col" className="px-4.5 py-2 font-normal">
            <span className="sr-only">{t('facts')}</span>
          </th>
          <th scope="col" className="px-3 py-2 font-semibold">
            {t('declared')}
          </th>
          <th scope="col" className="px-3 py-2 font-semibold">
            {source}
          </th>
          <th scope="col" className="px-3 py-2 font-semibold">
            {t('verdict')}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-t border-line">
        {comparisons.map((each) => (
          <Row
            key={each.fact}
            head={t(`fact.${each.fact}`)}
            declared={
              each.fact === 'identifier' ? <code>{formatIdentifier(each.declared)}</code> : each.declared
            }
            directory={
              each.directory === null ? (
                none
              ) : each.fact === 'identifier' ? (
                <code>{formatIdentifier(each.directory)}</code>
              ) : (
                each.directory
              )
            }
            finding={<span className={looks[each.verdict]}>{t(`verdicts.${each.verdict}`)}</span>}
          />
        ))}
        <Row
          head={t('fact.vat')}
          declared={organisation.vatNumber ? <code>{organisation.vatNumber}</code> : none}
          directory={none}
          finding={none}
        />
        <Row
          head={t('fact.email')}
          declared={owner ? `${owner.fullName}, ${owner.email}` : none}
          directory={emailDomains.length > 0 ? emailDomains.join(', ') : none}
          finding={
            <span className={owner?.isEmailConfirmed ? looks[emailVerdict] : 'text-warn'}>
              {owner?.isEmailConfirmed ? t(`emailVerdict.${emailVerdict}`) : t('unconfirmed')}
            </span>
          }
        />
        <Row
          head={t('fact.duplicates')}
          declared={
            relatives.length === 0
              ? t('none')
              : relatives.map((each) => (
                  <span key={each.id} className="block">
                    <TextLink href={routes.operator.organisation(each.id)}>{each.legalName}</TextLink>{' '}
                    <code className="text-sm">{formatIdentifier(each.siret ?? each.siren ?? '')}</code>
                  </span>
                ))
          }
          directory={none}
          finding={relatives.length === 0 ? none : <span className="text-warn">{relatives.length}</span>}
        />
      </tbody>
    </table>
  )
}

type RowProps = { head: string; declared: ReactNode; directory: ReactNode; finding: ReactNode }

/** A row of the table; too narrow for four columns, it becomes a block with the finding in its corner. */
function Row({ head, declared, directory, finding }: RowProps) {
  const t = useTranslations('moderation.case')
  const cell = 'px-3 py-2.5 align-top wrap-anywhere max-sm:px-0 max-sm:py-0'
  const label = (text: string) => <span className="block text-sm text-ink-3 sm:hidden">{text}</span>
  return (
    <tr className="max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:gap-y-1.5 max-sm:px-4.5 max-sm:py-3">
      <th scope="row" className={cx(cell, 'pl-4.5 font-normal whitespace-nowrap text-ink-2')}>
        {head}
      </th>
      <td className={cx(cell, 'max-sm:col-span-2')}>
        {label(t('declared'))}
        {declared}
      </td>
      <td className={cx(cell, 'max-sm:col-span-2')}>
        {label(t('directory'))}
        {directory}
      </td>
      <td className={cx(cell, 'font-medium max-sm:col-start-2 max-sm:row-start-1')}>{finding}</td>
    </tr>
  )
}
