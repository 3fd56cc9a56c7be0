import { useTranslations } from 'next-intl'
import { SearchField } from '~/components/ui/fields/search-field'
import { Button } from '~/components/ui/links/button'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'

type Props = { text: string; longest: number; count: number }

/** Finds operations by words; works without scripts. */
export function OperationSearch({ text, longest, count }: Props) {
  const t = useTranslations('apiReference')
  return (
    <search className="flex flex-wrap items-center gap-3">
      <form action={routes.apiReference()} className="flex w-full max-w-xl items-center gap-2">
        <SearchField
          name="q"
          label={t('search')}
          defaultValue={text}
          maxLength={longest}
          className="flex-1"
        />
        <Button type="submit" size="sm">
          {t('find')}
        </Button>
      </form>
      <p role="status" className="text-sm text-ink-2">
        {t('found', { count })}
      </p>
      {text !== '' && <TextLink href={routes.apiReference()}>{t('all')}</TextLink>}
    </search>
  )
}
