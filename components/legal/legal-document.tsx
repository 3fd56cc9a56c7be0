import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { articleId, type LegalName, useSections } from './use-sections'

type Props = {
  name: LegalName
  version?: { version: string; publishedAt: string }
  /** Between the header and the first section. */
  children?: ReactNode
}

/** A binding text: header, version, and numbered sections that can be linked to. */
export function LegalDocument({ name, version, children }: Props) {
  const t = useTranslations('legal')
  const sections = useSections(name)
  return (
    <article className="mx-auto max-w-3xl">
      <PageHeader title={t(`${name}.title`)} lead={t(`${name}.lead`)} />
      {version && (
        <p className="-mt-2 mb-6 text-sm text-ink-2">
          {t('version', { version: version.version })},{' '}
          {t.rich('publishedOn', {
            date: () => <Timestamp at={new Date(version.publishedAt)} look="date" />,
          })}
        </p>
      )}
      {children && <div className="mb-6">{children}</div>}
      <nav aria-label={t('summary')} className="mb-8 rounded-card border border-line bg-sunken px-5 py-4">
        <ol className="grid list-decimal gap-1 pl-5 sm:grid-cols-2 sm:gap-x-8">
          {sections.map((section) => (
            <li key={section.title}>
              <a href={`#${articleId(section.number)}`} className="hover:underline">
                {section.title}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <div className="grid gap-7">
        {sections.map((section) => (
          <section key={section.title} id={articleId(section.number)} className="scroll-mt-6">
            <h2 className="mb-2 text-xl">
              {section.number}. {section.title}
            </h2>
            {section.paragraphs.map((paragraph) => (
              <p key={paragraph} className="mb-2.5 text-ink-2">
                {paragraph}
              </p>
            ))}
          </section>
        ))}
      </div>
    </article>
  )
}
