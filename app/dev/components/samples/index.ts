import type { ComponentType } from 'react'
import { AriaRootSample } from './aria-root'
import { BlockedSample } from './blocked'
import { ButtonSample } from './button'
import { CalloutSample } from './callout'
import { CardSample } from './card'
import { CheckboxSample } from './checkbox'
import { ChipsSample } from './chips'
import { ConfirmDialogSample } from './confirm-dialog'
import { CopyableSample } from './copyable'
import { DescriptionListSample } from './description-list'
import { DialogSample } from './dialog'
import { DisclosureSample } from './disclosure'
import { EmptyStateSample } from './empty-state'
import { FieldSample } from './field'
import { FileButtonSample } from './file-button'
import { FileLinkSample } from './file-link'
import { ForeseenLinkSample } from './foreseen-link'
import { IconSample } from './icon'
import { KbdSample } from './kbd'
import { LateConfirmDialogSample } from './late-confirm-dialog'
import { LatePartSample } from './late-part'
import { LinkButtonSample } from './link-button'
import { MenuSample } from './menu'
import { MenuPopoverSample } from './menu-popover'
import { MeterSample } from './meter'
import { MoneySample } from './money'
import { NumberFieldSample } from './number-field'
import { PageHeaderSample } from './page-header'
import { ProofFieldSample } from './proof-field'
import { QrCodeSample } from './qr-code'
import { RadioGroupSample } from './radio-group'
import { RelativeTimeSample } from './relative-time'
import { SearchFieldSample } from './search-field'
import { SecretDialogSample } from './secret-dialog'
import { SelectSample } from './select'
import { StatSample } from './stat'
import { StatePillSample } from './state-pill'
import { StepIconSample } from './step-icon'
import { TabLinksSample } from './tab-links'
import { TextAreaSample } from './text-area'
import { TextFieldSample } from './text-field'
import { TextLinkSample } from './text-link'
import { TimestampSample } from './timestamp'
import { ToastRegionSample } from './toast-region'

/** A sample for each part of `components/ui`, by the name of its file. */
export const samples: Record<string, ComponentType> = {
  'aria-root': AriaRootSample,
  blocked: BlockedSample,
  button: ButtonSample,
  callout: CalloutSample,
  card: CardSample,
  checkbox: CheckboxSample,
  chips: ChipsSample,
  'confirm-dialog': ConfirmDialogSample,
  copyable: CopyableSample,
  'description-list': DescriptionListSample,
  dialog: DialogSample,
  disclosure: DisclosureSample,
  'empty-state': EmptyStateSample,
  field: FieldSample,
  'file-button': FileButtonSample,
  'file-link': FileLinkSample,
  'foreseen-link': ForeseenLinkSample,
  icon: IconSample,
  kbd: KbdSample,
  'late-confirm-dialog': LateConfirmDialogSample,
  'late-part': LatePartSample,
  'link-button': LinkButtonSample,
  menu: MenuSample,
  'menu-popover': MenuPopoverSample,
  meter: MeterSample,
  money: MoneySample,
  'number-field': NumberFieldSample,
  'page-header': PageHeaderSample,
  'proof-field': ProofFieldSample,
  'qr-code': QrCodeSample,
  'radio-group': RadioGroupSample,
  'relative-time': RelativeTimeSample,
  'search-field': SearchFieldSample,
  'secret-dialog': SecretDialogSample,
  select: SelectSample,
  stat: StatSample,
  'state-pill': StatePillSample,
  'step-icon': StepIconSample,
  'tab-links': TabLinksSample,
  'text-area': TextAreaSample,
  'text-field': TextFieldSample,
  'text-link': TextLinkSample,
  timestamp: TimestampSample,
  'toast-region': ToastRegionSample,
}
