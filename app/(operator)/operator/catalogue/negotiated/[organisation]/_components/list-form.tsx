'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { bundleFamilies, type NegotiatedPreview } from '~/lib/catalogue/client'
import type { NegotiatedListInput } from '~/lib/catalogue/schema'
import { PublishFields } from '../../../_components/publish-fields'
import { previewListAction } from '../actions'
import { PreviewDialog } from './preview-dialog'

type Props = {
  organisationId: string
  organisation: string
  today: string
  bundles: readonly { id: string; name: string }[]
}

/** The next price list of an organisation, compared with the public prices before it is published. */
export function ListForm({ organisationId, organisation, today, bundles }: Props) {
  const t = useTranslations('pricing.negotiated')
  const c = useTranslations('catalogue')
  const [lines, setLines] = useState<number[]>([0])
  const [round, setRound] = useState(0)
  const [shown, setShown] = useState<{ input: NegotiatedListInput; preview: NegotiatedPreview } | null>(null)
  const preview = async (input: NegotiatedListInput) => {
    const result = await previewListAction(input)
    if (result.ok) setShown({ input, preview: result.data })
    return result
  }
  const what = [
    ...bundleFamilies.map((family) => ({
      value: family as string,
      label: t('family', { family: c(`family.${family}`) }),
    })),
    ...bundles.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <Card title={t('next')} note={t('nextNote')}>
      <ActionForm
        key={round}
        action={preview}
        extra={{ organisationId }}
        prepare={(input: NegotiatedListInput) => ({ ...input, lines: Object.values(input.lines ?? {}) })}
      >
        <ol className="grid gap-4">
          {lines.map((line, at) => (
            <li
              key={line}
              className="grid items-end gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1.4fr)_minmax(0,1fr)_auto]"
            >
              <Select name={`lines.${at}.what`} label={t('what')} options={what} />
              <Select
                name={`lines.${at}.how`}
                label={t('how')}
                options={(['percentage', 'fixed'] as const).map((value) => ({
                  value,
                  label: t(`hows.${value}`),
                }))}
              />
              <TextField name={`lines.${at}.value`} label={t('value')} inputMode="decimal" maxLength={12} />
              <Button
                variant="quiet"
                aria-label={t('removeLine', { line: at + 1 })}
                icon={<Icon name="trash" size={15} />}
                onClick={() => setLines((before) => before.filter((each) => each !== line))}
              />
            </li>
          ))}
        </ol>
        <div>
          <Button
            size="sm"
            icon={<Icon name="plus" size={15} />}
            onClick={() => setLines((before) => [...before, Math.max(-1, ...before) + 1])}
          >
            {t('addLine')}
          </Button>
        </div>
        <TextField name="reason" label={t('reason')} hint={t('reasonHint')} maxLength={300} />
        <PublishFields today={today} />
      </ActionForm>
      {shown && (
        <PreviewDialog
          organisation={organisation}
          {...shown}
          onClose={() => setShown(null)}
          onPublished={() => {
            setShown(null)
            setLines([0])
            setRound((each) => each + 1)
          }}
        />
      )}
    </Card>
  )
}
