import { useTranslations } from 'next-intl'

export type LegalName = 'terms' | 'dpa' | 'notice' | 'privacy' | 'accessibility'
/** `key` names a section that other pages quote; `number` is that of its article. */
export type LegalSection = { key: string | null; number: number; title: string; paragraphs: string[] }

/** The numbered sections of a binding text. */
export function useSections(name: LegalName): LegalSection[] {
  const t = useTranslations('legal')
  return positionsOf((at) => t.has(`${name}.sections.${at}.title`)).map((at) => ({
    key: t.has(`${name}.sections.${at}.key`) ? t(`${name}.sections.${at}.key`) : null,
    number: at + 1,
    title: t(`${name}.sections.${at}.title`),
    paragraphs: positionsOf((paragraph) => t.has(`${name}.sections.${at}.paragraphs.${paragraph}`)).map(
      (paragraph) => t(`${name}.sections.${at}.paragraphs.${paragraph}`),
    ),
  }))
}

/** The element of an article on the page of its text. */
export const articleId = (number: number) => `article-${number}`

/** The indices of a list of messages, from 0. Precompiled messages can only be read one by one. */
function positionsOf(exists: (position: number) => boolean): number[] {
  const positions: number[] = []
  while (exists(positions.length)) positions.push(positions.length)
  return positions
}
