import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { accessText, endpointText } from '~/components/firewall/rule-texts'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Callout } from '~/components/ui/display/callout'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { useSending } from '~/components/ui/fields/use-sending'
import { Button } from '~/components/ui/links/button'
import { takeFocus } from '~/components/ui/overlays/take-focus'
import { showToast } from '~/components/ui/overlays/toast'
import type { FirewallPreview } from '~/lib/resources/client'
import { changeFirewallAction } from '../actions'

export type Edit = Parameters<typeof changeFirewallAction>[0]['edit']

type Props = {
  organisationId: string
  edit: Edit
  preview: FirewallPreview
  submit: string
  done: string
  danger?: boolean
  /** Back to the form; absent where there is none. */
  onBack?: () => void
  onDone: () => void
}

/** Who reaches what differently after the change. What opens a port to everyone, or shuts this person out, needs a confirmation. */
export function PreviewStep({ organisationId, edit, preview, submit, done, danger, onBack, onDone }: Props) {
  const t = useTranslations('firewall')
  const refusalText = useRefusalText()
  const [refusal, setRefusal] = useState<string | null>(null)
  const { isSending, startSending, endSending } = useSending()
  const { changes, doubts } = preview
  const apply = () =>
    startSending(async () => {
      const result = await changeFirewallAction({ organisationId, edit, confirm: doubts.length > 0 })
      if (result.ok) {
        showToast('ok', done)
        return onDone()
      }
      endSending()
      setRefusal(refusalText(result))
    })
  return (
    // The button of the former step is hidden now: without the focus, a screen reader would announce nothing.
    <section ref={takeFocus} tabIndex={-1} aria-label={t('preview.open')} className="grid gap-4 outline-none">
      {doubts.map((doubt) => (
        <Callout key={doubt} tone="warn" title={t(`doubt.${doubt}.title`)} live>
          {t(`doubt.${doubt}.text`)}
        </Callout>
      ))}
      {changes.length === 0 ? (
        <p className="text-ink-2">{t('preview.nothing')}</p>
      ) : (
        <ScrollRegion label={t('preview.caption')} className="max-h-[45dvh] rounded-small border border-line">
          <table className="data-table stacked w-full">
            <caption className="px-3 pt-2 text-left font-semibold">{t('preview.caption')}</caption>
            <thead>
              <tr>
                {(['from', 'to', 'before', 'after'] as const).map((column) => (
                  <th key={column} scope="col" className="text-left">
                    {t(`preview.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => {
                const [from, to] = [endpointText(change.from, t), endpointText(change.to, t)]
                return (
                  <tr key={`${from} ${to}`}>
                    <th scope="row" className="text-left font-medium">
                      {from}
                    </th>
                    <td data-label={t('preview.to')}>{to}</td>
                    <td data-label={t('preview.before')} className="text-ink-2">
                      {accessText(change.before, t)}
                    </td>
                    <td data-label={t('preview.after')} className="font-medium">
                      {accessText(change.after, t)}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {refusal && (
        <Callout tone="bad" live>
          {refusal}
        </Callout>
      )}
      <div className="flex flex-wrap justify-end gap-2.5">
        {onBack && <Button onClick={onBack}>{t('preview.back')}</Button>}
        <Button
          variant={danger || doubts.length > 0 ? 'danger' : 'primary'}
          pending={isSending}
          onClick={apply}
        >
          {doubts.length > 0 ? t('preview.anyway', { act: submit }) : submit}
        </Button>
      </div>
    </section>
  )
}
