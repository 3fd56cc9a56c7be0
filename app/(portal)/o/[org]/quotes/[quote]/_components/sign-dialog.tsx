'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { EngagementList } from '~/components/ordering/engagement-card'
import { HoldEffects } from '~/components/ordering/hold-effects'
import { Callout } from '~/components/ui/display/callout'
import { TextField } from '~/components/ui/fields/text-field'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { FileLink } from '~/components/ui/links/file-link'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { QuoteView } from '~/lib/ordering/client'
import { routes } from '~/lib/routes'

type Of = { organisationId: string; quoteId: string }
type Signing = Of & { fullName: string; capacity: string; documentHash: string; code: string }
type Signed = { outcome: 'ordered' | 'waits'; orderId: string }
export type SignActions = {
  ask: (input: Of) => Promise<ActionResult<{ sentTo: string }>>
  sign: (input: Signing) => Promise<ActionResult<Signed>>
}
type Props = {
  of: Of
  quote: QuoteView
  actions: SignActions
  onClose: () => void
  onSigned: (signed: Signed) => void
}

/** Name, capacity and the mailed code: the signature covers the document's hash. */
export function SignDialog({ of, quote, actions, onClose, onSigned }: Props) {
  const t = useTranslations('quotes')
  const refusalText = useRefusalText()
  const [sentTo, setSentTo] = useState<string>()
  const [error, setError] = useState<string>()
  const [isPending, startTransition] = useTransition()
  const ask = () =>
    startTransition(async () => {
      const result = await actions.ask(of)
      setError(result.ok ? undefined : refusalText(result))
      if (result.ok) setSentTo(result.data.sentTo)
    })
  return (
    <Dialog isOpen onClose={onClose} title={t('signTitle', { number: quote.number })} size="lg">
      <div className="grid gap-4">
        <p>{t('signText')}</p>
        <div className="rounded-control border border-line">
          <EngagementList engagement={quote.engagement} references={quote.references} />
        </div>
        <HoldEffects effects={quote.effects} />
        <div>
          <FileLink href={routes.org.quoteFile(of.organisationId, of.quoteId)} size="sm">
            {t('file')}
          </FileLink>
        </div>
        <ActionForm
          action={actions.sign}
          extra={{ ...of, documentHash: quote.documentHash }}
          onSuccess={onSigned}
        >
          <div className="grid items-end gap-4 sm:grid-cols-2">
            <TextField name="fullName" label={t('fullName')} autoComplete="name" maxLength={120} />
            <TextField name="capacity" label={t('capacity')} hint={t('capacityHint')} maxLength={120} />
          </div>
          {sentTo === undefined ? (
            <div className="grid gap-2">
              <p className="text-sm text-ink-2">{t('codeFirst')}</p>
              <div>
                <Button pending={isPending} onClick={ask}>
                  {t('askCode')}
                </Button>
              </div>
            </div>
          ) : (
            <>
              <TextField
                name="code"
                label={t('code')}
                hint={t('codeHint', { email: sentTo })}
                inputMode="numeric"
                autoComplete="one-time-code"
                pattern="\d{6}"
                maxLength={6}
                mono
                className="max-w-md"
              />
              <p className="text-sm">
                <Button size="sm" variant="quiet" pending={isPending} onClick={ask}>
                  {t('askAgain')}
                </Button>
              </p>
              <SubmitButton>{t('signAndOrder')}</SubmitButton>
            </>
          )}
          {error && <Callout tone="bad" live title={error} />}
        </ActionForm>
      </div>
    </Dialog>
  )
}
