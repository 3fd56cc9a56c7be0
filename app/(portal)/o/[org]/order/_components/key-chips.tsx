'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { CheckChip } from '~/components/ui/fields/chips'
import { Button } from '~/components/ui/links/button'
import type { AddKeyAction } from './add-key-dialog'
import type { KeyChoice } from './key-choice'

// Few orders need a new key: its dialog and form are loaded on demand.
const AddKeyDialog = lazy(() =>
  import('./add-key-dialog').then((module) => ({ default: module.AddKeyDialog })),
)

type Props = {
  organisationId: string
  keys: readonly KeyChoice[]
  value: readonly string[]
  onChange: (ids: string[]) => void
  onAdded: (key: KeyChoice) => void
  addKey: AddKeyAction
}

/** The organisation's keys as checkboxes, and a way to add one without leaving the page. */
export function KeyChips({ organisationId, keys, value, onChange, onAdded, addKey }: Props) {
  const t = useTranslations('ordering.access')
  const [isAdding, setAdding] = useState(false)
  const toggle = (id: string) =>
    onChange(value.includes(id) ? value.filter((each) => each !== id) : [...value, id])
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-semibold">{t('keys')}</legend>
      <div className="flex flex-wrap gap-2">
        {keys.map((key) => (
          <CheckChip
            key={key.id}
            label={t('keyChip', { name: key.name, algorithm: key.algorithm.replace(/^ssh-/, '') })}
            name="sshKeyIds"
            value={key.id}
            checked={value.includes(key.id)}
            onChange={() => toggle(key.id)}
          />
        ))}
        <Button size="sm" icon={<Icon name="plus" size={15} />} onClick={() => setAdding(true)}>
          {t('addKey')}
        </Button>
      </div>
      {isAdding && (
        <Suspense fallback={null}>
          <AddKeyDialog
            organisationId={organisationId}
            action={addKey}
            onClose={() => setAdding(false)}
            onAdded={(key) => {
              onAdded(key)
              setAdding(false)
            }}
          />
        </Suspense>
      )}
    </fieldset>
  )
}
