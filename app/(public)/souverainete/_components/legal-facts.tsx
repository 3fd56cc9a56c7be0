import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { articleId, type LegalName, useSections } from '~/components/legal/use-sections'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'
import { FactCard } from './fact-card'

export type LegalVersion = { version: string; publishedAt: string }
type Props = {
  /** The card, which is also the key of the quoted section. */
  name: 'law' | 'processors' | 'place'
  version: LegalVersion
  children?: ReactNode
}

const texts: Record<Props['name'], { document: LegalName; page: string }> = {
  law: { document: 'terms', page: routes.terms() },
  processors: { document: 'dpa', page: routes.dataProcessing() },
  place: { document: 'dpa', page: routes.dataProcessing() },
}

/** What a binding text states, word for word, with its version. */
export function LegalFacts({ name, version: { version, publishedAt }, children }: Props) {
  const t = useTranslations('facts')
  const { document, page } = texts[name]
  const section = useSections(document).find(({ key }) => key === name)
  const source = t.rich(`${name}.source`, {
    version,
    link: (text) => (
      <TextLink href={section ? `${page}#${articleId(section.number)}` : page}>{text}</TextLink>
    ),
    date: () => <Timestamp at={new Date(publishedAt)} look="date" />,
  })
  return (
    <FactCard title={t(`${name}.title`)} source={source}>
      <div className="grid gap-2.5 p-4.5">
        {section?.paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        {name === 'processors' && <p className="text-ink-2">{t('processors.noList')}</p>}
      </div>
      {children}
    </FactCard>
  )
}
