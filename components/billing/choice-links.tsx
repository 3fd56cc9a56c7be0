import { cx } from '~/components/ui/cx'
import { TextLink } from '~/components/ui/links/text-link'

type Props = {
  label: string
  choices: readonly { key: string; label: string; href: string }[]
  current: string
}

/** Choices as links: the current one is in the address. */
export function ChoiceLinks({ label, choices, current }: Props) {
  return (
    <nav aria-label={label} className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
      <span className="text-ink-3">{label}</span>
      {choices.map(({ key, label: text, href }) => (
        <TextLink key={key} href={href} aria-current={key === current ? 'true' : undefined}>
          <span className={cx(key === current && 'font-semibold text-ink')}>{text}</span>
        </TextLink>
      ))}
    </nav>
  )
}
