import { Breakable } from './breakable'
import { CopyButton } from './copy-button'

type Props = {
  text: string /** What is copied, for the button's name: `adresse IP`. */
  what: string
  display?: string
}

/** A reference in monospace with a copy button that confirms the copy. */
export function Copyable({ text, what, display }: Props) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="min-w-0 text-sm wrap-anywhere">
        <Breakable text={display ?? text} />
      </code>
      <CopyButton text={text} what={what} />
    </span>
  )
}
