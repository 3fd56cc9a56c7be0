'use client'
import { useLetters } from '~/app/_client/use-letters'
import { Kbd } from '~/components/ui/display/kbd'
import { Button } from '~/components/ui/links/button'
import { useIsLive } from '~/components/ui/use-is-live'

export type DecisionName = 'ask' | 'hold' | 'refuse' | 'accept'
export type DecisionButton = {
  name: DecisionName
  letter: string
  label: string
  /** Why it is not available now. */
  blocked: string | undefined
}

/** The possible decisions, each a button with a shortcut. */
export function DecisionBar({
  buttons,
  onOpen,
}: {
  buttons: readonly DecisionButton[]
  onOpen: (name: DecisionName) => void
}) {
  const isLive = useIsLive()
  const open = buttons.filter(({ blocked }) => !blocked)
  useLetters(Object.fromEntries(open.map(({ letter, name }) => [letter, () => onOpen(name)])))
  return buttons.map(({ name, letter, label, blocked }) => (
    <Button
      key={name}
      size="sm"
      variant={name === 'accept' ? 'primary' : 'secondary'}
      disabledReason={blocked}
      aria-keyshortcuts={isLive ? letter : undefined}
      onClick={() => onOpen(name)}
    >
      {label} <Kbd>{letter}</Kbd>
    </Button>
  ))
}
