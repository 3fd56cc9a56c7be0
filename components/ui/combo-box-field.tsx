'use client'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import {
  ComboBox as AriaComboBox,
  Button,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components/ComboBox'
import { AriaRoot } from './aria-root'
import type { ComboBoxProps } from './combo-box'
import { cx } from './cx'
import { FieldError, OptionalMark } from './field'
import { controlClass } from './field-class'
import { useField } from './field-context'
import { Icon } from './icon'
import { portalContainer } from './portal-container'

/** The working half of {@link ComboBoxProps}: filters without regard to accents or case. */
export function ComboBoxField({
  name,
  label,
  hint,
  optional,
  error,
  labelHidden,
  className,
  options,
  defaultValue,
  onValueChange,
  placeholder,
}: ComboBoxProps) {
  const t = useTranslations('common')
  const field = useField(name, { error, hint })
  const box = useRef<HTMLSpanElement>(null)
  const [value, setValue] = useState<string | null>(defaultValue ?? null)
  return (
    <AriaRoot>
      <AriaComboBox
        defaultSelectedKey={defaultValue ?? null}
        isInvalid={Boolean(field.error)}
        menuTrigger="focus"
        allowsEmptyCollection
        onSelectionChange={(key) => {
          const next = key === null ? null : String(key)
          setValue(next)
          onValueChange?.(next)
        }}
        className={cx('grid gap-1.5', className)}
      >
        <Label className={labelHidden ? 'sr-only' : 'text-sm font-semibold'}>
          {label}
          {optional && <OptionalMark />}
        </Label>
        {hint && (
          <Text slot="description" className="-mt-1 text-sm text-ink-3">
            {hint}
          </Text>
        )}
        <span ref={box} className="relative block">
          <Input id={field.id} placeholder={placeholder ?? ''} className={controlClass('pr-9')} />
          <Button className="absolute inset-y-0 right-0 flex w-9 items-center justify-center text-ink-3">
            <Icon name="chevronDown" size={16} />
          </Button>
        </span>
        <input type="hidden" name={name} value={value ?? ''} data-optional={optional ? '' : undefined} />
        <FieldError id={field.errorId} text={field.error} />
        <Popover
          {...portalContainer(box.current)}
          className="w-(--trigger-width) rounded-card border border-line bg-surface p-1.5 shadow-card"
        >
          <ListBox
            items={options}
            className="max-h-72 overflow-auto outline-none"
            renderEmptyState={() => <p className="px-2.5 py-2 text-ink-3">{t('noMatch')}</p>}
          >
            {(option) => (
              <ListBoxItem
                id={option.value}
                textValue={option.label}
                className={({ isFocused, isSelected }) =>
                  cx(
                    'flex cursor-pointer justify-between gap-3 rounded-small px-2.5 py-1.5 outline-none',
                    isFocused && 'bg-sunken',
                    isSelected && 'font-semibold',
                  )
                }
              >
                {option.label}
                {option.note && <span className="text-sm text-ink-3">{option.note}</span>}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </AriaComboBox>
    </AriaRoot>
  )
}
