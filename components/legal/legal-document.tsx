import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHeader } from '~/components/ui/page-header'
import { Timestamp } from '~/components/ui/timestamp'

type Name = 'terms' | 'dpa' | 'notice' | 'privacy' | 'accessibility'
/** A list of texts, as the build compiles it: by its places. */
type Places<T> = Readonly<Record<string, T>>
type Sections = Places<{ title: string; paragraphs: Places<string> }>
type Props = {
  name: Name
  version?: { version: string; publishedAt: string }
  /** Between the head and the first section. */
  children?: ReactNode
}

/** A text one is bound by: a head, its version, numbered sections that can be linked to. */
export function LegalDocument({ name, version, children }: Props) {
  const t = useTranslations('legal')
  const sections = Object.values(t.raw(`${name}.sections`) as Sections)
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
          {sections.map((section, index) => (
            <li key={section.title}>
              <a href={`#article-${index + 1}`} className="hover:underline">
                {section.title}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <div className="grid gap-7">
        {sections.map((section, index) => (
          <section key={section.title} id={`article-${index + 1}`} className="scroll-mt-6">
            <h2 className="mb-2 text-xl">
              {index + 1}. {section.title}
            </h2>
            {Object.values(section.paragraphs).map((paragraph) => (
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
