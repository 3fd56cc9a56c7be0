'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Card } from '~/components/ui/display/card'
import { Badge } from '~/components/ui/display/state-pill'
import { TextArea } from '~/components/ui/fields/text-area'
import type { HostView } from '~/lib/datacentre/client'
import { labelsToText, textToLabels } from '~/lib/datacentre/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = { hostId: string; labels: Record<string, string> }
type Props = { host: HostView; mayChange: boolean; action: (input: Input) => Promise<ActionResult<void>> }

/** The host's labels, edited as lines of text. */
export function LabelsCard({ host, mayChange, action }: Props) {
  const t = useTranslations('inventory.host')
  const router = useRouter()
  const entries = Object.entries(host.labels)
  const save = async (input: Input & { text?: string }): Promise<ActionResult<void>> => {
    const labels = textToLabels(input.text ?? '')
    if (!labels) return { ok: false, code: 'invalid_input', field: 'text', params: { reason: 'label_line' } }
    return action({ hostId: host.id, labels })
  }
  return (
    <Card title={t('labels')}>
      {mayChange ? (
        <ActionForm action={save} successToast={t('labelsSaved')} onSuccess={() => router.refresh()}>
          <TextArea
            name="text"
            label={t('labels')}
            labelHidden
            hint={t('labelsHint')}
            mono
            optional
            rows={4}
            defaultValue={labelsToText(host.labels)}
          />
          <SubmitButton variant="secondary">{t('labelsSave')}</SubmitButton>
        </ActionForm>
      ) : (
        <p className="flex flex-wrap gap-1.5">
          {entries.length === 0
            ? t('labelsNone')
            : entries.map(([name, value]) => (
                <Badge key={name} mono>
                  {name}={value}
                </Badge>
              ))}
        </p>
      )}
    </Card>
  )
}
