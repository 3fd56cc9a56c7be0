import { useLocale, useTranslations } from 'next-intl'

type Props = {
  of: {
    rootCauseFr: string | null
    rootCauseEn: string | null
    postMortemFr: string | null
    postMortemEn: string | null
  }
  level?: 3 | 4
}

/** An incident's cause and lessons, if written. */
export function Explanation({ of, level = 3 }: Props) {
  const t = useTranslations('incidents')
  const isEnglish = useLocale() === 'en'
  const Heading = `h${level}` as const
  const parts = [
    { title: t('rootCause'), text: isEnglish ? of.rootCauseEn : of.rootCauseFr },
    { title: t('postMortem'), text: isEnglish ? of.postMortemEn : of.postMortemFr },
  ]
  return parts.map(
    ({ title, text }) =>
      text && (
        <div key={title} className="grid gap-1">
          <Heading className="text-base font-semibold">{title}</Heading>
          <p className="whitespace-pre-line wrap-anywhere">{text}</p>
        </div>
      ),
  )
}
