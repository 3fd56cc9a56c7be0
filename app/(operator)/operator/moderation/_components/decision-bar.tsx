'use client'
import { useEffect } from 'react'
import { Button } from '~/components/ui/button'
import { Kbd } from '~/components/ui/kbd'
import { useIsLive } from '~/components/ui/use-is-live'
import { isFree } from './queue-keys'

export type DecisionName = 'ask' | 'hold' | 'refuse' | 'accept'
export type DecisionButton = {
  name: DecisionName
  letter: string
  label: string
  /** Why it cannot be taken now. */
  blocked: string | undefined
}

/** The decisions that there are, each a button and a letter that opens it. */
export function DecisionBar({
  buttons,
  onOpen,
}: {
  buttons: readonly DecisionButton[]
  onOpen: (name: DecisionName) => void
}) {
  const isLive = useIsLive()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const wanted = buttons.find(({ letter }) => letter === event.key)
      if (!wanted || wanted.blocked || !isFree(event)) return
      event.preventDefault()
      onOpen(wanted.name)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [buttons, onOpen])
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
