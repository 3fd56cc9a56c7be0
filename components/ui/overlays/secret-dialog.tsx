import { Callout } from '../display/callout'
import { Copyable } from '../display/copyable'
import { Button } from '../links/button'
import { Dialog } from './dialog'

/** `what` it is, that it is shown only `once`, `how` it is used, and the label of the button for `kept`. */
export type SecretWords = { what: string; once: string; how: string; kept: string }

/** A secret, shown once. Mounted only while there is one to show. */
export function SecretDialog({
  secret,
  words,
  onClose,
}: {
  secret: string
  words: SecretWords
  onClose: () => void
}) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.what}
      footer={
        <Button variant="primary" onClick={onClose}>
          {words.kept}
        </Button>
      }
    >
      <Callout tone="warn">{words.once}</Callout>
      <p className="wrap-anywhere">
        <Copyable text={secret} what={words.what} />
      </p>
      <p className="text-ink-2">{words.how}</p>
    </Dialog>
  )
}
