import { useTranslations } from 'next-intl'
import { LinkButton } from '~/components/ui/links/link-button'

type Props = { isOpen: boolean; openHref: string; closeHref: string }

/** Opens the customer's file next to what is in view, and closes it; one link, so that the focus stays. */
export function CustomerToggle({ isOpen, openHref, closeHref }: Props) {
  const t = useTranslations('customers')
  return (
    // Not fetched ahead: opening the file is a visit in the customer's journal.
    <LinkButton size="sm" href={isOpen ? closeHref : openHref} prefetch={false} scroll={false} replace>
      {isOpen ? t('close') : t('open')}
    </LinkButton>
  )
}
