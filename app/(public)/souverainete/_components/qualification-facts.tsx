import { useLocale, useTranslations } from 'next-intl'
import { StandingPill } from '~/components/qualifications/standing-pill'
import { useQualificationName } from '~/components/qualifications/use-qualification-name'
import { Timestamp } from '~/components/ui/display/timestamp'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import type { QualificationView } from '~/lib/qualifications/client'
import { FactCard } from './fact-card'

/** Every declared qualification with its status of today, ended and withdrawn ones last. */
export function QualificationFacts({ qualifications }: { qualifications: readonly QualificationView[] }) {
  const t = useTranslations('facts.qualifications')
  const isEmpty = qualifications.length === 0
  return (
    <FactCard title={t('title')} source={t('source')} {...(!isEmpty && { note: t('note') })}>
      {isEmpty ? (
        <div className="grid gap-1 p-4.5">
          <p className="font-semibold">{t('none')}</p>
          <p className="text-ink-2">{t('noneText')}</p>
        </div>
      ) : (
        <ul className="divide-y divide-line">
          {qualifications.map((each) => (
            <Qualification key={each.id} of={each} />
          ))}
        </ul>
      )}
    </FactCard>
  )
}

function Qualification({ of }: { of: QualificationView }) {
  const t = useTranslations('facts.qualifications')
  const locale = useLocale()
  const nameOf = useQualificationName()
  const { standing, statusOn, validUntil, body, reference, link, changedAt } = of
  const day = (text: string) => <Timestamp at={startOfParisDay(text)} look="date" />
  return (
    <li className="grid gap-x-8 gap-y-2 px-4.5 py-3.5 md:grid-cols-2">
      <div className="grid content-start gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className="text-lg">{nameOf(of)}</h3>
          <StandingPill standing={standing} />
        </div>
        <p className="text-sm text-ink-2">
          {t.rich('since', { date: () => day(statusOn) })}
          {validUntil && standing !== 'withdrawn' && (
            <>, {t.rich('until', { date: () => day(validUntil) })}</>
          )}
        </p>
        <p>{locale === 'en' ? of.scopeEn : of.scopeFr}</p>
      </div>
      <div className="grid content-start gap-1 text-sm text-ink-2">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          {body && <Row term={t('body')} value={body} />}
          {reference && <Row term={t('reference')} value={<span className="font-mono">{reference}</span>} />}
        </dl>
        {link && (
          <a
            href={link}
            rel="noreferrer"
            className="w-fit font-medium text-brand underline underline-offset-3"
          >
            {t('certificate')}
          </a>
        )}
        <p className="text-ink-3">
          {t.rich('changed', { date: () => <Timestamp at={new Date(changedAt)} look="date" /> })}
        </p>
      </div>
    </li>
  )
}

function Row({ term, value }: { term: string; value: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{term}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </>
  )
}
