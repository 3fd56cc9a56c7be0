import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { NumberField } from '~/components/ui/fields/number-field'
import { Select } from '~/components/ui/fields/select'
import { TextField } from '~/components/ui/fields/text-field'
import { buttonClass } from '~/components/ui/links/button-class'
import type { WhatIfAnswer } from '~/lib/relocation/client'
import type { WhatIfInput } from '~/lib/relocation/schema'
import { routes } from '~/lib/routes'

type Props = { question: WhatIfInput; answer: WhatIfAnswer; hasError: boolean }

/** The question is in the address, so that an answer can be shared and recomputed. */
export function QuestionForm({ question, answer, hasError }: Props) {
  const t = useTranslations('planning.plan')
  const isUnknown = !hasError && !answer.outcome && question.what === 'drain' && question.host
  return (
    <Card>
      <form method="get" action={routes.operator.plan(answer.zone.id)} className="grid gap-4">
        <input type="hidden" name="what" value={question.what} />
        <p className="text-ink-2">{t(`help.${question.what}`)}</p>
        <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <Fields question={question} answer={answer} />
        </div>
        {(hasError || isUnknown) && <Callout tone="warn">{t(isUnknown ? 'unknownHost' : 'invalid')}</Callout>}
        <div>
          <button
            type="submit"
            className={buttonClass({ variant: answer.outcome ? 'secondary' : 'primary' })}
          >
            {t('ask')}
          </button>
        </div>
      </form>
    </Card>
  )
}

function Fields({ question, answer: { choices } }: Pick<Props, 'question' | 'answer'>) {
  const t = useTranslations('planning.plan')
  switch (question.what) {
    case 'drain':
      return (
        <>
          <TextField
            name="host"
            label={t('host')}
            hint={t('hostHint')}
            defaultValue={question.host}
            list="hosts-of-zone"
            autoComplete="off"
            mono
            maxLength={80}
          />
          <datalist id="hosts-of-zone">
            {choices.hosts.map((host) => (
              <option key={host} value={host} />
            ))}
          </datalist>
        </>
      )
    case 'lose':
      return (
        <Select
          name="place"
          label={t('place')}
          placeholder={t('choose')}
          defaultValue={question.place}
          options={choices.places.map(({ key, kind, room, name }) => ({
            value: key,
            label: t(kind === 'rack' ? 'rack' : 'row', { room, name }),
          }))}
        />
      )
    case 'order':
      return (
        <>
          <Select
            name="bundle"
            label={t('bundle')}
            placeholder={t('choose')}
            defaultValue={question.bundle}
            options={choices.bundles.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <NumberField
            name="quantity"
            label={t('quantity')}
            min={1}
            max={1_000}
            defaultValue={question.quantity}
          />
          <Select
            name="apart"
            label={t('apart')}
            defaultValue={question.apart}
            options={(['no', 'host', 'rack'] as const).map((value) => ({
              value,
              label: t(`apartIn.${value}`),
            }))}
          />
        </>
      )
    case 'add':
      return (
        <>
          <Select
            name="like"
            label={t('model')}
            placeholder={t('choose')}
            defaultValue={question.like}
            options={choices.models.map(({ hostId, generation, vcpu, memoryMib }) => ({
              value: hostId,
              label: t('modelOption', { generation, vcpu, memory: Math.round(memoryMib / 1024) }),
            }))}
          />
          <NumberField name="count" label={t('count')} min={1} max={500} defaultValue={question.count} />
          <Select
            name="rack"
            label={t('inRack')}
            optional
            placeholder={t('newRack')}
            defaultValue={question.rack}
            options={choices.racks.map(({ id, name, room }) => ({
              value: id,
              label: t('rack', { room, name }),
            }))}
          />
        </>
      )
  }
}
