import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/fields/text-field'

type Props = { name: string; label: string; value: string; onChange: (value: string) => void }

/** The name of a server, volume or snapshot; the allowed characters are shown below. */
export function MachineNameField({ name, label, value, onChange }: Props) {
  const t = useTranslations('compute.rename')
  return (
    <TextField
      name={name}
      label={label}
      hint={t('hint')}
      value={value}
      maxLength={63}
      autoComplete="off"
      spellCheck={false}
      mono
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
